"""The quality pages: what became of every number of each report, what is doubtful, what could not go on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import cast

from markupsafe import Markup

from build_scripts.models import (
    Account,
    Address,
    CodeSum,
    Meta,
    Severity,
    TallyKind,
)
from build_scripts.render.escape import ready
from build_scripts.render.findings_pages import slug_of
from build_scripts.render.labels import DOUBTS, FINDINGS, RULES, SEVERITIES, word
from build_scripts.render.list_parts import Part, parts_of
from build_scripts.render.list_rows import render_account
from build_scripts.render.list_source import AccountRow, ListSource
from build_scripts.render.listings import Page
from build_scripts.render.names import department_name, place_names
from build_scripts.render.templates import render_template

_FIRST = PurePosixPath("quality/index.md")
_NAMES: Mapping[str, str] = {**RULES, **DOUBTS}
_UNREAD_TABLE = "table-unread"
_ROWS = 30  # accounts, and reports held back, on one page: a phone gives each four or five lines
# Each list of the pages: the folder of its parts, which is its anchor on the first page too, and its heading.
_HEADINGS = {
    "held": "没有发布的报告",
    "coverage": "各报告的数字",
    "unread": "没有读出的数",
    "tables": "没有读出的表格",
}


@dataclass(frozen=True, slots=True)
class Code:
    """A code of the quality page: its name, how often it occurs, in how many reports, and its first place."""

    name: str
    severity: str
    of: CodeSum

    @property
    def url(self) -> str:
        """Return the address of the first place, from the quality page."""
        return f"../{self.of.entry.url}original/#L{self.of.tally.line}"

    @property
    def slug(self) -> str:
        """Return the last part of the address of the code's list."""
        return slug_of(self.of.tally.code, of_figures=self.of.tally.kind is TallyKind.DOUBT)


def name_of(path: str, address: Address | None) -> str:
    """Return a report in words that its file's place alone gives, the file's name where that gives no address.

    >>> name_of("source_reports/520328/2022-ecology.txt", Address("520328", "ecology", 2022))
    '贵州省遵义市湄潭县 生态环境 2022 年度'
    """
    return _name(address) if address else PurePosixPath(path).name


def quality_files(source: ListSource, reports: int) -> Iterator[Page]:
    """Yield the quality page and the further parts of its lists. Its sums are those that home and data pages tell."""
    findings = source.codes(TallyKind.FINDING)
    sums = source.sums()
    held = source.held()
    unread_tables = sum(one.tally.count for one in findings if one.tally.code == _UNREAD_TABLE)
    lists: dict[str, Iterator[Part[object]]] = {
        "held": parts_of(held, len(held), "held", _ROWS),
        "coverage": parts_of(source.accounts(), reports, "coverage", _ROWS),
        "unread": parts_of(source.unread(tables=False), sums.unread, "unread"),
        "tables": parts_of(source.unread(tables=True), unread_tables, "tables"),
    }
    first = {name: next(parts) for name, parts in lists.items()}
    yield _FIRST, _render_first(first, sums, source, findings)
    for name, parts in lists.items():
        for part in parts:
            yield part.path(_FIRST), _render_part(name, part)


def _render_first(
    parts: Mapping[str, Part[object]], sums: Account, source: ListSource, findings: Sequence[CodeSum]
) -> bytes:
    order = list(Severity)
    found = sorted(findings, key=lambda one: (order.index(_severity(one)), one.tally.code))
    return render_template(
        "quality.md.j2",
        **parts,
        accounts=_accounts(parts["coverage"], "../"),
        sums=sums,
        rules=_codes(source.codes(TallyKind.RULE)),
        doubts=_codes(source.codes(TallyKind.DOUBT)),
        findings=tuple(
            Code(word(FINDINGS, one.tally.code), word(SEVERITIES, _severity(one)), one) for one in found
        ),
    )


def _render_part(name: str, part: Part[object]) -> bytes:
    accounts = _accounts(part, "../../../") if name == "coverage" else ""
    told = {"name": name, "heading": _HEADINGS[name], "accounts": accounts}
    return render_template("quality_part.md.j2", part=part, **told)


def _accounts(part: Part[object], root: str) -> Markup:
    rows = cast("tuple[AccountRow, ...]", part.rows)
    return ready("".join(render_account(row, RULES, root) for row in rows))


def _severity(one: CodeSum) -> Severity:
    return one.tally.severity or Severity.NOTE


def _codes(found: Iterable[CodeSum]) -> tuple[Code, ...]:
    """Return the codes with their names, the one that occurs most first."""
    ordered = sorted(found, key=lambda one: (-one.tally.count, one.tally.code))
    return tuple(Code(word(_NAMES, one.tally.code), "", one) for one in ordered)


def _name(address: Address) -> str:
    """Return a report in words that its file's place alone gives: 贵州省遵义市湄潭县 生态环境 2022 年度."""
    place = "".join(dict.fromkeys(place_names(Meta(), address.region, address.year)))
    return f"{place} {department_name(address.department)} {address.year} 年度".strip()
