"""The frozen records handed from stage to stage.

Offsets are code points, end exclusive. Every record says which text its spans count in: the decoded raw text
("raw") or the cleaned text ("clean"). Numbers are ``Decimal``, never ``float``. Nothing here does any work but
the mapping between the two texts.
"""

from build_scripts.models.address import (
    Address,
)
from build_scripts.models.arrivals import (
    Arrival,
    Expected,
)
from build_scripts.models.conversion import (
    Conversion,
)
from build_scripts.models.digest import Digest, DigestDoubt, DigestFigure, parse_digest
from build_scripts.models.document import (
    Block,
    Cell,
    DocumentKind,
    Meta,
    Paragraph,
    Report,
    Section,
    Table,
)
from build_scripts.models.doubts import (
    Arithmetic,
    Facet,
    FindingFacets,
    ListedFinding,
)
from build_scripts.models.figures import (
    Change,
    Doubt,
    Failure,
    Kind,
    Metric,
    Number,
    Qualifier,
    Quantity,
    Relation,
    Result,
    StatutoryPart,
    SumCheck,
    new_metric,
    new_number,
    new_quantity,
)
from build_scripts.models.head import (
    BlockKind,
    BoxEntry,
    BoxField,
    Furniture,
    Head,
    NamedBy,
    Organ,
    Part,
)
from build_scripts.models.layout import (
    Box,
    Layout,
    PlacedLine,
    Upright,
)
from build_scripts.models.listing import (
    Account,
    CodeSum,
    CodeTally,
    Count,
    Entry,
    Held,
    Highlight,
    Listed,
    ListedFigure,
    Overview,
    RegionCount,
    Scope,
    ScopeKind,
    Share,
    TallyKind,
    UnreadPlace,
)
from build_scripts.models.page_pictures import (
    PagePicture,
)
from build_scripts.models.private import (
    PrivateKind,
    PrivatePlace,
    Redacted,
    Waiver,
)
from build_scripts.models.reuse import COMMON, Alike, Reuse
from build_scripts.models.run import (
    Fate,
    Novelty,
    ReportLine,
    RunSummary,
)
from build_scripts.models.search import (
    Passage,
    Searchable,
    SearchFigure,
    SearchLink,
    SearchPart,
)
from build_scripts.models.site_folders import (
    GENERATED,
    Places,
)
from build_scripts.models.spans import (
    Span,
    new_span,
)
from build_scripts.models.texts import (
    CleanText,
    Edit,
    Finding,
    RawText,
    Record,
    Removal,
    Severity,
    Source,
    new_edit,
)

__all__ = [
    "COMMON",
    "GENERATED",
    "Account",
    "Address",
    "Alike",
    "Arithmetic",
    "Arrival",
    "Block",
    "BlockKind",
    "Box",
    "BoxEntry",
    "BoxField",
    "Cell",
    "Change",
    "CleanText",
    "CodeSum",
    "CodeTally",
    "Conversion",
    "Count",
    "Digest",
    "DigestDoubt",
    "DigestFigure",
    "DocumentKind",
    "Doubt",
    "Edit",
    "Entry",
    "Expected",
    "Facet",
    "Failure",
    "Fate",
    "Finding",
    "FindingFacets",
    "Furniture",
    "Head",
    "Held",
    "Highlight",
    "Kind",
    "Layout",
    "Listed",
    "ListedFigure",
    "ListedFinding",
    "Meta",
    "Metric",
    "NamedBy",
    "Novelty",
    "Number",
    "Organ",
    "Overview",
    "PagePicture",
    "Paragraph",
    "Part",
    "Passage",
    "PlacedLine",
    "Places",
    "PrivateKind",
    "PrivatePlace",
    "Qualifier",
    "Quantity",
    "RawText",
    "Record",
    "Redacted",
    "RegionCount",
    "Relation",
    "Removal",
    "Report",
    "ReportLine",
    "Result",
    "Reuse",
    "RunSummary",
    "Scope",
    "ScopeKind",
    "SearchFigure",
    "SearchLink",
    "SearchPart",
    "Searchable",
    "Section",
    "Severity",
    "Share",
    "Source",
    "Span",
    "StatutoryPart",
    "SumCheck",
    "Table",
    "TallyKind",
    "UnreadPlace",
    "Upright",
    "Waiver",
    "new_edit",
    "new_metric",
    "new_number",
    "new_quantity",
    "new_span",
    "parse_digest",
]
