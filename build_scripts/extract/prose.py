"""A paragraph to rows: find its figures, read it once, share numbers out, link parts to totals, name them."""

from collections.abc import Sequence
from dataclasses import replace

from build_scripts.extract.groups import Group, Note, find_groups
from build_scripts.extract.naming import Name, Namer, own_words
from build_scripts.extract.paragraph import Reading, Words, read_paragraph, with_figures, words_round
from build_scripts.extract.phrases import EDGES
from build_scripts.extract.quantities import find_quantities
from build_scripts.extract.rows import Row
from build_scripts.extract.set_aside import SetAside
from build_scripts.extract.sharing import share_out
from build_scripts.extract.times import classify_kind, find_change, find_period
from build_scripts.extract.topics import find_topic
from build_scripts.extract.zeros import find_zeros
from build_scripts.models import Relation
from build_scripts.rules.lists import OPENERS
from build_scripts.rules.loading import load_words

# Characters of a sentence before a figure that may say it is a difference.
_REACH = 120
_OPENING = 8


def find_rows(text: str, aside: Sequence[SetAside], report_year: int | None, *, next_year: bool) -> list[Row]:
    """Return the rows of a paragraph's ``text``, offsets and totals counted from its start.

    ``next_year`` says that its section tells of the year to come.
    """
    found = sorted(
        (*find_quantities(text, aside), *find_zeros(text, aside)), key=lambda f: (f.span.start, f.span.end)
    )
    if not found:
        return []
    reading = read_paragraph(text, found)
    reading = with_figures(reading, [f for f in share_out(reading) if f.quantity.unit or f.things])
    words = [words_round(reading, i) for i in range(len(reading.found))]
    notes = [_note(reading, i, words[i], report_year) for i in range(len(words))]
    groups = find_groups(reading, notes)
    names = Namer.over(reading, notes, words, groups).names()
    rows = [_row(reading, i, names[i], notes[i], next_year=next_year) for i in range(len(words))]
    return _linked(reading, rows, groups)


def _note(reading: Reading, i: int, words: Words, report_year: int | None) -> Note:
    text, one, sentence = reading.text, reading.found[i], reading.sentence_of(i)
    before = words.before.of(text)
    so_far = text[max(sentence.start, one.lead - _REACH) : one.lead]
    return Note(
        own=own_words(reading, words),
        rest=before.lstrip(EDGES).startswith(load_words(OPENERS, "rest")),
        period=find_period(before, report_year),
        change=find_change(before, one.quantity.unit, so_far),
    )


def _row(reading: Reading, i: int, name: Name, note: Note, *, next_year: bool) -> Row:
    text, one, sentence = reading.text, reading.found[i], reading.sentence_of(i)
    words = words_round(reading, i)
    before = words.before.of(text)
    opening = text[sentence.start : one.lead][:_OPENING]
    return Row(
        found=one,
        subject=name.subject,
        topic=find_topic(reading, i),
        clause=before + words.after.of(text),
        sentence=sentence,
        section=None,
        period=note.period,
        change=note.change,
        kind=classify_kind(before, opening, next_year=next_year),
        doubts=("subject-unsure",) if name.inherited or not name.subject else (),
    )


def _linked(reading: Reading, rows: list[Row], groups: Sequence[Group]) -> list[Row]:
    places = {f.span: i for i, f in reversed(list(enumerate(reading.found)))}
    for group in groups:
        told = tuple(f"{name} {points:+d}" for name, points in group.evidence)
        for part in group.parts:
            rows[part] = replace(rows[part], total=group.total, relation=group.relation, evidence=told)
    for i, one in enumerate(reading.found):
        if one.total is not None:
            rows[i] = replace(
                rows[i], total=places.get(one.total), relation=Relation.PART, evidence=("ratio",)
            )
    return rows
