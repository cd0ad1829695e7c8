"""Texts made to do harm: signs that turn lines around, floods of one sign, lines without end, bytes of no encoding."""
# ruff: noqa: E501, PLW0108 - one file a line, all made when asked for

import os
from collections.abc import Callable, Mapping

from tests.hostile.wanted import PROSE, TITLE, Hostile, Wanted, files
from tests.hostile.web_files import SCRIPT

HEAD = f"{TITLE}\n一、主要工作\n{PROSE}\n"
MILLION = 1_000_000
# A quarter of a million signs tell what the million tells: each text has the same fate, line and number of pages at
# both. Those that do not, for they have too many numbers at a million alone, or take a way of their own, stay as long.
# LONG_TESTS=1 floods with the million, whatever a text's name says of its length otherwise.
FLOOD = MILLION if os.environ.get("LONG_TESTS") else MILLION // 4


def text(more: str) -> Callable[[], bytes]:
    return (HEAD + more).encode


def flood(sign: str, length: int = FLOOD) -> Callable[[], bytes]:
    return lambda: (HEAD + sign * (length // len(sign))).encode()


GOOD_TEXTS: Mapping[str, Callable[[], bytes]] = {
    "text with overrides": text("罚款\u202e321\u202c万元，检查\u202d9家。\u2066甲\u2069\u200f乙\n"),
    "text with an open override": text("（一）强化领导\u202e\n全年检查5家。\n"),
    "text with overrides in its title": lambda: f"平山县\u202e水利局2023年法治政府建设年度报告\n{PROSE}\n".encode(),
    "text with scripts": text(f"<script>{SCRIPT}</script>检查<img src=x onerror={SCRIPT}>5家。\n[甲](javascript:{SCRIPT})\n"),
    "text with scripts in its title": lambda: f"<script>{SCRIPT}</script>{TITLE}\n{PROSE}\n".encode(),
    "text with template marks": text("{{ config }}{% raw %}{{ 7*7 }}${7*7}#{7*7}<%= 7*7 %>\n"),
    "text with marks on letters": text("检查" + "\u0301\u0316\u0489" * 300 + "5家。\n"),
    "text without widths": text("检查" + "\u200b\u200d\ufeff" * 5000 + "5" + "\u200b" * 100 + "家。\n"),
    "text with separators": text("检查5家\u2028办结3件\u2029\x85罚款2万元。\n"),
    "text with private signs": text("检查\ue000\U000f0000\U0010ffff5家。\n"),
    "text with tags of Unicode": text("检查\U000e0041\U000e00015家。\n"),
    "text with formulas for spreadsheets": text("=cmd|' /C calc'!A0办结3件\n+1+1\n@SUM(1)\n"),
}  # fmt: skip

ANY_TEXTS: Mapping[str, Callable[[], bytes]] = {
    "text of a million digits": flood("7"),
    "text of a million full digits": flood("７"),
    "text of a million numerals": flood("一"),
    "text of a million ten thousands": flood("万"),
    "text of a million points": flood("."),
    "text of a million commas in numbers": flood("1,"),
    "text of a million stops": flood("。"),
    "text of a million pauses": flood("、"),
    "text of a million blanks": flood(" "),
    "text of a million wide blanks": flood("\u3000"),
    "text of a million tabs": flood("\t"),
    "text of a million line ends": flood("\n"),
    "text of a million returns": flood("\r"),
    "text of a million feeds": flood("\f"),
    "text of a million signs without width": flood("\u200b"),
    "text of a million marks on letters": flood("\u0301"),
    "text of a million overrides": flood("\u202e"),
    "text of a million stars": flood("*"),
    "text of a million bars": flood("|"),
    "text of a million hashes": flood("#"),
    "text of a million angles": flood("<"),
    "text of a million ampersands": flood("&"),
    "text of a million backslashes": flood("\\"),
    "text of a million quotes": flood("“"),
    "text of a million opened brackets": flood("（"),
    "text of a million closed brackets": flood("）"),
    "text of nested brackets": lambda: (HEAD + "（" * 400_000 + "检查5家" + "）" * 400_000).encode(),
    "text of nested books": lambda: (HEAD + "《" * 400_000 + "》" * 400_000).encode(),
    "text of a million letters": flood("a"),
    "text of a million signs of one word": flood("法"),
    "text of a million percents": flood("5%、", MILLION),
    "text of a million counts": flood("检查5家，", MILLION),
    "text of a million parts": flood("其中3件，", MILLION),
    "text of a million ids": flood("130131199001011234 ", MILLION),
    "text of a million mobiles": flood("13812345678，", MILLION),
    "text of 100,000 headings": flood("一、主要工作\n", 700_000),
    "text of 100,000 marks": flood("（一）", 700_000),
    "text of a table of a million cells": flood("1\t" * 99 + "1\n", 2 * MILLION),
    "text of a Markdown table of a million cells": flood("|1" * 99 + "|\n", 2 * MILLION),
    "text of a row of a million cells": flood("1\t", 2 * MILLION),
    "text of 100,000 tables": flood("表1 情况表\n| 甲 | 1 |\n|---|---|\n| 乙 | 2 |\n\n", MILLION),
    "text of one line of 4 MB": lambda: (HEAD + "我局开展检查12次，其中食品5次。" * 90_000).encode()[:3_900_000].decode(errors="ignore").encode(),
    "text of 4 MB": lambda: (HEAD + "我局开展检查12次，其中食品5次、药品7次；办理案件3件。\n" * 45_000).encode(),
    "text of a million laws": flood("《中华人民共和国行政处罚法》"),
    "text of a million dates": flood("2023年3月4日", MILLION),
    "text of a million addresses": flood("http://a.b/c?d=1&", MILLION),
    "text of a million entities": flood("&nbsp;"),
    "text of a million comments": flood("<!--"),
    "text of a million pictures": flood("!["),
    "text of a million places": flood("河北省石家庄市平山县", MILLION),
    "text in UTF-16 without mark": lambda: HEAD.encode("utf-16-be"),
    "text in UTF-32 without mark": lambda: HEAD.encode("utf-32-le"),
    "text in UTF-32": lambda: HEAD.encode("utf-32"),
    "text in Big5": lambda: "平山縣水利局年度報告，檢查五家。".encode("big5") * 20,
    "text in a mark of another": lambda: b"\xff\xfe" + HEAD.encode(),
    "text in two encodings": lambda: HEAD.encode() + HEAD.encode("gb18030"),
}  # fmt: skip

BAD_TEXTS: Mapping[str, Callable[[], bytes] | bytes] = {
    "text of nothing": b"",
    "text of blanks": b" \n" * 1000,
    "text of NULs": bytes(100_000),
    "text with a NUL": text("检查\x005家"),
    "text with control signs": text("检查\x1b[31m5家\x07\x08"),
    "text with broken bytes": lambda: HEAD.encode().replace("企".encode(), b"\xe4\xff"),
    "text with surrogates": lambda: (HEAD + "\ud800").encode("utf-8", "surrogatepass"),
    "text of 10 MB in one line": lambda: HEAD.encode() + b"7" * 10_000_000,
    "text of noise": lambda: bytes(range(256)) * 1000,
    "text of a program": b"\x7fELF" + bytes(2000),
    "text of letters alone": b"nothing to see here " * 1000,
    "text of odd UTF-16": lambda: HEAD.encode("utf-16") + b"x",
}

TEXTS: dict[str, Hostile] = {
    **files(".txt", Wanted.READ, GOOD_TEXTS),
    **files(".txt", Wanted.EITHER, ANY_TEXTS),
    **files(".txt", Wanted.REFUSED, BAD_TEXTS),
}
