"""The words of a file that say a thing, and where they stand: what an editor can check with the file at hand."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from build_scripts.models import BlockKind, BoxField, RawText, Result, Span
from build_scripts.rules.dates import YEAR_RE, parse_date, parse_year, without_plans
from build_scripts.rules.head_parts import NAMED_IN
from build_scripts.rules.plain_signs import BLANK_ENTITY

_LONGEST = 60
_AROUND = 12  # characters beside words that are quoted out of the midst of a text
_ENTITY_RE = re.compile(BLANK_ENTITY)
_BOX = "信息框"
_TEXTS = ("text/plain", "text/markdown")
_READ = "读出文字"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words as the file has them, blanks aside, and where they stand: "题目", page and line from 1.

    ``lines_of`` says whose lines are counted where the file itself has none, as a page of the web or of Word.
    """

    words: str
    where: str
    page: int = 1
    line: int = 0
    pages: int = 1
    lines_of: str = ""

    @property
    def place(self) -> str:
        """Return the place in words: 题目，第 2 页第 5 行; no line for words that stand in none, as a page's tags."""
        if not self.line:
            return self.where
        page = f"第 {self.page} 页" if self.pages > 1 else ""
        return f"{self.where}，{self.lines_of}{page}第 {self.line} 行"


def quote_at(raw: RawText, spans: Iterable[Span], where: str) -> Quote:
    """Return the words at ``spans`` (raw, in order) as a quote."""
    pieces = list(spans)
    words = "".join(_packed(piece.of(raw.text)) for piece in pieces)
    start = pieces[0].start
    # A text file may have marks of page ends, but whoever opens it counts its lines alone.
    page = raw.page_of(start) if raw.layout else 1
    line = raw.text.count("\n", raw.pages[page - 1] if raw.layout else 0, start) + 1
    has_lines = raw.layout or raw.source.media_type in _TEXTS
    return Quote(
        _cut(words), where, page, line, len(raw.pages) if raw.layout else 1, "" if has_lines else _READ
    )


def _packed(words: str) -> str:
    """Return words without blanks and marks of Markdown, as a title is read."""
    return re.sub(r"[\s*#]", "", _ENTITY_RE.sub("", words))


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else words[:_LONGEST] + "…"


def quote_part(result: Result, kind: BlockKind, where: str) -> Quote | None:
    """Return the first part of this kind around the body."""
    raw = result.report.clean.raw
    part = next((part for part in raw.head.parts if part.kind is kind), None)
    return quote_at(raw, part.spans, where) if part else None


def quote_box(result: Result, field: BoxField) -> Quote | None:
    """Return what the information box gives for a field, else what the page's tags do."""
    raw = result.report.clean.raw
    for entry in raw.head.box:
        if entry.field is field and entry.value:
            place = quote_at(raw, (entry.span,), _BOX)
            return replace(place, words=_cut(entry.value), where=_BOX)
    value = dict(raw.tags).get(field)
    return Quote(_cut(value), "网页标签") if value else None


def quote_agency(result: Result) -> Quote | None:
    """Return where the agency is named as it is taken to be called."""
    raw, agency = result.report.clean.raw, result.report.meta.agency
    organ = next((organ for organ in raw.head.organs if organ.name == agency), None)
    if organ is None or not agency:
        return None
    place = quote_at(raw, (organ.span,), NAMED_IN[organ.named_by])
    # A box's span is of its label, an opening's of its sentence.
    return replace(place, words=_cut(agency))


def quote_date(result: Result, field: BoxField) -> Quote | None:
    """Return the words that give the day which was read: a line of its own, the box, a tag of the page."""
    raw, meta = result.report.clean.raw, result.report.meta
    day = meta.issued_on if field is BoxField.ISSUED_ON else meta.published_on
    if not day:
        return None
    if field is BoxField.ISSUED_ON:
        dates = [part for part in raw.head.parts if part.kind is BlockKind.DATE]
        for part in reversed(dates):
            quote = quote_at(raw, part.spans, "日期")
            if _day(quote.words) == day:
                return quote
    for entry in raw.head.box:
        if entry.field is field and _day(entry.value) == day:
            place = quote_at(raw, (entry.span,), _BOX)
            return replace(place, words=_cut(entry.value), where=_BOX)
    return next(
        (Quote(value, "网页标签") for told, value in raw.tags if told is field and _day(value) == day), None
    )


def _day(words: str) -> str | None:
    try:
        return parse_date(words)
    except ValueError:
        return None


def quote_year(result: Result, year: int) -> Quote | None:
    """Return where title or opening say the year, ``None`` where neither does and it only follows from the date."""
    raw = result.report.clean.raw
    title = quote_part(result, BlockKind.TITLE, "题目") or quote_box(result, BoxField.TITLE)
    if title and _says_year(without_plans(result.report.meta.title or ""), year):
        return title
    dated = [span for part in raw.head.parts if part.kind is BlockKind.DATE for span in part.spans]
    for match in YEAR_RE.finditer(raw.text, raw.head.body, raw.head.body + 1000):
        span = Span(*match.span())
        if _says_year(match[0] + "年", year) and not any(span.overlaps(other) for other in dated):
            return _with_surroundings(raw, span)
    return None


def _says_year(words: str, year: int) -> bool:
    try:
        return parse_year(words) == year
    except ValueError:
        return False


def quote_words(result: Result, words: str) -> Quote | None:
    """Return the first place at which the text has ``words``, with what stands around them."""
    raw = result.report.clean.raw
    start = raw.text.find(words)
    return _with_surroundings(raw, Span(start, start + len(words))) if start >= 0 else None


def _with_surroundings(raw: RawText, span: Span) -> Quote:
    line_start = raw.text.rfind("\n", 0, span.start) + 1
    line_end = raw.text.find("\n", span.end)
    start = max(line_start, span.start - _AROUND)
    end = min(line_end if line_end >= 0 else len(raw.text), span.end + _AROUND)
    quote = quote_at(raw, (span,), "正文")
    before, after = ("…" if start > line_start else ""), ("…" if end < len(raw.text) else "")
    words = f"{before}{_packed(raw.text[start:end])}{after}"
    return replace(quote, words=words)
