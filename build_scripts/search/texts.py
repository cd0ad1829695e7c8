"""The text of each report in a file of its own: to check a hit, to cut its excerpt, to lead to its sentence.

Reports repeat each other's phrases, and gzip cannot look into another file. So each is packed against ``phrases``, a
file fetched once: raw deflate whose window begins with it, as RFC 1951 allows; a fifth to a quarter fewer bytes.
The phrases are the oldest reports' texts: a new report changes no file but its own.
"""

import json
import zlib
from collections.abc import Iterable, Iterator

from build_scripts.models import Passage, Searchable

_PHRASES = 16_000  # characters: two bytes each, and the window holds 32,768
_CODE = "utf-16-le"  # packs a tenth smaller than UTF-8, for Han characters


def phrases_of(reports: Iterable[Searchable]) -> bytes:
    """Return what texts are packed against."""
    oldest = sorted(reports, key=lambda report: (report.year, report.id))
    text = ""
    for report in oldest:
        text += "\\n".join(report.lines)
        if len(text) >= _PHRASES:
            break
    return text[:_PHRASES].encode(_CODE, "surrogatepass")


def pack_text(report: Searchable, phrases: bytes) -> bytes:
    """Return the file of ``report``: ``passages`` as gap, length and how far the anchor's number lies ahead."""
    text = "\n".join(report.lines)
    known = {
        "url": report.url,
        "title": report.title,
        "agency": report.agency,
        "more": [report.doc_number, report.signer, *report.issued],
        "place": report.place,
        "year": report.year,
        "text": text,
        "passages": list(_gaps(report)),
    }
    data = json.dumps(known, ensure_ascii=False, separators=(",", ":")).encode(_CODE, "surrogatepass")
    packer = zlib.compressobj(9, wbits=-15, memLevel=9, zdict=phrases)
    return packer.compress(data) + packer.flush()


def _gaps(report: Searchable) -> Iterator[int]:
    """Yield three numbers a passage, small ones: gap to the last, length, growth of the anchor's lead."""
    starts = [0]
    for line in report.lines:
        starts.append(starts[-1] + len(line) + 1)
    end = lead = 0
    for passage in sorted(report.passages, key=lambda p: (p.line, p.start)):
        start = starts[passage.line] + passage.start
        ahead = _number(passage) - start
        yield from (start - end, passage.end - passage.start, ahead - lead)
        end, lead = start + passage.end - passage.start, ahead


def _number(passage: Passage) -> int:
    return int(passage.anchor.removeprefix("s-"))
