"""The words in which an editor is told of what was found, and the command that goes on from there."""

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence

from build_scripts.adding.placing import Difference
from build_scripts.adding.proposal import Found, Item, Proposal
from build_scripts.adding.quoting import Quote
from build_scripts.models import Finding, Metric, Result, Severity
from build_scripts.plain_lines import told_line

LABELS: Mapping[Item, str] = {
    Item.REGION: "地区",
    Item.DEPARTMENT: "部门",
    Item.YEAR: "年度",
    Item.TITLE: "标题",
    Item.AGENCY: "机关",
    Item.DOC_NUMBER: "发文字号",
    Item.ISSUED_ON: "成文日期",
    Item.PUBLISHED_ON: "发布日期",
}
# What stands for an answer that nobody knows yet.
_BLANKS = {Item.REGION: "地区代码", Item.DEPARTMENT: "部门代号", Item.YEAR: "年度"}
_NOT_SEEN = "未见"
_FIGURES = 8
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def item_rows(proposal: Proposal) -> Iterator[tuple[str, str, str]]:
    """Yield label, value and evidence of each item: 地区, 湖南省…古丈县（433126）, “古丈县卫健局”（题目，第 3 行）."""
    for found in proposal.found:
        evidence = "；".join(_quoted_words(quote, found) for quote in found.quotes)
        doubt = f"待定：{found.doubt}" if found.doubt and found.value else ""
        told = "；".join(filter(None, (doubt, evidence)))
        yield LABELS[found.item], _value(found), _safe(proposal, told)


def _quoted_words(quote: Quote, found: Found) -> str:
    """Return words and place; of words that are the value itself, the place."""
    return quote.place if quote.words == found.value else f"“{quote.words}”（{quote.place}）"


def _value(found: Found) -> str:
    if not found.value:
        return f"{_NOT_SEEN}（{found.doubt}）" if found.doubt else _NOT_SEEN
    label = told_line(found.label)
    return f"{label}（{found.value}）" if found.item in (Item.REGION, Item.DEPARTMENT) else label


def _safe(proposal: Proposal, words: str) -> str:
    return told_line(proposal.mask.hide(words))


def figure_rows(result: Result, proposal: Proposal) -> list[tuple[str, str]]:
    """Return the first figures, subject and number with its unit as written."""
    clean = result.report.clean
    public = [m for m in result.metrics if not proposal.mask.covers(clean.raw_span(m.span))]
    return [(_safe(proposal, m.subject), _safe(proposal, _number(m, result))) for m in public[:_FIGURES]]


def _number(metric: Metric, result: Result) -> str:
    return re.sub(r"\s", "", metric.span.of(result.report.clean.text))


def doubt_rows(
    result: Result, proposal: Proposal, severities: Mapping[str, str], names: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield severity and words of what is doubtful, a row a kind, the gravest first; errors each in full."""
    raw = result.report.clean.raw
    by_kind: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in result.findings:
        by_kind.setdefault((finding.severity, finding.code), []).append(finding)
    for (severity, code), findings in sorted(by_kind.items(), key=lambda entry: _ORDER.index(entry[0][0])):
        if severity is Severity.ERROR:
            yield from ((severities[severity], _safe(proposal, finding.message)) for finding in findings)
            continue
        if code == "sum-ok":
            continue
        spans = [finding.span for finding in findings if finding.span]
        line = f"，第 {raw.text.count(chr(10), 0, spans[0].start) + 1} 行" if spans else ""
        count = f" {len(findings)} 处{line}起" if len(findings) > 1 else line
        told = "" if proposal.mask.covers(findings[0].span) else f"：{_safe(proposal, findings[0].message)}"
        yield severities[severity], f"{names.get(code, code)}{count}{told}"


def difference_lines(difference: Difference, old: str) -> Iterator[str]:
    """Yield how a file differs from the one that lies at its address."""
    figures = f"现有 {difference.old_figures} 个，新的 {difference.new_figures} 个"
    told = f"{difference.differing} 个不同" if difference.differing else "全部相同"
    yield f"这个地址已有 {old}。数字：{figures}，{told}。"
    if not difference.lines:
        yield "文字完全相同。"
        return
    yield "文字的不同（- 现有，+ 新的）："
    yield from (f"  {told_line(line)}" for line in difference.lines)
    if difference.more_lines:
        yield f"  …… 还有 {difference.more_lines} 行"


def missing_line(proposal: Proposal, items: Sequence[Item]) -> str:
    """Return what is missing, with the option for each: 缺地区（正文没有写明）：加 --region 地区代码."""
    return "；".join(f"{_why(proposal.get(item))}：加 --{item} {_blank(proposal, item)}" for item in items)


def why_open(proposal: Proposal, items: Iterable[Item]) -> str:
    """Return what is left open, without the options."""
    return "；".join(_why(proposal.get(item)) for item in items)


def _why(found: Found) -> str:
    label = LABELS[found.item]
    if found.value:
        return f"{label}待定，可能是 {_value(found)}（{found.doubt}）"
    choices = "、".join(f"{choice.value} {choice.label}" for choice in found.choices)
    return f"缺{label}（{found.doubt}{choices and '：'}{choices}）"


def _blank(proposal: Proposal, item: Item) -> str:
    return proposal.get(item).value or _BLANKS.get(item, "……")


def add_command(target: str, options: Iterable[str], *, root: str = "", windows: bool = False) -> str:
    """Return the command line that adds ``target`` with these options, to be pasted into a shell.

    ``root`` is the folder of the project where it is not the program's own.

    >>> add_command("报告 1.pdf", ["--year", "2023"])
    "python -m build_scripts add '报告 1.pdf' --year 2023"
    """
    opening = ["py" if windows else "python", "-m", "build_scripts", *(("--root", root) if root else ())]
    # A name that looks like an option is told as a file of this folder.
    named = f"./{target}" if target.startswith("-") else target
    return " ".join(_quoted(word, windows=windows) for word in (*opening, "add", named, *options))


def command_options(proposal: Proposal, items: Iterable[Item]) -> list[str]:
    """Return the options that say what is left open, filled in as far as it is known."""
    return [word for item in items for word in (f"--{item}", _blank(proposal, item))]


def _quoted(word: str, *, windows: bool) -> str:
    if re.fullmatch(r"[\w.:/\\-]+" if windows else r"[\w.:/-]+", word):
        return word
    if windows:
        return f'"{word}"'
    if word.isprintable():
        return shlex.quote(word)
    # A name that is no UTF-8, or holds control signs: by its bytes, as the shells of this system read them.
    data = word.encode("utf-8", "surrogateescape")
    plain = "".join(chr(b) if 32 < b < 127 and chr(b) not in "\\'" else f"\\x{b:02x}" for b in data)  # noqa: PLR2004
    return f"$'{plain}'"
