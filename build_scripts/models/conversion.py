"""What becomes of one report's file: all that is kept of it, and nothing of the stages in between."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from build_scripts.models.address import Address
from build_scripts.models.listing import Listed
from build_scripts.models.run import Fate

# Where a report's page tells of the reports around it, which its conversion does not know: the links to them, and the
# query that lays them side by side. Text of a report cannot hold them, for its < is escaped.
AROUND, COMPARED = "<!-- around -->", "<!-- compared -->"
# Likewise where it tells what of it was corrected since it was published.
CORRECTED = "<!-- corrected -->"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a report's page says of the reports around it, ready for HTML: links in the place of ``AROUND``, a query.

    ``notice`` stands in the place of ``CORRECTED``. ``remarks`` stand in the rows of figures, by their ids, also on the
    further pages of the table.
    """

    links: str = ""
    query: str = ""
    notice: str = ""
    remarks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RichPage:
    """A page of a report: its file below the report's folder, its Markdown, and what the site shows in its place.

    The key of the page in the store comes from ``markdown``, which is the file without its front matter.
    """

    file: str
    markdown: str
    rich: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """What one report's file became. ``path`` counts from the folder that holds source_reports.

    ``message`` is the plain line for the editor that says why it is held or has failed, ``reason`` what the public is
    told of that. ``lines`` are its figures as lines of their indicators' CSV, ``texts`` its files and data by name,
    ``pages`` its rich pages; a report that is not published has none.
    One that was ``broken_off``, by a limit, with its process or for want of something here, is tried again at the
    next run.
    ``proposal`` is the record that its text suggests, as YAML, where it has none.
    """

    path: str
    fate: Fate
    message: str = ""
    reason: str = ""
    address: Address | None = None
    proposal: str = ""
    broken_off: bool = False
    listed: Listed | None = None
    lines: tuple[str, ...] = ()
    texts: Mapping[str, bytes] = field(default_factory=dict)
    pages: tuple[RichPage, ...] = ()
