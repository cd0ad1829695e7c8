"""The editor's list of corrections: what is read, what is refused with its place, which changes a row explains."""

from dataclasses import replace

import pytest

from build_scripts.errors import UsageError
from build_scripts.models.publication import REPLACED, WITHDRAWN, Correction, Pending, Publication, Release
from build_scripts.releases import find_changes, find_unexplained, parse_corrections, render_rows

GOOD = """\
# 更正
- report: 440704-health-2023
  figure: m-1583
  subject: 行政处罚案件
  old: 264 件
  new: 265 件
  date: 2026-11-29
  reason: 原文“264余件”，单位读错
- report: 440704-health-cdc-2023
  new: 撤下
  date: '2026-11-30'
  reason: "报告机关要求: 撤回"
"""
ONE = Correction(
    report="440704-health-2023",
    figure="m-1583",
    subject="行政处罚案件",
    old="264 件",
    new="265 件",
    day="2026-11-29",
    reason="原文“264余件”，单位读错",
)


def test_rows_are_read_in_their_order() -> None:
    first, second = parse_corrections(GOOD.encode())
    assert first == ONE
    assert (second.figure, second.new, second.reason) == ("", WITHDRAWN, "报告机关要求: 撤回")
    assert parse_corrections(b"\xef\xbb\xbf" + GOOD.encode()) == (first, second)
    assert parse_corrections(GOOD.replace("\n", "\r\n").encode()) == (first, second)


@pytest.mark.parametrize("empty", [b"", b"\n", "# 还没有\n".encode(), b"---\n", b"[]\n"])
def test_a_file_without_rows_has_no_corrections(empty: bytes) -> None:
    assert parse_corrections(empty) == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("  figure: m-1583", "  figure m-1583", 3, "YAML"),
        ("  old: 264 件", "\told: 264 件", 5, "YAML"),
        ("  reason: 原文“264余件”，单位读错", "  reason: 原文: 264: 件", 8, "YAML"),
        ('  reason: "报告机关要求: 撤回"', '  reason: "报告机关要求', 13, "YAML"),
        ("  new: 265 件", "  new: *x", 6, "YAML"),
        ("  new: 265 件", "  new: !!python/object:os.system 265", 6, ""),
        ("- report: 440704-health-2023", "report: 440704-health-2023", 3, "YAML"),
        ("  figure: m-1583", "  metric: m-1583", 3, "没有“metric”这一项"),
        ("  figure: m-1583", "  figure: 1583", 3, "m-1583"),
        ("  figure: m-1583", "  figure: m-１５８３", 3, "m-1583"),
        ("  old: 264 件\n", "", 2, "缺 old"),
        ("  old: 264 件", "  old:", 5, "缺 old"),
        ("  new: 265 件\n", "", 2, "缺 new"),
        ("  new: 265 件", "  new: ~", 6, "缺 new"),
        ("  new: 265 件", "  new: [265, 件]", 6, "一行文字"),
        ("  new: 265 件", "  new: {265: 件}", 6, "一行文字"),
        ("  new: 撤下", "  new: 265 件", 10, "只能是"),
        ("440704-health-2023", "440704-2023", 2, "报告编号"),
        ("440704-health-2023", "江海区-health-2023", 2, "报告编号"),
        ("date: 2026-11-29", "date: 2026-11-31", 7, "date 应是日期"),
        ("date: 2026-11-29", "date: 2026年11月29日", 7, "date 应是日期"),
        ("date: 2026-11-29", "date: 20261129", 7, "date 应是日期"),
        ("  subject: 行政处罚案件", "  figure: m-1", 4, "写了两次 figure"),
        ("- report: 440704-health-cdc-2023", "- 440704-health-cdc-2023", 9, "YAML"),
    ],
)
def test_what_is_wrong_is_told_in_one_line_with_its_place(old: str, new: str, line: int, what: str) -> None:
    assert old in GOOD
    broken = GOOD.replace(old, new, 1)
    if "!!python" in new:
        # Nothing is made of a tag: the words alone count.
        assert parse_corrections(broken.encode())[0].new == "265"
        return
    with pytest.raises(UsageError) as told:
        parse_corrections(broken.encode())
    message = str(told.value)
    assert "\n" not in message
    assert what in message
    assert "corrections.yml 第 " in message
    assert abs(int(message.split("第 ")[1].split(" ", maxsplit=1)[0]) - line) <= (
        1 if what == "YAML" else 0
    ), message


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("# 甲\n# 乙\n- report: \x00".encode(), 3),
        ("# 甲\n- report: 甲".encode("gbk"), 1),
        (b"# \xff\n", 1),
        ("全部数字".encode(), 1),
        ("更正: []\n".encode(), 1),
        (b"- 1\n- 2\n", 1),
        (b"- [report]\n", 1),
        (GOOD.encode() + b"---\n- report: x\n", 13),
        (b"- {" + b"[" * 500, 1),
    ],
)
def test_what_is_no_list_of_rows_is_told_too(data: bytes, line: int) -> None:
    with pytest.raises(UsageError, match=f"第 {line} 行|第 {line + 1} 行") as told:
        parse_corrections(data)
    assert "\n" not in str(told.value)


