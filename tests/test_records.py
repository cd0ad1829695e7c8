"""Records that are made fast are what they were: frozen, with the same parameters and defaults."""

import pickle
from copy import copy
from dataclasses import FrozenInstanceError, replace
from decimal import Decimal
from typing import Any

import pytest

from build_scripts.models import Edit, ListedFigure, Quantity, Span


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
