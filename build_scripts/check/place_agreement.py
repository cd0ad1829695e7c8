"""Hold the region and department that the text names against the file's folder and name.

A name that leaves folder and file name open is decided by them. One that excludes them is refused, and told where the
report belongs: its address would be wrong for ever.
"""

import re

from build_scripts.models import BlockKind, Finding, Report, Severity, Source
from build_scripts.rules.departments import load_departments, named_departments
from build_scripts.rules.regions import (
    RegionTable,
    excluded_by_name,
    load_regions,
    names_unlisted_township,
    region_of_code,
)

_WHOLE = "government"
_TOLD = 3  # of the regions of one name: the country has 88 城关镇
_FIELD, _HAN_RE = ("：", ":", "】", "]", "|"), re.compile("[一-鿿]")
_NAMES_ITSELF = frozenset({BlockKind.TITLE, BlockKind.LETTERHEAD, BlockKind.SIGNATURE})


def check_region_mismatch(report: Report) -> list[Finding]:
    """Return an error where agency or title exclude the file's folder, a warning where the text names another one."""
    source, meta = report.clean.raw.source, report.meta
    if not source.region_code:
        return []
    regions = load_regions().filed_under(source.region_code)
    filed = f"文件放在{_named(regions, source.region_code)}之下"
    agency = _own_agency(report)
    if right := excluded_by_name(regions, agency, meta.title, meta.report_year):
        more = "等" if len(right) > _TOLD else ""
        places = "或 ".join(_folder(source, code=region.code) for region in right[:_TOLD])
        told = "、".join(_named(regions, region.code) for region in right[:_TOLD])
        message = f"{filed}，发文机关或标题写的是{told}{more}，请移到 {places}"
        return [Finding("region-mismatch", Severity.ERROR, message)]
    if source.department == _WHOLE and names_unlisted_township(regions, agency, meta.title):
        message = f"{filed}，发文机关或标题写的是乡镇、街道，而国家统计局的名册里没有这个名字：请核对；"
        message += f"确实没有代码的，在部门后另加一词，如 {_folder(source, department=_WHOLE + '-township')}"
        return [Finding("region-mismatch", Severity.ERROR, message)]
    if not meta.region_code or meta.region_code == source.region_code:
        return []
    message = f"{filed}，正文为{_named(regions, meta.region_code)}"
    return [Finding("region-mismatch", Severity.WARNING, message)]


def check_department_mismatch(report: Report) -> list[Finding]:
    """Return an error where the agency names no office of the file name's department, a warning where not the first.

    A word added for a second body (health-cdc) is no difference, and such a file is never refused: its editor has
    chosen. Where the agency tells no department, nothing is said.
    """
    source, meta = report.clean.raw.source, report.meta
    told, named, table = source.department, meta.department, load_departments()
    if not told or not named or told == named or told.startswith(named + "-"):
        return []
    filed, meant = table.get(told), table.get(named)
    labels = [f"{slug}（{of.name if of else slug}）" for slug, of in ((told, filed), (named, meant))]
    message = f"文件名所示部门为 {labels[0]}，正文为 {labels[1]}"
    allowed = named_departments(table, _own_agency(report))
    if not allowed or told in allowed or (filed and told != filed.slug):
        return [Finding("department-mismatch", Severity.WARNING, message)]
    message = f"{message}，请改名为 {_folder(source, department=named)}"
    return [Finding("department-mismatch", Severity.ERROR, message)]


def _own_agency(report: Report) -> str | None:
    """Return the agency where the report names itself so, in its title, its signature or in prose (新县水利局坚持…).

    A portal's box names who put the page up, often the government's office for all departments: no reason to refuse.
    """
    agency, text = report.meta.agency, report.clean.text
    if not agency:
        return None
    bare = "".join(agency.split())
    for block in report.blocks:
        words = block.span.of(text)
        packed = "".join(words.split())
        if block.kind in _NAMES_ITSELF and agency in packed:
            return agency
        if block.kind is BlockKind.PARAGRAPH and bare in packed and _goes_on(agency, words):
            return agency
    return None


def _goes_on(agency: str, words: str) -> bool:
    """Say whether prose goes on behind the agency, which is no field's value."""
    if words.isprintable() and " " not in words:
        at = words.find(agency)
        while at >= 0:
            if words[at - 1 : at] not in _FIELD and _HAN_RE.match(words, at + len(agency)):
                return True
            at = words.find(agency, at + 1)
        return False
    # The agency may be parted by blanks. Such a pattern takes a thirtieth of a report's whole time.
    parted = r"\s*".join(map(re.escape, agency))
    return bool(re.search(rf"(?<![：:】\]|]){parted}{_HAN_RE.pattern}", words))


def _named(regions: RegionTable, code: str) -> str:
    region = region_of_code(regions, code)
    return f"{region.name}（{code}）" if region else f"地区 {code} "


def _folder(source: Source, *, code: str | None = None, department: str | None = None) -> str:
    """Return where the file belongs: source_reports/411523/2023-health.txt."""
    folder = code or source.region_code
    return f"source_reports/{folder}/{source.year}-{department or source.department}{source.path.suffix}"
