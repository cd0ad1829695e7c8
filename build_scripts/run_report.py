"""What a run over many reports did, as a list of one row a report, as counts, and in words for the console."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator

from build_scripts.models import Fate, Novelty, ReportLine, RunSummary
from build_scripts.plain_lines import plain_line

FATES = {Fate.PUBLISHED: "已发布", Fate.HELD_BACK: "暂不发布", Fate.FAILED: "未能转换"}
NOVELTIES = {Novelty.NEW: "新增", Novelty.CHANGED: "重新转换", Novelty.UNCHANGED: "未变"}
_COLUMNS = ("文件", "编号", "状态", "变化", "原因", "说明", "数据", "存疑", "存疑种类")
_MARK = "\ufeff"  # without it Excel reads the list in the system's own encoding
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render_build_report(lines: Iterable[ReportLine]) -> str:
    """Return the list of a run as CSV for a spreadsheet, to be written as UTF-8: who needs a person, first."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for line in sorted(lines, key=lambda line: (not line.needs_person, line.path)):
        writer.writerow([_cell(value) for value in _row(line)])
    return _MARK + text.getvalue()


def _row(line: ReportLine) -> Iterator[str]:
    yield from (line.path, line.id, FATES[line.fate], NOVELTIES[line.novelty], line.cause, line.reason)
    yield from (str(line.figures), str(line.doubtful))
    yield "；".join(f"{words} {count}" for words, count in line.doubts)


def _cell(value: str) -> str:
    """Return ``value`` so that no spreadsheet takes a file's name for a formula, and nothing in it is obeyed."""
    return plain_line(f"'{value}" if value.startswith(_FORMULA) else value)


def summarise(lines: Iterable[ReportLine], listed_at: str = "") -> RunSummary:
    """Return the counts of a run whose list lies at ``listed_at``; ``lines`` are gone through once."""
    fates: Counter[Fate] = Counter()
    novelties: Counter[Novelty] = Counter()
    causes: Counter[tuple[Fate, str]] = Counter()
    doubts: Counter[str] = Counter()
    for line in lines:
        fates[line.fate] += 1
        novelties[line.novelty] += 1
        if line.needs_person:
            causes[line.fate, line.cause] += 1
        for words, count in line.doubts:
            doubts[words] += count
    return RunSummary(
        fates=tuple((fate, fates[fate]) for fate in Fate),
        novelties=tuple((novelty, novelties[novelty]) for novelty in Novelty),
        causes=tuple((fate, cause, count) for (fate, cause), count in causes.most_common()),
        doubts=tuple(doubts.most_common()),
        listed_at=listed_at,
    )


def told_rows(summary: RunSummary) -> Iterator[tuple[str, int]]:
    """Yield the rows of the table at the end of a run; what belongs to the row before is set in."""
    for fate, count in summary.fates:
        yield FATES[fate], count
        yield from (
            (f"  {plain_line(cause)}", number) for of, cause, number in summary.causes if of is fate and cause
        )
    yield from ((NOVELTIES[novelty], count) for novelty, count in summary.novelties)
    yield "存疑", sum(count for _, count in summary.doubts)
    yield from ((f"  {words}", count) for words, count in summary.doubts)


def last_line(summary: RunSummary) -> str:
    """Return how a run ended: whether anything is left for a person to do, and where it is listed."""
    where = f"，清单见 {summary.listed_at}" if summary.listed_at else ""
    published = summary.count(Fate.PUBLISHED)
    if not summary.needs_person:
        return f"完成：{published} 份报告全部发布{where}"
    left = "、".join(
        f"{FATES[fate]} {summary.count(fate)} 份"
        for fate in (Fate.HELD_BACK, Fate.FAILED)
        if summary.count(fate)
    )
    return f"需要处理：{left}，其余 {published} 份已发布{where}"


def line_of(line: ReportLine, number: int, total: int) -> str:
    """Return one report in one line."""
    counted = f"[{number}/{total}] "
    if line.needs_person:
        return plain_line(f"{counted}{FATES[line.fate]}：{line.reason or line.path}")
    doubts = f"，存疑 {line.doubtful} 处" if line.doubts else ""
    return f"{counted}{line.path}：{NOVELTIES[line.novelty]}，数据 {line.figures} 个{doubts}"
