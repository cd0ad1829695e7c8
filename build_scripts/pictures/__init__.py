"""Pictures of the pages of a PDF for the view of the original. They show what was read as text, and nothing else."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import cast

from build_scripts.models import PagePicture, RawText, Span

Draw = Callable[[RawText, bytes, Sequence[Span]], tuple[PagePicture, ...]]


def draw_pages(raw: RawText, data: bytes, redacted: Sequence[Span] = ()) -> tuple[PagePicture, ...]:
    """Return the pictures of the pages of the file ``data`` in order; none of a file that has no pages to draw.

    ``redacted`` are raw spans that no picture may show.
    """
    if raw.layout is None or not raw.layout.uprights:
        return ()
    try:
        # When the first such file comes: most sites have text reports alone.
        module = import_module("build_scripts.pictures.page_drawing")
    except ModuleNotFoundError:
        return ()
    return cast("Draw", module.draw_pdf)(raw, data, redacted)
