"""The index tells exactly which reports have which substring, and the same reports always give the same bytes."""

import gzip
import io
import json
import random
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.models import Passage, Searchable
from build_scripts.search import FOLDER, grams, render_search
from build_scripts.search.fold import flatten, fold, fold_lines
from build_scripts.search.grams import IndexBuilder
from build_scripts.search.substrings import Document, document_of, grams_of, grams_of_each
from tests.every import every
from tests.search.brute_force import (
    Files,
    find_file,
    find_ids,
    gold_reports,
    plain_report,
    read_index,
    read_lists,
    unpack,
    unpack_text,
)

CASES = json.loads((Path(__file__).parents[1] / "cases/search/fold.json").read_text(encoding="utf-8"))
WORDS = st.text(alphabet="双随机、一公开，。 ２6４4项1,３3〔〕()·.ＡaΣ𠮷", max_size=24)


@cache
def reports() -> list[Searchable]:
    """The marked reports, by id."""
    return sorted(gold_reports(), key=lambda report: report.id)


@cache
def lists_of_all() -> dict[str, dict[int, int]]:
    return read_lists(render_search(reports()))


@cache
def lines() -> list[str]:
    return [line for report in reports() for line in report.lines if line.strip()]


def units(text: str) -> list[str]:
    """Cut a text into UTF-16 code units."""
    data = text.encode("utf-16-le", "surrogatepass")
    return [data[at : at + 2].decode("utf-16-le", "surrogatepass") for at in range(0, len(data), 2)]


def index_files(documents: Iterable[Document]) -> list[bytes]:
    """Return the files of an index of documents."""
    builder = IndexBuilder(io.BytesIO())
    for document in documents:
        builder.add(document)
    return list(builder.files(1 << 30))


@every("case", CASES)
def test_text_is_folded(case: dict[str, str]) -> None:
    assert (flatten(case["text"]), fold(case["text"])) == (case["flat"], case["fold"])


@given(WORDS)
def test_folding_twice_changes_nothing(words: str) -> None:
    assert flatten(flatten(words)) == flatten(words)


@given(
    st.lists(
        st.text(
            alphabet="双随、，。 ２4,３3〔)·Ａ…①⑴㎡㈠％\u0301é가ㅏ\ufe0fﾞｶ\r\u2028\u200b𠮷罰_\n", max_size=9
        ),
        max_size=4,
    )
)
def test_a_text_is_folded_as_its_lines_are(lines: list[str]) -> None:
    assert fold_lines(lines) == "".join(map(fold, lines))


@pytest.mark.heavy
def test_every_character_of_a_text_is_folded_as_in_a_line() -> None:
    chars = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000]
    for start in range(0, len(chars), 64):
        lines = [f"甲{char}乙1{char}2" for char in chars[start : start + 64]]
        assert fold_lines(lines) == "".join(map(fold, lines))


def test_documents_have_together_what_each_has_alone() -> None:
    draw = random.Random(1)  # noqa: S311 - no secret
    signs = ("甲", "乙", "\0", "\ud800", "😀", "7")
    texts = ["".join(draw.choices(signs, k=draw.choice((0, 1, 3, 40)))) for _ in range(300)]
    documents = [document_of([], draw.sample(texts, draw.choice((0, 1, 3)))) for _ in range(200)]
    together = list(grams_of_each([document.units for document in documents]))
    for document, found in zip(documents, together, strict=True):
        assert [column.tolist() for column in found] == [column.tolist() for column in grams_of(document)]
    assert list(grams_of_each([])) == []


@pytest.mark.heavy
def test_every_list_is_exact() -> None:
    expected: dict[str, dict[int, int]] = {}
    for number, report in enumerate(reports()):
        counts: Counter[str] = Counter()
        for part in (*map(fold, report.fields), "".join(map(fold, report.lines))):
            chars = units(part)
            counts.update("".join(chars[i : i + n]) for n in range(1, 5) for i in range(len(chars) - n + 1))
        for gram, count in counts.items():
            expected.setdefault(gram, {})[number] = int(count > 3)
    assert expected == lists_of_all()


