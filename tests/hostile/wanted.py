"""What a hostile file must come to, and the good words that stand in most of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

TITLE = "平山县水利局2023年法治政府建设年度报告"
PROSE = "全年检查企业120家，办理案件7件。"
# A server of the tests listens there; nothing may ever call. Port 9 (discard) where there is none.
NOBODY = "http://127.0.0.1:9"


class Wanted(Enum):
    """What must come of a file."""

    READ = auto()  # a sound result
    REFUSED = auto()  # one plain line
    EITHER = auto()


@dataclass(frozen=True, slots=True)
class Hostile:
    """A hostile file: the end of its name, its bytes made when asked for, and what must come of it."""

    suffix: str
    make: Callable[[], bytes]
    wanted: Wanted = Wanted.EITHER


def files(
    suffix: str, wanted: Wanted, made: Mapping[str, Callable[[], bytes] | bytes | str]
) -> dict[str, Hostile]:
    """Return hostile files of one kind by their labels."""
    return {label: Hostile(suffix, _maker(data), wanted) for label, data in made.items()}


def _maker(data: Callable[[], bytes] | bytes | str) -> Callable[[], bytes]:
    if isinstance(data, str):
        return data.encode
    return (lambda: data) if isinstance(data, bytes) else data
