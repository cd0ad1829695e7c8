"""Makes scans of printed pages: aslant, blurred, noisy, pressed into JPEG, with a red seal over the text."""

import io
from unittest.mock import patch

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

A4 = (595.3, 841.9)


def scanned(
    data: bytes, pages: int | None = None, *, dpi: int = 150, skew: float = 0.8, seal: bool = True
) -> bytes:
    """Return a PDF whose pages are pictures of those of ``data``, damaged as a copier does; the first has a seal."""
    from reportlab import rl_config  # noqa: PLC0415 - only here

    # Bytes as they are: as letters, which ReportLab makes of them, a picture of a page takes a sixth of a second more.
    with patch.object(rl_config, "useA85", 0):
        return _scanned(data, pages, dpi, skew, seal=seal)


def _scanned(data: bytes, pages: int | None, dpi: int, skew: float, *, seal: bool) -> bytes:
    from reportlab.lib.utils import ImageReader  # noqa: PLC0415 - as above
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    document = pypdfium2.PdfDocument(data)
    for number, page in enumerate(document):
        if pages is not None and number >= pages:
            break
        picture = page.render(scale=dpi / 72).to_pil().convert("RGB")
        red, green, blue = picture.split()
        # A page of greys looks as it does in three colours, and is turned and blurred in a third of the time.
        if not (seal and number == 0) and red.tobytes() == green.tobytes() == blue.tobytes():
            picture = red
        damaged = damage(picture, skew if number % 2 == 0 else -skew, number, seal=seal and number == 0)
        canvas.drawImage(ImageReader(damaged), 0, 0, *A4)
        canvas.showPage()
    document.close()
    canvas.save()
    return out.getvalue()


def damage(picture: Image.Image, skew: float, seed: int, *, seal: bool) -> io.BytesIO:
    """Return a picture as JPEG of quality 45, turned by ``skew`` degrees, blurred, with noise."""
    if seal:
        draw = ImageDraw.Draw(picture, "RGBA")
        x, y, r = picture.width * 0.7, picture.height * 0.8, picture.width * 0.1
        draw.ellipse((x - r, y - r, x + r, y + r), outline=(220, 20, 20, 170), width=picture.width // 150)
        draw.regular_polygon((x, y, r / 3), 5, fill=(220, 20, 20, 150))
    turned = picture.rotate(skew, Image.Resampling.BICUBIC, fillcolor="white")
    blurred = turned.filter(ImageFilter.GaussianBlur(0.7))
    noise = np.random.default_rng(seed).normal(0, 8, (blurred.height, blurred.width))
    bands = len(blurred.getbands())
    noisy = np.clip(np.asarray(blurred, dtype=float) + (noise if bands == 1 else noise[..., None]), 0, 255)
    out = io.BytesIO()
    Image.fromarray(noisy.astype("uint8")).save(out, "JPEG", quality=45)
    out.seek(0)
    return out
