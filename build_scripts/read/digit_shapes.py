"""Whether the digits that a font names are those that it draws: by the holes in their shapes.

A font may draw 8 and call it 9, by accident or against copying; words around it read well, and the figures are wrong.
Of the digits 0, 6 and 9 have one hole, 8 has two, 1, 2, 3, 5 and 7 none, in every font that reports are printed in;
4 has one or none and is not asked.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from build_scripts.read.characters import Character

if TYPE_CHECKING:
    import numpy as np
    import pypdfium2

    from build_scripts.read.pdf_page import PdfPage

    Picture = np.ndarray[Any, Any]

_HOLES = {"0": 1, "1": 0, "2": 0, "3": 0, "5": 0, "6": 1, "7": 0, "8": 2, "9": 1}
# Dots from base to top: enough for the holes of an 8. Two pages have nearly all digits; three of each are looked at.
_DOTS, _PAGES, _EACH = 36, 2, 3
# Parts of a font's size above and below the base line in which a digit surely stands whole.
_TOP, _BELOW = 1.1, 0.2
# One digit may be of an odd shape, or have a rule through it; two at once are a font that lies.
_FEWEST = 2
_INK, _MOSTLY = 200, 0.6
# A4 at 300 dots an inch has nine million.
_MOST_DOTS = 20_000_000
# Dots: a smaller hole is noise of drawing.
_SMALLEST = 3


def draws_its_digits(document: "pypdfium2.PdfDocument", pages: "Sequence[PdfPage]") -> bool:
    """Say whether the digits on the pages with most of them look like what they are called."""
    # A page that is read as a picture anyway is not drawn for this.
    digits = [[] if p.hidden or p.unmapped else [c for c in p.characters if c.text in _HOLES] for p in pages]
    order = sorted(range(len(pages)), key=lambda n: (-len({c.text for c in digits[n]}), n))
    seen: dict[str, list[bool]] = defaultdict(list)
    for n in order[:_PAGES]:
        # A huge picture behind the digits is not unpacked for their sake.
        if digits[n] and pages[n].dots <= _MOST_DOTS:
            _look(document, n, pages[n], digits[n], seen)
    wrong = [digit for digit, right in seen.items() if right and sum(right) * 2 < len(right)]
    return len(wrong) < _FEWEST


def _look(
    document: "pypdfium2.PdfDocument",
    n: int,
    page: "PdfPage",
    digits: Sequence[Character],
    seen: Mapping[str, list[bool]],
) -> None:
    """Note for the first digits of each kind whether they have the holes that their names promise."""
    size = sorted(c.size for c in digits)[len(digits) // 2]
    # A page is drawn no larger than A4 at 200 dots an inch, whatever it says of its size.
    scale = min(_DOTS / size, 2_400 / max(page.size))
    sheet = document[n]
    try:
        picture = sheet.render(scale=scale, rotation=page.turned * 90, grayscale=True).to_numpy()
    finally:
        sheet.close()
    times: Counter[str] = Counter()
    for char in digits:
        times[char.text] += 1
        if times[char.text] <= _EACH:
            holes = _count_holes(_crop(picture.reshape(picture.shape[:2]), char, scale))
            if holes is not None:
                seen[char.text].append(holes == _HOLES[char.text])


def _crop(picture: "Picture", char: Character, scale: float) -> "Picture":
    top, bottom = char.base - _TOP * char.size, char.base + _BELOW * char.size
    rows = slice(max(round(top * scale), 0), max(round(bottom * scale), 0))
    return picture[rows, max(round(char.left * scale), 0) : max(round(char.right * scale), 0)]


def _count_holes(crop: "Picture") -> int | None:
    """Return how many patches of paper ink encloses, ``None`` where there is no ink."""
    ink = crop < _INK
    if not ink.size or not ink.any():
        return None
    if ink.mean() > _MOSTLY:
        ink = ~ink
    high, wide = ink.shape
    paper = {(y, x) for y in range(high) for x in range(wide) if not ink[y, x]}
    holes = 0
    while paper:
        queue, size, outside = [paper.pop()], 0, False
        while queue:
            y, x = queue.pop()
            size += 1
            outside = outside or y in (0, high - 1) or x in (0, wide - 1)
            near = paper & {(y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)}
            paper -= near
            queue += near
        holes += not outside and size >= _SMALLEST
    return holes
