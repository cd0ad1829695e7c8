"""Hold the names of the organ that reports against each other: title, letterhead, signature, box, opening sentence."""

from build_scripts.models import Finding, NamedBy, Report, Severity
from build_scripts.rules.head_parts import NAMED_IN
from build_scripts.rules.organs import same_organ


def check_ambiguous_agency(report: Report) -> list[Finding]:
    """Return a warning where the page names another organ in one place than in the one that decides.

    The agency stays what the title says, else the letterhead, the signature, the box, the opening sentence.
    """
    organs = report.clean.raw.head.organs
    if not organs:
        return []
    first = [organ for organ in organs if organ.named_by is organs[0].named_by]
    findings = []
    for by in NamedBy:
        named = [organ for organ in organs if organ.named_by is by]
        if named and not any(same_organ(a.name, b.name) for a in first for b in named):
            where, other = NAMED_IN[first[0].named_by], NAMED_IN[by]
            message = f"{where}为“{first[0].name}”，{other}为“{named[0].name}”，发布机关以{where}为准"
            findings.append(Finding("ambiguous-agency", Severity.WARNING, message, named[0].span))
    return findings
