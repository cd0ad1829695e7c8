"""Raw text to clean text: named fixes, each returning the changes it wants, in the order of ``FIXES``."""

from collections.abc import Callable

from build_scripts.clean.blanks import fix_blank
from build_scripts.clean.columns import fix_column_gap
from build_scripts.clean.furniture import (
    fix_blank_entity,
    fix_head_break,
    fix_head_furniture,
    fix_page_number,
    fix_repeated_head,
    fix_repeated_title,
    fix_running_head,
)
from build_scripts.clean.joins import fix_line_break
from build_scripts.clean.markdown import fix_image, fix_markdown, fix_wrapped_cell
from build_scripts.clean.order import fix_reading_order
from build_scripts.errors import UnreadableError
from build_scripts.models import CleanText, RawText
from build_scripts.offsets import Change, Draft, apply, begin

Fix = Callable[[Draft, RawText], list[Change]]
# Each is kept, told and published: a million of them take 2.8 GB. A yearbook of 400,000 characters that a scan sets
# apart, each with a blank behind it, has as many.
MOST_EDITS = 400_000

BEFORE_ORDER: tuple[Fix, ...] = (
    fix_head_break,
    fix_head_furniture,
    fix_blank_entity,
    fix_image,
    fix_page_number,
    fix_repeated_title,
    fix_running_head,
    fix_repeated_head,
    fix_wrapped_cell,
    fix_markdown,
)
AFTER_ORDER: tuple[Fix, ...] = (
    fix_column_gap,
    fix_line_break,
    fix_blank,
)


def clean_text(raw: RawText) -> CleanText:
    """Return the report's text in right order, one line a block.

    Only blanks and furniture are taken away, nothing is added or changed: every visible character of the raw text is
    in the clean text or in ``removed``, exactly once. Raises ``UnreadableError`` where nearly nothing else is there.
    """
    draft = begin(raw.text)
    for fix in BEFORE_ORDER:
        draft = _applied(draft, fix(draft, raw), raw)
    moves, findings = fix_reading_order(draft, raw)
    draft = apply(draft, moves)
    for fix in AFTER_ORDER:
        draft = _applied(draft, fix(draft, raw), raw)
    return CleanText(
        raw=raw,
        text=draft.text,
        origins=draft.raw_origins(),
        edits=draft.edits,
        removed=draft.removed,
        findings=tuple(findings),
    )


def _applied(draft: Draft, changes: list[Change], raw: RawText) -> Draft:
    count = len(draft.edits) + len(changes)
    if count > MOST_EDITS:
        problem = f"要去掉或改动 {count} 处，超过 {MOST_EDITS} 处"
        raise UnreadableError(raw.source.path, problem, "请确认这是一份报告，不是乱码")
    return apply(draft, changes)
