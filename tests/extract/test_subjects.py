"""What a number counts: the word lists of subjects.yml act where they should and nowhere else."""

from typing import Any

import pytest

from build_scripts.rules.loading import load_yaml
from tests.every import every
from tests.texts import HEAD, result_of

BOOK = load_yaml("subjects.yml")
SHOWN = ("examples", "counter_examples")
LISTS = sorted(key for key in BOOK if key not in SHOWN)


def shown(key: str) -> list[dict[str, Any]]:
    entries = BOOK[key]
    assert isinstance(entries, list)
    return [entry for entry in entries if isinstance(entry, dict)]


CASES = [pytest.param(case, id=f"{key}-{case['list']}") for key in SHOWN for case in shown(key)]


@pytest.mark.parametrize("key", SHOWN)
def test_every_list_is_shown_both_ways(key: str) -> None:
    assert sorted({case["list"] for case in shown(key)}) == LISTS


@every("case", CASES)
def test_a_figure_has_the_subject_that_the_list_makes(case: dict[str, Any]) -> None:
    metrics = result_of(HEAD + case["text"]).metrics
    named = [m.subject for m in metrics if "of" not in case or m.quantity.value == case["of"]]
    assert named[0] == case["subject"]


# Each paragraph and what its figures count; a name never begins or ends inside a word.
WHOLE_WORDS = {
    "统计执法检查12次，查处统计违法案件3件。": ["统计执法检查", "查处统计违法案件"],
    "从业人员1200人，与会人员30人。": ["从业人员", "与会人员"],
    "全年龄段培训3次。": ["全年龄段培训"],
    "移送公安机关2件3人。": ["移送公安机关", "移送公安机关"],
    "获评全市优秀组织单位、3个项目被评为示范项目。": ["项目被评为示范项目"],
    "新增普法基地和法治文化公园各1家。": ["新增普法基地", "法治文化公园"],
    "A、B、C三级企业分别为12家、8家、5家。": ["A级企业", "B级企业", "C级企业"],
    "下达意见书217份，立案查处56起。": ["下达意见书", "立案查处"],
    "受理诉求120件，办结率98%。": ["受理诉求", "诉求办结率"],
    "受理信访65件，同比增加25件。": ["受理信访", "受理信访同比增加"],
}

# What opens an item of a series is no word of what is counted, also where the figure goes on from the clause before.
BEHIND_MARKS = {
    "二是动态调整权责事项，取消38项、下放18项。": ["动态调整权责事项取消", "动态调整权责事项下放"],
    "十一是动态调整权责事项，取消34项。": ["动态调整权责事项取消"],
    "第二是动态调整权责事项，取消32项。": ["动态调整权责事项取消"],
    "（三）动态调整权责事项，取消37项。": ["动态调整权责事项取消"],
    "1.动态调整权责事项，取消35项。": ["动态调整权责事项取消"],
    "动态调整权责事项，取消36项。": ["动态调整权责事项取消"],
    "其一是开展检查12次。第六是组织培训8期。": ["开展检查", "组织培训"],
    "三是否合法的检查28次。": ["三是否合法的检查"],
    "此次活动的目的是开展检查30次。": ["此次活动的目的是开展检查"],
}


@every(("text", "subjects"), [*BEHIND_MARKS.items()])
def test_the_mark_of_a_series_is_no_word_of_a_name(text: str, subjects: list[str]) -> None:
    assert [m.subject for m in result_of(HEAD + text).metrics] == subjects


@pytest.mark.parametrize(("text", "subjects"), WHOLE_WORDS.items())
def test_a_name_is_of_whole_words(text: str, subjects: list[str]) -> None:
    assert [m.subject for m in result_of(HEAD + text).metrics] == subjects