def test_a_row_that_is_there_twice_is_told_with_both_places() -> None:
    body = GOOD.split("\n", 1)[1].split("- report: 440704-health-cdc", maxsplit=1)[0]
    with pytest.raises(UsageError, match=r"第 9 行.*第 2 行"):
        parse_corrections((GOOD.split("\n", maxsplit=1)[0] + "\n" + body + body).encode())


@pytest.mark.parametrize(
    "words",
    [
        "264 件",
        "甲：乙",
        "a: b",
        "- 甲",
        "'x'",
        '"',
        "#号",
        "{}",
        "null",
        "2026-11-29",
        "1e5",
        "yes",
        "%",
        "@",
        " ",
        "𠮷",
        "=1+1",
    ],
)
def test_rows_that_are_written_are_read_back(words: str) -> None:
    one = replace(ONE, subject=words, old=words.strip() or "1", new=f"1{words}".strip(), reason="")
    (read,) = parse_corrections(render_rows([one]).encode())
    assert read == replace(one, subject=words.strip())


def release(version: str, *corrected: Correction) -> Release:
    return Release(version=version, day="", reports=1, figures=1, corrected=corrected)


HELD = {"a": "0f|7=3 件|9=2 名|9-2=1 名", "b": "1f|5=4~6 户", "c": "2f"}
NOW = [("a", "0f|7=3 件|9=2 名|9-2=1 名"), ("b", "1f|5=4~6 户"), ("c", "2f")]


@pytest.mark.parametrize(
    ("id_", "line", "changes"),
    [
        ("a", HELD["a"], []),
        ("a", "0f|7=4 件|9=2 名|9-2=1 名", [("m-7", "3 件", "4 件")]),
        ("a", "0f|7=3 起|9=2 名|9-2=1 名", [("m-7", "3 件", "3 起")]),
        ("a", "0f|9=2 名|9-2=1 名", [("m-7", "3 件", WITHDRAWN)]),
        ("a", "0f|7=3 件|9-2=2 名", [("m-9", "2 名", WITHDRAWN), ("m-9-2", "1 名", "2 名")]),
        # What comes to it takes back nothing.
        ("a", "0f|7=3 件|8=9 件|9=2 名|9-2=1 名", []),
        ("a", "ff|7=3 件|9=2 名|9-2=1 名", []),
        ("a", "ff|8=3 件|10=2 名", [("", "", REPLACED)]),
        ("a", None, [("", "", WITHDRAWN)]),
        ("b", "1f|5=4 户", [("m-5", "4~6 户", "4 户")]),
        ("c", None, [("", "", WITHDRAWN)]),
        ("d", "3f|1=1 件", []),
    ],
)
def test_what_readers_lost_or_see_otherwise_is_a_change(
    id_: str, line: str | None, changes: list[tuple[str, str, str]]
) -> None:
    now = dict(NOW)
    if line is None:
        del now[id_]
    else:
        now[id_] = line
    pending = find_changes(HELD, now.items())
    assert [(one.figure, one.old, one.new) for one in pending.changed] == changes
    assert pending.added == (("d",) if id_ == "d" else ())
    assert pending.removed == ((id_,) if line is None else ())


def test_a_report_whose_conversion_failed_is_still_there() -> None:
    assert not find_changes(HELD, NOW[1:], {"a"})


CHANGE = Correction(report="a", figure="m-7", old="3 件", new="4 件")
ROW = replace(CHANGE, day="2026-11-29", reason="读错")


@pytest.mark.parametrize(
    ("rows", "is_open"),
    [
        ([], True),
        ([ROW], False),
        ([replace(ROW, subject="案件")], False),
        ([replace(ROW, reason="")], True),
        ([replace(ROW, day="")], True),
        ([replace(ROW, old="2 件")], True),
        ([replace(ROW, new="5 件")], True),
        ([replace(ROW, figure="m-8")], True),
        ([replace(ROW, report="b")], True),
        ([replace(ROW, figure="", old="", new=REPLACED)], True),
        ([replace(ROW, reason=""), ROW], False),
    ],
)
def test_a_change_is_explained_by_a_whole_row_of_its_own(rows: list[Correction], *, is_open: bool) -> None:
    site = Publication(
        corrections=tuple(rows), releases=(release("1.0"),), pending=Pending(changed=(CHANGE,))
    )
    assert bool(find_unexplained(site)) == is_open


def test_a_row_of_an_earlier_release_says_nothing_of_a_later_change() -> None:
    taken = (release("1.1", ROW), release("1.0"))
    again = Publication(corrections=(ROW,), releases=taken, pending=Pending(changed=(CHANGE,)))
    assert find_unexplained(again) == [CHANGE]
    later = replace(ROW, day="2026-12-24", reason="又读错")
    assert not find_unexplained(replace(again, corrections=(ROW, later)))


def test_readers_are_told_the_latest_first_and_nothing_unfinished() -> None:
    early, late = replace(ROW, day="2026-01-02"), replace(ROW, day="2026-03-04", reason="甲")
    same = replace(late, reason="乙")
    site = Publication(corrections=(late, early, same, replace(ROW, reason="")))
    assert site.told == (same, late, early)
