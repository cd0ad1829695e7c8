"""The text of each report in a file of its own: to check a hit, to cut its excerpt, to lead to its sentence.

Reports repeat each other's phrases, and gzip cannot look into another file. So each is packed against phrases that
many reports share (rules/phrases.txt), a file fetched once: raw deflate whose window begins with it, as RFC 1951
allows; a fifth fewer bytes. The phrases do not come from the reports: a text's file depends on that report alone.
"""

import json
import zlib
from collections.abc import Iterator
from functools import cache

from build_scripts.models import Passage, Searchable
from build_scripts.rules.stock_phrases import load_phrases

_PHRASES = 16_000  # characters: two bytes each, and the window holds 32,768
_CODE = "utf-16-le"  # packs a tenth smaller than UTF-8, for Han characters


@cache
def phrases() -> bytes:
    """Return what texts are packed against; it ends as a file begins."""
    known = {
        "url": "reports/440704/health/2023/",
        "title": "卫生健康局2023年法治政府建设年度报告",
        "agency": "卫生健康委员会",
        "more": ["", "", "2024-03-31", "2024年3月31日"],
        "place": "广东省江门市江海区",
        "year": 2023,
        "text": "",
    }
    return (load_phrases() + _json(known))[-_PHRASES:].encode(_CODE, "surrogatepass")


def pack_text(report: Searchable) -> bytes:
    """Return the file of ``report``: ``passages`` as gap, length and how far the anchor's number lies ahead."""
    known = {
        "url": report.url,
        "title": report.title,
        "agency": report.agency,
        "more": [report.doc_number, report.signer, *report.issued],
        "place": report.place,
        "year": report.year,
        "text": "\n".join(report.lines),
        "passages": list(_gaps(report)),
    }
    packer = zlib.compressobj(9, wbits=-15, memLevel=9, zdict=phrases())
    return packer.compress(_json(known).encode(_CODE, "surrogatepass")) + packer.flush()


def _json(known: dict[str, object]) -> str:
    return json.dumps(known, ensure_ascii=False, separators=(",", ":"))


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
