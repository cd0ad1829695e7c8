"""What becomes of one report's file: all that is kept of it, and nothing of the stages in between."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from build_scripts.models.address import Address
from build_scripts.models.listing import Listed


class Status(StrEnum):
    """What becomes of a report."""

    PUBLISHED = "published"
    HELD = "held"  # a finding of severity error stands against it
    FAILED = "failed"  # it could not go on


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """What one report's file became. ``path`` counts from the folder that holds source_reports.

    ``message`` is the one plain line that says why it is held or has failed. ``texts`` are its files and data by name,
    ``pages`` its rich pages by the path of their Markdown below its folder; a report that is not published has none.
    ``proposal`` is the record that its text suggests, as YAML, where it has none.
    """

    path: str
    status: Status
    message: str = ""
    address: Address | None = None
    proposal: str = ""
    listed: Listed | None = None
    texts: Mapping[str, bytes] = field(default_factory=dict)
    pages: Mapping[str, bytes] = field(default_factory=dict)
