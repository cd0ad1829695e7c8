"""Apply named changes to a text and keep, for every character, the way back to the raw file.

A ``Draft`` is a text under repair. A fix looks at it and returns ``Change``s; ``apply`` makes the next draft. No fix
ever builds a text of its own, so each change has a name and a place, and nothing can be lost unseen.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise
from operator import attrgetter
from typing import NamedTuple

from build_scripts.models import Edit, Removal, Span, new_edit, new_span

_BLANK_RE = re.compile(r"\s")


class Change(NamedTuple):
    """What a fix wants: the stretch ``start``-``end`` of the draft replaced by blanks or nothing, or moved.

    With ``to`` the stretch is moved before that offset of the draft and ``replacement`` must be empty.
    """

    fix: str
    start: int
    end: int
    replacement: str = ""
    to: int | None = None


def new_change(fix: str, start: int, end: int, replacement: str = "") -> Change:
    """Return a change that moves nothing, as ``Change`` does, in a third of its time: most lines have one or two."""
    return tuple.__new__(Change, (fix, start, end, replacement, None))


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A text under repair; ``origins[i]`` is the raw offset of ``text[i]``, of a blank set by edit n -1 - n."""

    raw: str
    text: str
    origins: tuple[int, ...]
    edits: tuple[Edit, ...] = ()
    removed: tuple[Removal, ...] = ()

    def origin(self, offset: int) -> int:
        """Return the raw offset of the character at ``offset``, or of the next one that comes from the raw text."""
        origins = self.origins
        if offset < len(origins) and origins[offset] >= 0:
            return origins[offset]
        return next((o for o in islice(origins, offset, None) if o >= 0), len(self.raw))

    def raw_origins(self) -> tuple[int, ...]:
        """Return for every character a raw offset, that of the following character for a blank that was set."""
        # What was set is a blank: only blanks are asked, which takes a tenth of the time of asking every character.
        result = [*self.origins, len(self.raw)]
        for i in reversed([match.start() for match in _BLANK_RE.finditer(self.text)]):
            if result[i] < 0:
                result[i] = result[i + 1]
        return tuple(result[:-1])


def begin(raw: str) -> Draft:
    """Return the draft in which nothing is changed yet."""
    return Draft(raw, raw, tuple(range(len(raw))))


def apply(draft: Draft, changes: Iterable[Change]) -> Draft:
    """Return the next draft. Changes must not overlap; raises ``ValueError`` if they do or set a visible character."""
    ordered = sorted(changes, key=attrgetter("start", "end"))
    if not ordered:
        return draft
    _refuse_bad(ordered)
    moves = [c for c in ordered if c.to is not None]
    if moves:
        draft = _move(draft, moves)
        if len(moves) < len(ordered):
            raise ValueError("a fix either moves or replaces")
        return draft
    return _replace(draft, ordered)


def _refuse_bad(ordered: Sequence[Change]) -> None:
    for before, after in pairwise(ordered):
        if after.start < before.end:
            raise ValueError(f"{before} and {after} overlap")
    if "".join([change.replacement for change in ordered]).strip():
        change = next(change for change in ordered if change.replacement.strip())
        raise ValueError(f"{change} sets a visible character")


def _replace(draft: Draft, changes: Sequence[Change]) -> Draft:
    texts: list[str] = []
    origins: list[int] = []
    edits = list(draft.edits)
    removed = list(draft.removed)
    text, done = draft.text, 0
    for fix, start, end, replacement, _ in changes:
        texts += (text[done:start], replacement)
        origins += draft.origins[done:start]
        if replacement:
            origins += [-1 - len(edits)] * len(replacement)
        done = end
        taken = draft.origins[start:end]
        # Most changes take blanks that stand side by side in the raw text.
        alone = end - start == 1 and taken[0] >= 0
        if alone or (taken and taken[0] >= 0 and taken == tuple(range(taken[0], taken[0] + end - start))):
            runs = [new_span(taken[0], taken[0] + end - start)]
            edits.append(new_edit(fix, runs[0], replacement))
        else:
            _take_back(edits, taken)
            runs = _raw_runs(draft, start, end)
            edits.append(Edit(fix, runs[0], replacement))
            edits += [Edit(fix, span) for span in runs[1:]]
        # Most changes take blanks alone: their raw text is not asked for.
        if not text[start:end].isspace():
            visible = (span for span in runs if span.of(draft.raw).strip())
            removed += [Removal(span.of(draft.raw), span, fix) for span in visible]
    texts.append(text[done:])
    origins += draft.origins[done:]
    return Draft(draft.raw, "".join(texts), tuple(origins), tuple(edits), tuple(removed))


