"""A page of the original as a picture."""

from dataclasses import dataclass

from build_scripts.models.layout import Box

_NOTHING = Box(0, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePicture:
    """The picture of a page, from 1: a PNG, its width and height in dots, and what of the page it shows, in points.

    ``hatched`` says that something on it was not read as text and is painted over. Where the picture is left out
    ``png`` is empty and ``left_out`` says why, in words for readers that follow on 这一页.
    """

    page: int
    size: tuple[int, int] = (0, 0)
    shown: Box = _NOTHING
    png: bytes = b""
    hatched: bool = False
    left_out: str = ""

    @property
    def file(self) -> str:
        """Return the name of the picture's file beside the original's page; it never changes: page-1.png."""
        return f"page-{self.page}.png"
