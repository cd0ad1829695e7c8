"""A file of many pieces, written anew where one changed: the others are taken from the file as it was left."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import IO

from build_scripts.store import FileState

_KEY = 16  # digits of a hash, 64 bits: no two pieces have one by chance


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a file: ``load`` gives its bytes, which are the same as long as ``made_from`` is."""

    made_from: str
    load: Callable[[], bytes]


@dataclass(slots=True)
class PieceSource:
    """Gives the bytes of pieces. ``known`` says where each stands in ``old``, ``written`` where in the new file."""

    old: IO[bytes] | None
    known: dict[str, tuple[int, int]]
    written: list[tuple[str, int, int]] = field(default_factory=list)
    _at: int = 0

    def bytes_of(self, piece: bytes | Piece) -> bytes:
        """Return the bytes of ``piece``, which are written next."""
        data = piece if isinstance(piece, bytes) else self._found(piece)
        self._at += len(data)
        return data

    def _found(self, piece: Piece) -> bytes:
        key = sha256(piece.made_from.encode()).hexdigest()[:_KEY]
        place = self.known.get(key)
        if place and self.old:
            self.old.seek(place[0])
            data = self.old.read(place[1])
        else:
            data = piece.load()
        self.written.append((key, self._at, len(data)))
        return data

    def note(self, state: FileState, file: str) -> None:
        """Keep where the pieces stand in ``file``, which was written with them and noted."""
        if self.written:
            state.keep_about(file, {"pieces": self.written})


@contextmanager
def open_pieces(state: FileState, file: str, *, is_dry: bool) -> Iterator[PieceSource]:
    """Give what takes pieces from ``file``, where it is as it was left. ``is_dry``: what it holds is in question."""
    told = {} if is_dry else state.about(file)
    if not told:
        yield PieceSource(None, {})
        return
    with (state.folder / file).open("rb") as old:
        yield PieceSource(old, {key: (at, size) for key, at, size in told["pieces"]})