def _take_back(edits: list[Edit], origins: Sequence[int]) -> None:
    """Strike the blanks among ``origins`` that an earlier edit had set."""
    for origin in origins:
        if origin < 0:
            edit = edits[-1 - origin]
            edits[-1 - origin] = Edit(edit.fix, edit.span, edit.replacement[1:], edit.to)


def _raw_runs(draft: Draft, start: int, end: int) -> list[Span]:
    """Return the raw stretches of the draft's characters; where there is none, one empty stretch."""
    kept = [origin for origin in draft.origins[start:end] if origin >= 0]
    if not kept:
        at = draft.origin(start)
        return [Span(at, at)]
    if kept == list(range(kept[0], kept[0] + len(kept))):
        return [Span(kept[0], kept[-1] + 1)]
    breaks = [i for i in range(1, len(kept)) if kept[i] != kept[i - 1] + 1]
    return [Span(kept[a], kept[b - 1] + 1) for a, b in pairwise([0, *breaks, len(kept)])]


def _move(draft: Draft, moves: Sequence[Change]) -> Draft:
    landing: dict[int, list[Change]] = {}
    for move in moves:
        landing.setdefault(move.to or 0, []).append(move)
    taken = {i for move in moves for i in range(move.start, move.end)}
    order: list[Span] = []
    end = len(draft.text)
    cuts = sorted({0, end, *landing, *(m.start for m in moves), *(m.end for m in moves)})
    for start, until in zip(cuts, [*cuts[1:], end], strict=True):
        order += (Span(move.start, move.end) for move in landing.get(start, ()))
        if start not in taken:
            order.append(Span(start, until))
    present = set(draft.origins)
    edits = draft.edits + tuple(
        Edit(m.fix, span, "", draft.origin(_next_left(m.to or 0, taken)))
        for m in moves
        for span in _bridged(_raw_runs(draft, m.start, m.end), present)
    )
    text = "".join(span.of(draft.text) for span in order)
    origins = tuple(chain.from_iterable(draft.origins[span.start : span.end] for span in order))
    return Draft(draft.raw, text, origins, edits, draft.removed)


def _bridged(runs: Sequence[Span], present: set[int]) -> list[Span]:
    """Join runs between which nothing is left: what was taken away there, and any blank set for it, goes along."""
    joined: list[Span] = []
    for run in runs:
        if joined and run.start > joined[-1].end and not present & set(range(joined[-1].end, run.start)):
            joined[-1] = Span(joined[-1].start, run.end)
        else:
            joined.append(run)
    return joined


def _next_left(offset: int, taken: set[int]) -> int:
    """Return the first place from ``offset`` on that is not itself moved away."""
    while offset in taken:
        offset += 1
    return offset


def replay(raw: str, edits: Iterable[Edit]) -> str:
    """Return the text that the recorded ``edits`` make of ``raw``: the proof that nothing else was done."""
    cells: list[str] = [*raw, ""]
    moved: list[tuple[Span, int]] = []
    for edit in edits:
        if edit.to is not None:
            moved.append((edit.span, edit.to))
            continue
        for i in range(edit.span.start, edit.span.end):
            cells[i] = ""
        cells[edit.span.start] = edit.replacement + cells[edit.span.start]
    order = list(range(len(cells)))
    for span, to in moved:
        piece = [i for i in order if i in span]
        order = [i for i in order if i not in span]
        at = order.index(to)
        order[at:at] = piece
    return "".join(cells[i] for i in order)
