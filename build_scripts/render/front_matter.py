"""The YAML at the head of a Markdown file: a report's particulars for programs, and what the site tools ask for."""

import html
import json
import re
from collections.abc import Mapping, Sequence

from build_scripts.models import Result, Severity
from build_scripts.render.address_rules import address_of
from build_scripts.render.cards import web_address
from build_scripts.render.escape import decode, printable
from build_scripts.render.labels import UNKNOWN
from build_scripts.render.names import agency_of, body_of, department_name, region_of, title_of

Value = str | int | bool | None | Sequence[str] | Mapping[str, bool]
_encode = json.JSONEncoder(ensure_ascii=False).encode
_BLOCK = re.compile(r"---\n.*?\n---\n\s*", re.DOTALL)
# YAML takes these for line breaks, or leaves them out, also inside quotation marks; JSON has them as they are.
_NOT_IN_YAML = re.compile("[\x85\u2028\u2029\ufeff]")


def report_particulars(result: Result) -> dict[str, Value]:
    """Return all particulars of a report, ``None`` where it does not say. Numbers are counts and the year."""
    meta, source = result.report.meta, result.report.clean.raw.source
    record = source.record
    agency = agency_of(meta, source)
    return {
        "title": title_of(meta, source),
        "report_id": address_of(source).id,
        "agency": None if agency == UNKNOWN else agency,
        "joint_agencies": tuple(decode(name) for name in meta.joint_agencies),
        "region_code": source.region_code,
        "region_name": region_of(meta, source),
        "department": source.department,
        "department_name": department_name(source.department or ""),
        "report_year": source.year,
        "doc_number": _decoded(meta.doc_number),
        "index_number": _decoded(meta.index_number),
        "signer": _decoded(meta.signer),
        "addressee": _decoded(meta.addressee),
        "issued_on": meta.issued_on,
        "published_on": meta.published_on,
        "source_url": web_address(record.url if record else None) or None,
        "taken_on": record.taken_on if record else None,
        "file": source.path.name,
        "sha256": source.sha256,
        "figures": len(result.metrics),
        "doubts": sum(finding.severity is Severity.WARNING for finding in result.findings),
        "description": f"{body_of(meta, source)}{source.year}年度法治政府建设年度报告："
        f"全文、{len(result.metrics)} 个数字及其出处、原件。",
        "hide": ("navigation",),
    }


def _decoded(words: str | None) -> str | None:
    return None if words is None else decode(words)


def render_front_matter(values: Mapping[str, Value]) -> str:
    r"""Return ``values`` as a block of YAML between two lines of ``---``, one a line.

    Themes print ``title`` and ``description`` as they are, so in these two HTML's own characters are references.

    >>> render_front_matter({"title": "甲<b>", "signer": None, "figures": 3, "hide": ("toc",)})
    '---\ntitle: "甲&lt;b&gt;"\nsigner: null\nfigures: 3\nhide: ["toc"]\n---\n'
    """
    shown = {name: html.escape(str(values[name])) for name in ("title", "description") if name in values}
    lines = (f"{name}: {_yaml(value)}" for name, value in {**values, **shown}.items())
    return "\n".join(["---", *lines, "---", ""])


def _yaml(value: Value) -> str:
    """Return JSON, which YAML reads the same."""
    if isinstance(value, str):
        told = _encode(printable(value))
        return _NOT_IN_YAML.sub(lambda found: f"\\u{ord(found.group()):04x}", told)
    if isinstance(value, Sequence):
        return f"[{', '.join(map(_yaml, value))}]"
    return _encode(value)


def strip_front_matter(markdown: str) -> str:
    r"""Return ``markdown`` without the block of YAML at its head.

    >>> strip_front_matter("---\ntitle: 甲\n---\n\n# 甲\n")
    '# 甲\n'
    """
    found = _BLOCK.match(markdown)
    return markdown[found.end() :] if found else markdown
