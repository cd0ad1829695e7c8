"""Records that are made fast are what they were: frozen, with the same parameters and defaults."""

import pickle
from copy import copy
from dataclasses import FrozenInstanceError, replace
from decimal import Decimal
from typing import Any

import pytest

from build_scripts.extract.phrases import phrase_of
from build_scripts.extract.rows import new_note
from build_scripts.models import (
    Edit,
    ListedFigure,
    Metric,
    Quantity,
    Span,
    new_edit,
    new_metric,
    new_quantity,
    new_span,
)

_PLACES = (Span(4, 6), Span(0, 7), "digits")


def test_a_quick_record_is_frozen() -> None:
    span: Any = Span(1, 2)
    with pytest.raises(FrozenInstanceError):
        span.start = 3


def test_a_quick_record_has_its_defaults() -> None:
    assert Edit("blank", Span(1, 2)) == Edit("blank", Span(1, 2), replacement="", to=None)


def test_a_quick_record_keeps_what_is_named_named() -> None:
    made: Any = Quantity
    with pytest.raises(TypeError):
        made("3", Decimal(3), "件")
    with pytest.raises(TypeError):
        made(raw="3", value=Decimal(3))


def test_a_quick_record_is_replaced_and_ordered_as_before() -> None:
    assert replace(Span(1, 2), end=5) == Span(1, 5) > Span(1, 2)


def test_a_carried_record_comes_back_as_it_was() -> None:
    figure = ListedFigure(
        id="m-3",
        subject="受理案件",
        written="约264件",
        canonical="264件",
        value=Decimal(264),
        unit="件",
        period="2023年",
        year=2023,
        theme="enforcement",
        doubts=("subject-unsure",),
        is_exact=False,
    )
    back: Any = pickle.loads(pickle.dumps(figure, pickle.HIGHEST_PROTOCOL))  # noqa: S301  made a line above
    assert (back, type(back), copy(figure)) == (figure, ListedFigure, figure)
    with pytest.raises(FrozenInstanceError):
        back.unit = "起"


def test_a_maker_makes_what_the_class_makes() -> None:
    made = new_metric(
        "m-1", quantity := new_quantity(raw="3", value=Decimal(3), unit="件"), "案件", "其他", *_PLACES
    )
    assert made == Metric("m-1", quantity, "案件", "其他", *_PLACES)
    assert type(made) is Metric
    assert replace(made, theme="信访").theme == "信访"


def test_what_a_maker_makes_of_a_frozen_record_is_frozen() -> None:
    span: Any = new_span(1, end=2)
    assert span == Span(1, 2)
    with pytest.raises(FrozenInstanceError):
        span.start = 3


def test_a_maker_takes_what_the_class_takes() -> None:
    made: Any = new_quantity
    with pytest.raises(TypeError):
        made("3", Decimal(3), "件")
    with pytest.raises(TypeError):
        made(raw="3", value=Decimal(3))
    assert new_edit("blank", Span(1, 2)) == Edit("blank", Span(1, 2))


def test_a_maker_makes_records_that_are_not_frozen() -> None:
    note = new_note(phrase_of("许可"), phrase_of("许可"), rest=False, period=None, change=None)
    note.rest = True
    assert note.rest
