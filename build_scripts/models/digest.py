"""What the pages of an agency and its region tell of one report: few figures, doubts, headings, and its sentences."""

from dataclasses import dataclass, fields
from decimal import Decimal

import orjson

from build_scripts.models.records import quick

# Bytes: two of a thousand sentences are alike by chance once in two million reports, of all that one county has in five
# years (40 agencies, 120 sentences a report) once in 3,800 counties.
HASH_BYTES = 5
PLACE_BYTES = 4
SAID = "packed-said"  # under this name a report's sentences are kept, to be counted


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class DigestFigure:
    """The figure that stands for a family: a result of the report year that is no part of a total.

    ``id`` and ``written`` as in a list, ``value`` in the canonical ``unit``. ``is_exact`` is false of 约, 余 and of a
    range; ``is_only`` says that the report has no other of the family, or none other of the same ``indicator``: what
    else is not laid beside another report's. ``others`` are how many more it has of the family. ``is_unsure``: a doubt
    hangs on it.
    """

    id: str
    subject: str
    written: str
    value: str
    unit: str
    family: str
    indicator: str
    is_exact: bool
    is_only: bool
    is_unsure: bool
    others: int

    @property
    def number(self) -> Decimal:
        """Return the value."""
        return Decimal(self.value)

    @property
    def is_comparable(self) -> bool:
        """Say whether it may be laid beside a figure of the same kind, or be drawn."""
        return self.is_exact and self.is_only and not self.is_unsure


@dataclass(frozen=True, slots=True)
class DigestDoubt:
    """A finding of severity warning: its name and words, and where they lead from the report's page ("" nowhere)."""

    label: str
    message: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What is kept of a report for its agency's page.

    ``doubts`` are the first of ``doubtful``. ``missing`` names the owed contents that are not found; ``timing`` is
    good, late or unknown. ``headings`` are those of the first two levels. ``sentences`` are hashes of the prose's
    sentences, ``frames`` of the same without their numbers, each once, in order; ``places`` are the raw offsets where
    the sentences begin, as their anchors have them.
    """

    figures: tuple[DigestFigure, ...] = ()
    doubts: tuple[DigestDoubt, ...] = ()
    doubtful: int = 0
    missing: tuple[str, ...] = ()
    timing: str = "unknown"
    headings: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    places: tuple[int, ...] = ()

    @property
    def text(self) -> bytes:
        """Return it as it is kept: JSON."""
        told = {name: getattr(self, name) for name in _DIGEST}
        told["figures"] = [{name: getattr(one, name) for name in _FIGURE} for one in self.figures]
        told["doubts"] = [{name: getattr(one, name) for name in _DOUBT} for one in self.doubts]
        # Hundreds of hashes are read back in a tenth of the time as one text.
        told |= {name: "".join(getattr(self, name)) for name in _HASHED}
        return orjson.dumps(told)

    @property
    def said(self) -> bytes:
        """Return the hashes of its sentences one after the other, then where these begin, lowest byte first."""
        places = b"".join(place.to_bytes(PLACE_BYTES, "little") for place in self.places)
        return bytes.fromhex("".join(self.sentences)) + places


# ``asdict`` copies each of the hundreds of hashes by a call of its own.
_DIGEST, _FIGURE, _DOUBT = (tuple(f.name for f in fields(of)) for of in (Digest, DigestFigure, DigestDoubt))

_HASHED = ("sentences", "frames")


def parse_digest(text: bytes) -> Digest:
    """Return the digest that ``text`` of the property was made from."""
    told: dict[str, object] = orjson.loads(text)
    lists = {name: tuple(of) for name, of in told.items() if isinstance(of, list)}
    return Digest(
        figures=tuple(DigestFigure(**one) for one in lists["figures"]),
        doubts=tuple(DigestDoubt(**one) for one in lists["doubts"]),
        doubtful=int(str(told["doubtful"])),
        missing=lists["missing"],
        timing=str(told["timing"]),
        headings=lists["headings"],
        sentences=_hashes(told["sentences"]),
        frames=_hashes(told["frames"]),
        places=lists["places"],
    )


def _hashes(told: object) -> tuple[str, ...]:
    whole, digits = str(told), 2 * HASH_BYTES
    return tuple(whole[at : at + digits] for at in range(0, len(whole), digits))
