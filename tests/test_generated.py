"""Sentences of made-up reports: true to themselves; and made-up reports as a whole, how well they are read."""

from collections import Counter
from random import Random

import pytest

from build_scripts.demo import demo_reports
from build_scripts.demo.figure_sentences import fill, parse_slot, templates
from tests.generated import commonest_kind, score_reports


def sentences() -> list[str]:
    data = templates()
    groups = [data["general"], *(d["sentences"] for d in data["departments"])]
    return [sentence for group in groups for lines in group.values() for sentence in lines]


def test_a_report_is_true_to_itself() -> None:
    for page in [demo.page for demo in demo_reports(30, 1) if not demo.flaws]:
        assert [t for t in page.truths if not 0 <= t.start < t.end <= len(page.text)] == []
        over = [t for t in page.truths if t.parent is not None and t.value > page.truths[t.parent].value]
        assert over == []
        written = ["".join(page.text[t.start : t.end].split()) for t in page.truths]
        plain = [t for t, w in zip(page.truths, written, strict=True) if w == f"{t.value}{t.unit}"]
        assert len(plain) * 2 > len(page.truths)


def test_the_words_of_a_figure_stand_in_its_sentence() -> None:
    dice = Random(1)  # noqa: S311 - no secret
    pages = [fill(sentence, dice) for sentence in sentences()]
    apart = [(t.words, p.text) for p in pages for t in p.truths for w in t.words if not _stands(w, p.text)]
    assert apart == []


def _stands(words: str, text: str) -> bool:
    return any(word in text for word in words.split("|"))


def test_a_mark_that_says_too_little_is_refused() -> None:
    with pytest.raises(ValueError, match="not enough"):
        parse_slot("件 处罚")


def test_made_up_reports_are_read() -> None:
    score = score_reports(reports=6, seed=1)
    assert score.f1("met", "figures", "truths")[2] > 0.9
    assert score.share("subject", "met") > 0.9
    assert score.share("meta right", "meta") > 0.9
    assert score.counts["alarms"] == 0


def test_every_figure_counts_a_kind_of_thing() -> None:
    dice = Random(2)  # noqa: S311 - no secret
    pages = [fill(sentence, dice) for sentence in sentences()] + [demo.page for demo in demo_reports(9, 2)]
    assert [(t.words, p.text) for p in pages for t in p.truths if not t.kind] == []


def test_families_of_made_up_reports_are_pure() -> None:
    kinds = Counter({("检查对象", "家次"): 6, ("检查对象", "家"): 3, ("抽检", "批"): 1})
    assert commonest_kind(kinds) == 9
    assert commonest_kind(kinds, units=True) == 6
