"""What of a report's text stands in other reports: counted in whole sentences, by their hashes."""

from dataclasses import dataclass

from build_scripts.models.address import Address

# Agencies that say a sentence before it counts as common: two or three that copy from each other are fewer, and a
# document of those above that all of them quote reaches more. It bounds the work as well: what is not common pairs a
# report with four agencies at most.
COMMON = 5


@dataclass(frozen=True, slots=True)
class Alike:
    """Another agency of the county that says ``sentences`` of a report's sentences, common ones left out.

    ``agency`` names it, ``other`` is its report with the first of them, of the same year if one has it, else the
    nearest; ``here`` and ``there`` are raw offsets where that sentence begins in the two reports.
    """

    agency: str
    other: Address
    sentences: int
    here: int
    there: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reuse:
    """How many of the ``sentences`` of a report, each once, stand elsewhere. Those of fewer than 12 signs do not count.

    ``kept`` stand in the agency's report before too, ``None`` where there is none. ``common`` are said by five agencies
    or more, ``None`` where the site has fewer; ``kept_common`` are both. ``shared`` are not common and stand in a
    report of another agency of the county (the first six digits of the code), of any year; ``None`` where no other
    agency has a report. ``alike`` are the agencies with the most of these.
    """

    sentences: int
    kept: int | None = None
    common: int | None = None
    kept_common: int = 0
    shared: int | None = None
    alike: tuple[Alike, ...] = ()
