"""The frozen records handed from stage to stage.

Offsets are code points, end exclusive. Every record says which text its spans count in: the decoded raw text
("raw") or the cleaned text ("clean"). Numbers are ``Decimal``, never ``float``. Nothing here does any work but
the mapping between the two texts.
"""

from build_scripts.models.document import (
    Block,
    BlockKind,
    Cell,
    DocumentKind,
    Meta,
    Paragraph,
    Report,
    Section,
    Table,
)
from build_scripts.models.figures import (
    Change,
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
)
from build_scripts.models.search import Passage, Searchable, SearchFigure, SearchWay
from build_scripts.models.texts import (
    CleanText,
    Edit,
    Finding,
    RawText,
    Record,
    Removal,
    Severity,
    Source,
    Span,
)

__all__ = [
    "Block",
    "BlockKind",
    "Cell",
    "Change",
    "CleanText",
    "DocumentKind",
    "Edit",
    "Failure",
    "Finding",
    "Kind",
    "Meta",
    "Metric",
    "Number",
    "Paragraph",
    "Passage",
    "Qualifier",
    "Quantity",
    "RawText",
    "Record",
    "Relation",
    "Removal",
    "Report",
    "Result",
    "SearchFigure",
    "SearchWay",
    "Searchable",
    "Section",
    "Severity",
    "Source",
    "Span",
    "StatutoryPart",
    "SumCheck",
    "Table",
]
