"""Doubts about the words: furniture that cleaning left, likely slips of the pen, characters that could not be read."""

import re

from build_scripts.models import BlockKind, Finding, Report, Severity, Span
from build_scripts.rules.loading import load_rules

_LEFT_RE = re.compile(
    r"首页|打印|关闭窗口|浏览次数|字体[：:]|分享到|版权所有|ICP备|上一篇|下一篇|扫一扫|当前位置"
)
_LONGEST_LEFT = 40


def check_furniture_left(report: Report) -> list[Finding]:
    """Return a note for each short body line that still looks like what a page carries besides the document."""
    clean = report.clean
    return [
        Finding(
            "furniture-left",
            Severity.NOTE,
            f"疑为页面残留：“{b.span.of(clean.text)}”",
            clean.raw_span(b.span),
        )
        for b in report.blocks
        if b.kind in (BlockKind.PARAGRAPH, BlockKind.LETTERHEAD)
        and b.span.end - b.span.start <= _LONGEST_LEFT
        and _LEFT_RE.search(b.span.of(clean.text))
    ]


def check_likely_slip(report: Report) -> list[Finding]:
    """Return a note for each word that was most likely not meant: “各”多半应作“个”，原文如此. The text stays."""
    clean = report.clean
    return [
        Finding(
            "likely-slip",
            Severity.NOTE,
            f"“{match[0]}”{rule.means}，原文如此",
            clean.raw_span(Span(*match.span())),
        )
        for rule in load_rules("slips.yml")
        for match in rule.pattern.finditer(clean.text)
    ]


def check_unreadable(report: Report) -> list[Finding]:
    """Return a warning for each stretch of characters that the file's conversion lost (U+FFFD)."""
    raw = report.clean.raw.text
    return [
        Finding("unreadable", Severity.WARNING, "此处文字在转换时丢失，无法辨认", Span(*m.span()))
        for m in (re.finditer("\ufffd+", raw) if "\ufffd" in raw else ())
    ]
