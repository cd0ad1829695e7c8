"""Whether a report may lie at an address, and what of it differs from the one that lies there already."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from itertools import islice

from build_scripts.masking import MASK
from build_scripts.models import Address, Result, Severity
from build_scripts.pipeline import check_placed, private_mask
from build_scripts.redactions import offsets_of

# Lines of a difference that are told. Longer ones are for a program that compares.
_LINES, _WIDTH = 12, 60
# Beyond this the comparison line by line, whose time grows with the square, is left out.
_MOST_LINES = 3000


def refusal_of(result: Result, address: Address) -> str:
    """Return why a report is refused at ``address``: its own names exclude the region or department. "" where not."""
    findings = check_placed(result, address)
    errors = [finding.message for finding in findings if finding.severity is Severity.ERROR]
    return private_mask(result).hide("；".join(errors))


@dataclass(frozen=True, slots=True)
class Difference:
    """How two reports of one address differ: lines of a difference of the words, and numbers of figures."""

    lines: tuple[str, ...]
    more_lines: int
    old_figures: int
    new_figures: int
    differing: int

    @property
    def is_none(self) -> bool:
        """Say whether words and figures are the same."""
        return not self.lines and not self.differing


def _hidden_text(result: Result) -> str:
    """Return the clean text with every private piece as ■, by its place."""
    clean, hidden = result.report.clean, offsets_of(private_mask(result).spans)
    return "".join(
        MASK if origin in hidden and not character.isspace() else character
        for character, origin in zip(clean.text, clean.origins, strict=True)
    )


def compare_reports(old: Result, new: Result) -> Difference:
    """Return how ``new`` differs from ``old``, by clean text and figures. Private data are in neither."""
    lines = list(_changed_lines(_hidden_text(old), _hidden_text(new)))
    before, after = (Counter(_figures(result)) for result in (old, new))
    return Difference(
        lines=tuple(line[:_WIDTH] + ("…" if len(line) > _WIDTH else "") for line in lines[:_LINES]),
        more_lines=max(0, len(lines) - _LINES),
        old_figures=before.total(),
        new_figures=after.total(),
        differing=max((before - after).total(), (after - before).total()),
    )


def _changed_lines(old: str, new: str) -> Iterator[str]:
    before, after = ([line.strip() for line in text.splitlines() if line.strip()] for text in (old, new))
    if before != after and max(len(before), len(after)) > _MOST_LINES:
        yield "（文字太长，没有逐行比较）"
        return
    yield from islice(unified_diff(before, after, "现有", "新的", lineterm="", n=0), 2, None)


def _figures(result: Result) -> Iterator[tuple[str, str]]:
    return ((str(m.quantity.value.normalize()), m.quantity.unit) for m in result.metrics)
