"""A paragraph to rows: find its figures, read it once, share numbers out, link parts to totals, name them."""

from collections.abc import Sequence
from dataclasses import dataclass

from build_scripts.extract.evidence import Group
from build_scripts.extract.groups import find_groups
from build_scripts.extract.naming import Name, Namer, own_words
from build_scripts.extract.paragraph import Reading, read_paragraph, with_figures
from build_scripts.extract.phrases import EDGES, phrase_at, strip_phrase
from build_scripts.extract.quantities import find_quantities
from build_scripts.extract.rows import Note, Row, Site
from build_scripts.extract.set_aside import SetAside
from build_scripts.extract.sharing import share_out
from build_scripts.extract.times import classify_kind, find_change, find_period
from build_scripts.extract.zeros import find_zeros
from build_scripts.models import Doubt, Relation, Span
from build_scripts.rules.lists import OPENERS
from build_scripts.rules.loading import load_words

# Characters of a sentence before a figure that may say it is a difference, and before a sentence what it is about.
_REACH, _TOPIC_REACH = 120, 60
_OPENING = 8
# Of the marked reports' links whose parts add up none of 206 is wrong, of the others below these points 2 of 32.
_SURE = 6


def find_rows(text: str, aside: Sequence[SetAside], site: Site) -> list[Row]:
    """Return the rows of a paragraph's ``text``, which stands at ``site``; ``aside`` counts from its own start."""
    found = sorted(
        (*find_quantities(text, aside), *find_zeros(text, aside)), key=lambda f: (f.span.start, f.span.end)
    )
    if not found:
        return []
    reading = read_paragraph(text, found)
    reading = with_figures(reading, [f for f in share_out(reading) if f.quantity.unit or f.things])
    notes = [_note(reading, i, site.year) for i in range(len(reading.found))]
    groups = find_groups(reading, notes)
    links = _links(reading, groups)
    names = Namer.over(reading, notes, [link.total for link in links]).names()
    return [_row(reading, i, site, (names[i], notes[i], links[i])) for i in range(len(names))]


def _note(reading: Reading, i: int, report_year: int | None) -> Note:
    text, one, words = reading.text, reading.found[i], reading.words[i]
    before = words.before.of(text)
    core = strip_phrase(phrase_at(text, reading.borders, words.before))
    lead, home = one.lead, reading.homes[i].start
    return Note(
        core=core,
        own=own_words(reading, words, core),
        rest=before.lstrip(EDGES).startswith(load_words(OPENERS, "rest")),
        period=find_period(before, report_year),
        change=one.change or find_change(before, one.quantity.unit, text[max(home, lead - _REACH) : lead]),
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


def _row(reading: Reading, i: int, site: Site, told: tuple[Name, Note, _Link]) -> Row:
    text, one, sentence, words = reading.text, reading.found[i], reading.homes[i], reading.words[i]
    name, note, link = told
    before, by = words.before.of(text), site.start
    ahead = text[sentence.start : min(one.lead, sentence.start + _TOPIC_REACH)]
    return Row(
        quantity=one.quantity,
        span=Span(one.span.start + by, one.span.end + by),
        lead=one.lead + by,
        rule=one.rule,
        subject=name.subject,
        sentence=Span(sentence.start + by, sentence.end + by),
        section=site.section,
        ahead=(ahead, text[max(0, sentence.start - _TOPIC_REACH) : sentence.start]),
        clause=before + words.after.of(text),
        total=None if link.total is None else link.total + site.rows,
        relation=link.relation,
        evidence=link.evidence,
        period=note.period,
        change=note.change,
        kind=classify_kind(before, ahead[:_OPENING], next_year=site.next_year),
        doubts=(
            # A subject taken from other words is wrong in 2.1 % of the marked figures, others in .7 %.
            *((Doubt.SUBJECT_UNSURE,) if name.inherited or not name.subject else ()),
            *((Doubt.LINK_UNSURE,) if link.unsure else ()),
        ),
    )
