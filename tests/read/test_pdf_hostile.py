"""PDF that is damaged, locked, endless or hostile: a text or one plain line, and never another exception."""

import random
import time
import zlib
from functools import cache

import pytest

from build_scripts.errors import ReportError, UnreadableError
from build_scripts.models import RawText
from build_scripts.read import pdf, pdf_page, read_raw
from tests.every import every
from tests.read.official import SEEDS, Canvas, by_reportlab, printed, seed
from tests.read.tiny import assemble, stream, tiny
from tests.texts import source_at

LINES = ["平山县水利局2023年度法治政府建设情况报告", "　　2023年，检查企业120家，办理案件7件。"]
# Seeds of damaged copies: of those to be recognised, two are left without text on three pages in all.
COPIES, RECOGNISED = range(60), range(45)
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>"


@pytest.fixture
def nothing_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let recognition find no word, as it does on what is blank: to load and to run it takes 3 s."""
    monkeypatch.setattr(pdf, "recognise", lambda _: [])


def read(data: bytes) -> RawText:
    return read_raw(source_at("报告.pdf"), data)


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableError) as error:
        read(data)
    assert "\n" not in str(error.value)
    return str(error.value)


def pages(kids: str, count: int, page: str = PAGE, content: str = "") -> bytes:
    return assemble(
        {
            1: "<< /Type /Catalog /Pages 2 0 R >>",
            2: f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
            3: page,
            4: stream(content),
        }
    )


def test_ten_thousand_pages_are_refused() -> None:
    assert "10000 页，超过 1000 页" in refused(pages("3 0 R " * 10_000, 10_000))


def test_a_page_tree_that_holds_itself_is_refused() -> None:
    refused(pages("2 0 R", 1))


def test_a_page_count_that_lies_is_no_crash() -> None:
    refused(pages("3 0 R", 900))


@pytest.mark.heavy
@pytest.mark.usefixtures("nothing_recognised")
def test_a_form_that_draws_itself_ends() -> None:
    form = "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >> /Length 5 >>"
    data = assemble(
        {
            1: "<< /Type /Catalog /Pages 2 0 R >>",
            2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: PAGE.replace("/Resources << >>", "/Resources << /XObject << /X 5 0 R >> >>"),
            4: stream("/X Do"),
            5: f"{form}\nstream\n/X Do\nendstream",
        }
    )
    with pytest.raises(ReportError):
        read(data)


def test_scripts_are_not_run() -> None:
    script = (
        "/AA << /O << /S /JavaScript /JS (app.alert\\(1\\); this.submitForm\\('http://127.0.0.1/'\\)) >> >>"
    )
    assert "检查企业120家" in read(tiny(LINES, extra=script)).text


def test_a_locked_file_is_told() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption  # noqa: PLC0415 - only here

    made = Canvas()
    made.drawn.setEncrypt(StandardEncryption("open", ownerPassword="owner"))
    made.line(LINES[0])
    assert "设有打开密码" in refused(made.data())


def test_a_file_that_only_forbids_printing_is_read() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption  # noqa: PLC0415 - only here

    made = Canvas()
    made.drawn.setEncrypt(StandardEncryption("", ownerPassword="owner", canPrint=0, canCopy=0))
    made.line(LINES[0])
    assert LINES[0] in read(made.data()).text


def test_a_page_of_endless_characters_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_page, "MOST_CHARACTERS", 30)
    assert "第 1 页有 46 个字符，超过 30 个" in refused(tiny(["法治政府建设检查企业"] * 4))


@pytest.mark.heavy
@pytest.mark.usefixtures("nothing_recognised")
def test_a_page_of_endless_lines_is_read_in_time() -> None:
    began = time.process_time()
    rules = "".join(f"{n % 500} {n % 700} m {n % 500 + 90} {n % 700} l S\n" for n in range(30_000))
    rules += "".join(f"{n % 500} {n % 700} m {n % 500} {n % 700 + 90} l S\n" for n in range(30_000))
    with pytest.raises(ReportError):
        read(pages("3 0 R", 1, content=rules))
    assert time.process_time() - began < 10


def test_a_huge_picture_is_refused_before_it_is_drawn() -> None:
    packed = zlib.compress(bytes(10_000))
    picture = (
        "<< /Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 8"
        f" /Filter /ASCIIHexDecode /Length {2 * len(packed)} >>\nstream\n{packed.hex()}\nendstream"
    )
    data = assemble(
        {
            1: "<< /Type /Catalog /Pages 2 0 R >>",
            2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: PAGE.replace("/Resources << >>", "/Resources << /XObject << /X 5 0 R >> >>"),
            4: stream("595 0 0 842 0 0 cm /X Do"),
            5: picture,
        }
    )
    assert "百万像素" in refused(data)


@pytest.mark.heavy
@pytest.mark.parametrize("filters", ["/FlateDecode", "[/FlateDecode /FlateDecode]"])
def test_a_stream_that_unpacks_without_end_is_refused(filters: str) -> None:
    """300 MB of blanks in 300 kB; or packed once more, in next to nothing."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(300)) + packer.flush()
    packed = zlib.compress(packed) if "[" in filters else packed
    hole = "<< /Length 0 >>\nstream\nHOLE\nendstream"
    data = pages("3 0 R", 1).replace(stream("").encode(), hole.encode())
    head = f"<< /Length {len(packed)} /Filter {filters} >>\nstream\n".encode()
    data = data.replace(b"<< /Length 0 >>\nstream\nHOLE", head + packed)
    assert "解开后超过 256 MB" in refused(data)


