"""A paragraph to rows: find its figures, read it once, share numbers out, link parts to totals, name them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from build_scripts.extract.comparisons import first_set_against, sets_against
from build_scripts.extract.evidence import Group
from build_scripts.extract.found import Found
from build_scripts.extract.groups import find_groups
from build_scripts.extract.naming import Name, Namer
from build_scripts.extract.paragraph import Reading, read_paragraph, with_figures
from build_scripts.extract.phrases import EDGES, strip_phrase
from build_scripts.extract.quantities import find_quantities
from build_scripts.extract.rows import Note, Row, Site, new_note, new_row
from build_scripts.extract.set_aside import SetAside
from build_scripts.extract.sharing import share_out, stand_in_turn
from build_scripts.extract.thing_behind import own_words
from build_scripts.extract.times import classify_kind, find_change, find_period, may_tell_change
from build_scripts.extract.zeros import find_zeros
from build_scripts.models import Doubt, Relation, Span, new_span
from build_scripts.rules.list_openers import OPENERS
from build_scripts.rules.loading import load_words
from build_scripts.rules.units import kind_of

# Characters of a sentence before a figure that may say it is a difference, and before a sentence what it is about.
_REACH, _TOPIC_REACH = 120, 60
_OPENING = 8
# Of the marked reports' links whose parts add up none of 206 is wrong, of the others below these points 2 of 32.
_SURE = 6
_SUBJECT_UNSURE, _LINK_UNSURE = (Doubt.SUBJECT_UNSURE,), (Doubt.LINK_UNSURE,)


def find_rows(paragraphs: Sequence[tuple[str, Sequence[SetAside], Site]]) -> list[Row]:
    """Return the rows of paragraphs in order, each given as text, what is set aside in it (own offsets), and site.

    Each step is done for all before the next: paragraph by paragraph the same steps take 6 % longer, as code that was
    not run for a while has left the processor's caches.
    """
    numbers = [_find_numbers(text, aside) for text, aside, _ in paragraphs]
    sites = [site for (_, _, site), found in zip(paragraphs, numbers, strict=True) if found]
    told = [(text, found) for (text, _, _), found in zip(paragraphs, numbers, strict=True) if found]
    readings = [_share(read_paragraph(text, found)) for text, found in told]
    notes = [_notes(reading, site.year) for reading, site in zip(readings, sites, strict=True)]
    links = [_links(*both) for both in zip(readings, find_groups(readings, notes), strict=True)]
    names = [_names(*of) for of in zip(readings, notes, links, strict=True)]
    rows: list[Row] = []
    for reading, site, *of in zip(readings, sites, names, notes, links, strict=True):
        rows += _rows(reading, (site, len(rows)), zip(*of, strict=True))
    return rows


def _find_numbers(text: str, aside: Sequence[SetAside]) -> list[Found]:
    found = (*find_quantities(text, aside), *find_zeros(text, aside))
    return sorted(found, key=lambda f: (f.span.start, f.span.end))


def _share(reading: Reading) -> Reading:
    """Return a paragraph with shared numbers once for each thing, and without those that then lack a unit."""
    return with_figures(reading, [f for f in share_out(reading) if f.quantity.unit or f.things])


def _notes(reading: Reading, report_year: int | None) -> list[Note]:
    """Return the notes of a paragraph; what opens a list is said of each: 分别增长12.1%和8.4%, 较上年的3件、5人."""
    notes = [_note(reading, i, report_year) for i in range(len(reading.found))]
    for i, note in enumerate(notes) if sets_against(reading.text) else ():
        first = None if note.period else first_set_against(reading, i)
        if first is not None:
            notes[i] = replace(note, period=notes[first].period)
    if "分别" not in reading.text:
        return notes
    for i, (one, later) in enumerate(pairwise(reading.found), start=1):
        alike = kind_of(one.quantity.unit) == kind_of(later.quantity.unit)
        grows = notes[i - 1].change if notes[i].change is None and alike else None
        if grows and stand_in_turn(reading.text, reading.homes[i], one, later):
            notes[i] = replace(notes[i], change=grows)
    return notes


def _note(reading: Reading, i: int, report_year: int | None) -> Note:
    text, one, words = reading.text, reading.found[i], reading.words[i]
    before = words.before.said
    core = strip_phrase(words.before)
    change = one.change
    if change is None and may_tell_change(before):
        ahead = text[max(reading.homes[i].start, one.lead - _REACH) : one.lead]
        change = find_change(before, one.quantity.unit, ahead)
    return new_note(
        core,
        own_words(words, core),
        before.lstrip(EDGES).startswith(load_words(OPENERS, "rest")),
        find_period(before, report_year),
        change,
    )


@dataclass(slots=True)
class _Link:
    """The total of a figure by index, how it belongs to it, and what speaks for that."""

    total: int | None = None
    relation: Relation | None = None
    evidence: tuple[str, ...] = ()
    unsure: bool = False


def _links(reading: Reading, groups: Sequence[Group]) -> list[_Link]:
    links = [_Link()] * len(reading.found)
    for group in groups:
        told = tuple(f"{name} {points:+d}" for name, points in group.evidence)
        link = _Link(group.total, group.relation, told, unsure=not group.adds_up and group.points < _SURE)
        for part in group.parts:
            links[part] = link
    for i, one in enumerate(reading.found):
        if one.total is not None:
            total = next((k for k, other in enumerate(reading.found) if other.span == one.total), None)
            links[i] = _Link(total, Relation.PART, ("ratio",))
    return links


def _names(reading: Reading, notes: Sequence[Note], links: Sequence[_Link]) -> list[Name]:
    return Namer.over(reading, notes, [link.total for link in links]).names()


def _rows(reading: Reading, at: tuple[Site, int], told: Iterable[tuple[Name, Note, _Link]]) -> Iterator[Row]:
    """Yield the rows of one paragraph, ``at`` its site and how many rows are before its first.

    The figures of one sentence share its place in the whole text.
    """
    site, first = at
    homes = {s.start: new_span(s.start + site.start, s.end + site.start) for s in reading.sentences}
    for i, of in enumerate(told):
        yield _row(reading, i, (site, first, homes[reading.homes[i].start]), of)


def _row(reading: Reading, i: int, place: tuple[Site, int, Span], told: tuple[Name, Note, _Link]) -> Row:
    text, one, sentence, words = reading.text, reading.found[i], reading.homes[i], reading.words[i]
    name, note, link = told
    site, first, home = place
    before, by = words.before.said, site.start
    ahead = text[sentence.start : min(one.lead, sentence.start + _TOPIC_REACH)]
    # In the order of the fields: given by name, sixteen take four times as long.
    return new_row(
        one.quantity,
        new_span(one.span.start + by, one.span.end + by),
        one.lead + by,
        one.rule,
        name.subject,
        home,
        site.section,
        (ahead, text[max(0, sentence.start - _TOPIC_REACH) : sentence.start]),
        before + words.after.said,
        None if link.total is None else link.total + first,
        link.relation,
        link.evidence,
        note.period,
        note.change,
        classify_kind(before, ahead[:_OPENING], next_year=_is_planned(site, home, note.period)),
        _doubts(name, link),
    )


def _is_planned(site: Site, sentence: Span, period: str | None) -> bool:
    """Say whether a figure is of the year to come: by where its sentence stands, or by the year that it names."""
    planned = site.plans_from is not None and sentence.start >= site.plans_from
    return planned or (period is not None and site.year is not None and int(period[:4]) > site.year)


def _doubts(name: Name, link: _Link) -> tuple[Doubt, ...]:
    # A subject taken from other words is wrong in 2.1 % of the marked figures, others in .7 %.
    subject = _SUBJECT_UNSURE if name.inherited or not name.subject else ()
    return subject + _LINK_UNSURE if link.unsure else subject
