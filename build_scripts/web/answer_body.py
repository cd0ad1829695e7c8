"""The bytes of an answer, packed or not, up to a bound: nothing is unpacked that would be larger."""

import time
import zlib
from http.client import HTTPResponse

_PIECE = 65536
# The window bits by which zlib reads gzip and its own format, whichever comes.
_EITHER = zlib.MAX_WBITS | 32
_PLAIN, _PACKED = frozenset({"", "identity"}), frozenset({"gzip", "x-gzip", "deflate"})


class BodyError(Exception):
    """An answer that is too large, too slow, broken off or packed in an unknown way: says which."""


def read_body(response: HTTPResponse, size: int, silence: float, rate: int) -> bytes:
    """Return the bytes of an answer, unpacked where the server packed them. Raises ``BodyError`` past a bound."""
    told = response.headers.get("Content-Length", "")
    if told.isdecimal() and int(told) > size:
        raise _too_large(size)
    packing = response.headers.get("Content-Encoding", "").strip().lower()
    if packing not in _PLAIN | _PACKED:
        raise BodyError("服务器用了不认识的压缩办法")
    data = _read(response, size, silence, rate)
    return _unpacked(data, size) if packing in _PACKED else data


def _read(response: HTTPResponse, size: int, silence: float, rate: int) -> bytes:
    begun, pieces, length = time.monotonic(), list[bytes](), 0
    while piece := response.read1(_PIECE):
        pieces.append(piece)
        length += len(piece)
        if length > size:
            raise _too_large(size)
        spent = time.monotonic() - begun
        if spent > silence and length < rate * spent:
            raise BodyError("太慢，已放弃")
    if response.length:
        raise BodyError("传到一半断了")
    return b"".join(pieces)


def _unpacked(data: bytes, size: int) -> bytes:
    unpacker = zlib.decompressobj(_EITHER)
    try:
        whole = unpacker.decompress(data, size + 1)
    except zlib.error as error:
        raise BodyError("传来的压缩数据是坏的") from error
    if len(whole) > size:
        raise _too_large(size)
    if not unpacker.eof:
        raise BodyError("传到一半断了")
    if unpacker.unused_data:
        raise BodyError("传来的压缩数据后面还有别的，没有取")
    return whole


def _too_large(size: int) -> BodyError:
    return BodyError(f"超过 {size / 1_000_000:g} MB，没有取")