@pytest.mark.parametrize("box", ["/CropBox [5000 5000 6000 6000]", "/CropBox [9 9 10 10]"])
def test_a_page_without_room_is_refused(box: str) -> None:
    assert "第 1 页没有版面大小" in refused(tiny(LINES, extra=box))


@pytest.mark.usefixtures("nothing_recognised")
def test_an_empty_page_is_refused() -> None:
    assert "没有文字" in refused(pages("3 0 R", 1))


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"%PDF-1.7\n" + bytes(range(256)) * 40, b"%PDF-" + b"(" * 100_000]
)
def test_no_pdf_behind_its_head_is_refused(data: bytes) -> None:
    refused(data)


@pytest.mark.heavy
@pytest.mark.usefixtures("nothing_recognised")
@every("number", (*RECOGNISED[::4], *COPIES[len(RECOGNISED) :]))
def test_a_damaged_copy_gives_a_text_or_one_line(number: int) -> None:
    """What is left of a page without its text is a scan: the next test, of most copies, recognises it for real."""
    assert "\n" not in _told(_damaged(number))


@pytest.mark.heavy
@every("number", RECOGNISED)
def test_a_damaged_copy_gives_a_text_or_one_line_where_scans_are_read(number: int) -> None:
    assert "\n" not in _told(_damaged(number))


def _damaged(number: int) -> bytes:
    """Return a copy with bytes flipped, a piece taken out, the end cut off: by a fixed seed, the same each time."""
    rng = random.Random(number)  # noqa: S311 - no secret
    data = bytearray(_good())
    for _ in range(rng.choice((1, 5, 50, 500))):
        data[rng.randrange(len(data))] = rng.randrange(256)
    if number % 3 == 0:
        at = rng.randrange(len(data))
        del data[at : at + rng.randrange(1, 2_000)]
    if number % 5 == 0:
        del data[rng.randrange(len(data)) :]
    return bytes(data)


def _told(data: bytes) -> str:
    """Return the line that says why a file cannot be read, "" where it can."""
    try:
        read(data)
    except ReportError as error:
        return str(error)
    return ""


@cache
def _good() -> bytes:
    return by_reportlab(printed(seed(SEEDS[0]))[:6])
