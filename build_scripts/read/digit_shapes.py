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
    starts, ends, width = _runs(~ink)
    homes = _joined(starts, ends, width)
    sizes: Counter[int] = Counter()
    for home, start, end in zip(homes, starts, ends, strict=True):
        sizes[home] += end - start
    # The first run is of the paper around all.
    return sum(size >= _SMALLEST for home, size in sizes.items() if home)


def _runs(paper: "Picture") -> tuple[list[int], list[int], int]:
    """Return where runs of paper begin and end among all dots, row by row, and the dots of a row.

    A ring of paper is laid around it, so that what is outside is one patch, and no run goes on in the next row.
    """
    import numpy as np  # noqa: PLC0415  a report of text needs none

    ringed = np.pad(np.pad(paper, 1, constant_values=True), ((0, 0), (1, 1)))
    steps = np.diff(ringed.ravel().astype(np.int8))
    return np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), ringed.shape[1]


def _joined(starts: Sequence[int], ends: Sequence[int], width: int) -> list[int]:
    """Return of each run the first of those that it hangs together with, in its row and the rows above."""
    homes = list(range(len(starts)))

    def home(run: int) -> int:
        while homes[run] != run:
            homes[run] = run = homes[homes[run]]
        return run

    first = 0
    for run, (start, end) in enumerate(zip(starts, ends, strict=True)):
        while ends[first] <= start - width:
            first += 1
        above = first
        while starts[above] < end - width:
            one, other = sorted((home(above), home(run)))
            homes[other] = one
            above += 1
    return [home(run) for run in range(len(starts))]
