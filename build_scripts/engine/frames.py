"""What a process and its parent say to each other: pickled messages with their length before them, over a pipe."""

import pickle
import struct
from typing import BinaryIO

_LENGTH = struct.Struct("<Q")


def write_frame(stream: BinaryIO, message: bytes) -> None:
    """Write one message and let it go out at once."""
    stream.write(_LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def read_frame(stream: BinaryIO) -> bytes:
    """Return the next message. Raises ``EOFError`` where the other side is gone, also in the middle of one."""
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    return _exactly(stream, length)


def _exactly(stream: BinaryIO, length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data


def pack(value: object) -> bytes:
    """Return ``value`` as bytes that ``unpack`` understands in another process of the same version."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpack(message: bytes) -> object:
    """Return what was packed. Only for what our own processes wrote."""
    return pickle.loads(message)  # noqa: S301  from our own processes
