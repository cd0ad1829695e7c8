"""Looks for streams that unpack to more than any report holds, before a library unpacks them whole."""

import re
import zlib

_STREAM_RE = re.compile(rb"stream\r?\n")
_TWICE_RE = re.compile(rb"/Fl(?:ateDecode)?\s*/Fl(?:ateDecode)?\b")
# A page of A3 at 600 dots an inch in colours has 210 MB, in grey 70; what stands on a page of text hardly one.
LARGEST_STREAM = 256_000_000
# DEFLATE packs 1,032 to one at best (zlib's own figure): shorter streams cannot grow past the limit.
_SHORTEST = LARGEST_STREAM // 1032
_STEP = 1_000_000


def has_bomb(data: bytes) -> bool:
    """Say whether a packed stream of a PDF grows past the limit, or is packed twice, as no program packs one."""
    if _TWICE_RE.search(data):
        return True
    return any(_grows(data, match.end()) for match in _STREAM_RE.finditer(data))


def _grows(data: bytes, start: int) -> bool:
    end = data.find(b"endstream", start)
    end = len(data) if end < 0 else end
    # The first byte of a zlib stream, by RFC 1950: DEFLATE with a window of 32 kB or less.
    if end - start < _SHORTEST or data[start] & 0x0F != 8:  # noqa: PLR2004 - see above
        return False
    unpacker, left, size = zlib.decompressobj(), data[start:end], 0
    try:
        while left and size <= LARGEST_STREAM:
            size += len(unpacker.decompress(left, _STEP))
            left = unpacker.unconsumed_tail
    except zlib.error:
        return False
    return size > LARGEST_STREAM