@pytest.mark.heavy
@given(st.data())
def test_any_piece_of_a_text_is_found(data: st.DataObject) -> None:
    line = data.draw(st.sampled_from(lines()))
    start = data.draw(st.integers(0, len(line) - 1))
    query = line[start : start + data.draw(st.integers(1, 12))].replace('"', "")
    found = find_ids(reports(), query)
    terms = [fold(term) for term in query.split() if fold(term) and "," not in flatten(term)]
    for number, report in enumerate(reports()):
        if report.id in found:
            assert all(
                number in lists_of_all()[t[i : i + 4]] for t in terms for i in range(max(1, len(t) - 3))
            )
    if fold(query):
        assert {report.id for report in reports() if line in report.lines} <= found


def test_the_title_weighs_most() -> None:
    report = plain_report("440704-health-2023", "普法普法普法普法\n检查", title="双随机", agency="江海区")
    lists = read_lists(render_search([report]))
    assert [lists[gram][0] for gram in ("双随机", "江海区", "普法", "法普", "检查")] == [2, 2, 1, 0, 0]


def test_a_substring_reaches_over_a_line_and_not_into_another_field() -> None:
    report = plain_report("440704-health-2023", "甲\n乙", title="丙", agency="丁")
    lists = read_lists(render_search([report]))
    assert "甲乙" in lists
    assert {"丙丁", "丁甲", "丙甲"} & lists.keys() == set()


@pytest.mark.heavy
def test_the_order_of_the_reports_changes_no_byte() -> None:
    shuffled = random.Random(1).sample(reports(), len(reports()))  # noqa: S311 - no secret
    assert render_search(shuffled) == render_search(reports())


def test_newest_reports_come_first_then_regions_in_order() -> None:
    def report(region: str, year: int) -> Searchable:
        return plain_report(f"{region}-health-{year}", "甲", region_code=region, year=year)

    files = render_search([report("440704", 2022), report("653226", 2023), report("411523", 2023)])
    ids = unpack(find_file(files, "reports.bin"))
    assert ids == {
        "regions": [411523, 653226 - 411523, 440704 - 653226],
        "departments": ["health"],
        "department": [0, 0, 0],
        "years": [2023, 2023, 2022],
    }


@pytest.mark.heavy
def test_a_change_in_a_new_report_leaves_the_other_texts() -> None:
    changed = [*reports()[:-1], plain_report(reports()[-1].id, "全是新的")]
    before, after = render_search(reports()), render_search(changed)

    def texts(files: Files) -> dict[str, bytes]:
        return {path.name: data for path, data in files.items() if path.parent.name == "t"}

    assert dict(texts(before).items() - texts(after).items()).keys() == {f"{reports()[-1].id}.bin"}


def test_files_stay_small() -> None:
    sizes = [len(data) for path, data in render_search(reports()).items() if path.parent.name == "s"]
    assert max(sizes) < 16_000


def test_no_report_yet_gives_an_index_of_none() -> None:
    files = render_search([])
    assert json.loads(files[FOLDER / "manifest.json"])["reports"] == 0
    assert read_lists(files) == {}


def test_all_files_lie_in_one_folder_and_hold_no_address_of_ours() -> None:
    files = render_search(reports())
    assert {path.parts[:2] for path in files} == {("assets", "search")}
    assert PurePosixPath("assets/search/manifest.json") in files


@pytest.mark.heavy
def test_the_index_is_the_same_whether_merged_in_parts_or_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [document_of((), tuple(map(fold, report.lines))) for report in reports()]
    whole = index_files(documents)
    monkeypatch.setattr(grams, "_TOGETHER", 20_000)
    parts = index_files(documents)
    assert read_index(parts) == read_index(whole)
    assert len(parts) >= 256


def test_a_text_comes_back_whole() -> None:
    report = plain_report(
        "440704-health-2023",
        "甲乙。丙丁。\n𠮷戊。",
        passages=(Passage(0, 0, 3, "s-5"), Passage(0, 3, 6, "s-8"), Passage(1, 0, 3, "s-20")),
    )
    known = unpack_text(render_search([*reports(), report]), report.id)
    assert known["text"] == "甲乙。丙丁。\n𠮷戊。"
    assert known["passages"] == [0, 3, 5, 0, 3, 0, 1, 3, 8]


def test_texts_pack_smaller_for_the_phrases_of_others() -> None:
    files = render_search(reports())
    newest = max(reports(), key=lambda report: (report.year, report.id))
    alone = len(gzip.compress("\n".join(newest.lines).encode("utf-16-le"), 9))
    assert len(find_file(files, f"{newest.id}.bin")) < alone
