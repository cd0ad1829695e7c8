"""What is remembered of the index as it lies on disk, so that the next run makes anew only what has changed."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from build_scripts.search.segment import FORMAT, Segment, plain
from build_scripts.search.segment_plan import Block, Limits


@dataclass(frozen=True, slots=True)
class State:
    """The blocks, and the names of the files beside them; ``version`` is that of the manifest they belong to."""

    version: str
    blocks: Sequence[Block]
    names: Sequence[str]


def write_state(state: State, limits: Limits) -> bytes:
    """Return ``state`` as it is kept."""
    told = {"format": FORMAT, "limits": asdict(limits), **asdict(state)}
    return zlib.compress(plain(told), 1)


def read_state(data: bytes | None, manifest: bytes | None, limits: Limits) -> State | None:
    """Return what is remembered; ``None`` where it is nothing, damaged, of another format, or not of ``manifest``."""
    try:
        told = json.loads(zlib.decompress(data or b""))
        version = json.loads(manifest or b"null")["version"]
        if (told["format"], told["limits"], told["version"]) != (FORMAT, asdict(limits), version):
            return None
        blocks = [
            Block((b["start"][0], b["start"][1]), tuple(map(_segment, b["segments"]))) for b in told["blocks"]
        ]
        return State(version, blocks, told["names"])
    except (zlib.error, ValueError, KeyError, TypeError, IndexError):
        return None


def _segment(told: dict[str, list[str] | list[int] | int]) -> Segment:
    known = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
    return Segment(**known)  # type: ignore[arg-type]
