"""Find what must not be published: identity card numbers and private mobile numbers. The finding never repeats them."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from build_scripts.models import Finding, Report, Severity, Span
from build_scripts.rules.numerals import fold_width

_ID_RE = re.compile(
    r"(?<![0-9０-９A-Za-z])[1-9１-９](?:[ \-]?[0-9０-９]){16}[ \-]?[0-9０-９XxＸｘ](?![0-9０-９A-Za-z])"
)
# Also with a 0 dialled first or dots between; an amount of eleven digits is none.
_MOBILE_RE = re.compile(
    r"(?<![0-9０-９.])(?:(?:\+|00)?86[ \-]?)?0?[1１][3-9３-９](?:[ \-.·]?[0-9０-９]){9}"
    r"(?![0-9０-９.万亿]|\s?余?(?:元|平方|立方|吨|公里|公斤|亩|株|千瓦))"
)
# What both kinds have: begun with a class of characters, it is searched for at a tenth of the time of the two.
_LONG_RE = re.compile(r"[0-9０-９](?:[ \-.·]?[0-9０-９]){10}")
# GB 11643-1999: weights of the first 17 digits and the check characters by remainder of 11.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def check_private_data(report: Report) -> list[Finding]:
    """Return an error for each identity card number (check digit right) and each mobile number, with page and line.

    The original is published too, so it is searched as it stands; so is the clean text, where a line's end no longer
    parts a number.
    """
    clean = report.clean
    found = {span: kind for kind, span in _find(clean.raw.text)}
    in_raw = sorted(found)
    for kind, span in _find(clean.text):
        raw = Span(clean.origins[span.start], clean.origins[span.end - 1] + 1)
        if not _touches(raw, in_raw):
            found[raw] = kind
    breaks = [m.start() for m in re.finditer("\n", clean.raw.text)] if found else []
    return [
        Finding(
            "private-data",
            Severity.ERROR,
            f"第{clean.raw.page_of(span.start)}页第{bisect_left(breaks, span.start) + 1}行"
            f"有{kind}，不得公开，请先处理原文",
            span,
        )
        for span, kind in sorted(found.items())
    ]


def _find(text: str) -> Iterator[tuple[str, Span]]:
    long = _LONG_RE.search(text)
    if not long:
        return
    first = max(0, long.start() - 1)  # a plus may stand before the digits
    cards = [Span(*m.span()) for m in _ID_RE.finditer(text, first) if is_identity_number(m[0])]
    yield from (("身份证号码", span) for span in cards)
    for match in _MOBILE_RE.finditer(text, first):
        span = Span(*match.span())
        if not _touches(span, cards):
            yield "手机号码", span


def _touches(span: Span, known: Sequence[Span]) -> bool:
    """Say whether ``span`` overlaps one of ``known``, which are in order and apart."""
    at = bisect_left(known, span.end, key=lambda k: k.start) - 1
    return at >= 0 and known[at].overlaps(span)


def is_identity_number(written: str) -> bool:
    """Say whether 18 characters are an identity card number by GB 11643-1999: a real birthday's form and check digit.

    >>> is_identity_number("11010519491231002X"), is_identity_number("110105194912310021")
    (True, False)
    """
    digits = re.sub(r"[ \-]", "", fold_width(written)).upper()
    month, day = int(digits[10:12]), int(digits[12:14])
    weighted = sum(int(d) * w for d, w in zip(digits[:17], _WEIGHTS, strict=True))
    return _CHECKS[weighted % 11] == digits[17] and 1 <= month <= 12 and 1 <= day <= 31  # noqa: PLR2004 - a calendar
