"""Records that are made fast are what they were: frozen, with the same parameters and defaults."""

from dataclasses import FrozenInstanceError, replace
from decimal import Decimal
from typing import Any

import pytest

from build_scripts.models import Edit, Quantity, Span


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
