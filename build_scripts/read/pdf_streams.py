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
    """Say whether a packed stream of a PDF grows past the limit, or is packed twice, as no program packs one.

    So too where all that is unpacked to tell grows past ten times the limit: streams may lie in one another.
    """
    if _TWICE_RE.search(data):
        return True
    end, left = -1, 10 * LARGEST_STREAM
    for match in _STREAM_RE.finditer(data):
        start = match.end()
        if end < start:
            end = data.find(b"endstream", start)
            end = len(data) if end < 0 else end
        # The first byte of a zlib stream, by RFC 1950: DEFLATE with a window of 32 kB or less.
        if end - start >= _SHORTEST and data[start] & 0x0F == 8:  # noqa: PLR2004 - see above
            size = _size(data[start:end], min(LARGEST_STREAM, left))
            left -= size
            if size > LARGEST_STREAM or left < 0:
                return True
    return False


def _size(packed: bytes, most: int) -> int:
    """Return how many bytes a stream unpacks to, where that is no more than ``most``, else a larger number."""
    unpacker, size = zlib.decompressobj(), 0
    try:
        while packed and size <= most:
            size += len(unpacker.decompress(packed, _STEP))
            packed = unpacker.unconsumed_tail
    except zlib.error:
        return size
    return size
