"""What Vega-Lite is asked to draw: numbers, rows and tokens, at fixed places; it lays out nothing by itself."""

from collections.abc import Mapping, Sequence
from math import ceil, floor, log10

Spec = dict[str, object]
Value = Mapping[str, object]

_WIDTH, _ROW, _TALL = 360, 44, 220
_LABEL = 20  # a row of the names of lines
_MOST_YEARS = 8  # with a label
_STEPS = (1, 2, 2.5, 5, 10)
_TICKS = (
    "abs(datum.value) >= 1e8 ? format(datum.value / 1e8, ',~r') + 'y'"
    " : abs(datum.value) >= 1e4 ? format(datum.value / 1e4, ',~r') + 'w' : format(datum.value, ',~r')"
)
_CONFIG = {
    "aria": False,
    "background": None,
    "view": {"stroke": None},
    "axis": {"labelOverlap": False, "labelLimit": 0, "labelFont": "", "title": None, "domain": False},
    "font": "",
}
_EXACT: Spec = {"type": "point", "filled": True, "size": 70}
_OPEN: Spec = {"type": "point", "filled": False, "size": 70}


def dot_spec(values: Sequence[Value], rows: int, numbers: Sequence[float]) -> Spec:
    """Return dots along one axis that starts at 0, in rows; token n0 stands over row 0 at the left, v0 at the right."""
    padding = {"left": 12, "right": 12, "top": 30, "bottom": 24}
    width, height = _WIDTH - 24, rows * _ROW - 26
    x = _axis(numbers, "bottom")
    scale = {"domain": [0, height / _ROW], "nice": False, "zero": False, "reverse": True}
    y: Spec = {"field": "row", "type": "quantitative", "axis": None, "scale": scale}
    place: Spec = {"x": x, "y": y}
    named = [{"row": row, "n": f"n{row}", "v": f"v{row}"} for row in range(rows)]
    layers: list[Spec] = [
        {
            "name": "base",
            "data": {"values": named},
            "mark": {"type": "rule"},
            "encoding": {"x": {"value": 0}, "x2": {"value": width}, "y": y},
        },
        _text("n", {"x": {"value": 0}, "y": y}, "left", named),
        _text("v", {"x": {"value": width}, "y": y}, "right", named),
        *_dots(place),
    ]
    return _whole(values, layers, (width, height), padding)


def line_spec(values: Sequence[Value], names: Sequence[str]) -> Spec:
    """Return lines over the years, from 0; over them, each after a stroke of its line, the tokens that name them."""
    numbers = [float(str(value["value"])) for value in values]
    years = sorted({int(str(value["year"])) for value in values})
    padding = {"left": 54, "right": 18, "top": 14 + _LABEL * len(names), "bottom": 26}
    x: Spec = {
        "field": "year",
        "type": "quantitative",
        "scale": {"domain": [years[0], years[-1]], "nice": False, "zero": False},
        "axis": {
            "values": years[:: -(-len(years) // _MOST_YEARS)],
            "format": "d",
            "grid": False,
            "ticks": False,
            "labelFlush": False,
            "labelPadding": 8,
        },
    }
    place: Spec = {"x": x, "y": _axis(numbers, "left")}
    layers: list[Spec] = [
        {
            "name": "lines",
            "mark": {"type": "line"},
            "encoding": place | {"detail": {"field": "who", "type": "nominal"}},
        },
        *_dots(place),
        *_legend(names),
    ]
    return _whole(values, layers, (_WIDTH - 72, _TALL), padding)


def _legend(names: Sequence[str]) -> list[Spec]:
    """Return a row over the chart for each line: a stroke, and the token that names it."""
    if not names:
        return []
    named = [{"token": name, "at": _LABEL * (row - len(names))} for row, name in enumerate(names)]
    at: Spec = {"field": "at", "type": "quantitative", "scale": None, "axis": None}
    stroke: Spec = {
        "name": "legend",
        "data": {"values": named},
        "mark": {"type": "rule"},
        "encoding": {"x": {"value": -44}, "x2": {"value": -18}, "y": at},
    }
    return [stroke, _text("token", {"x": {"value": -10}, "y": at}, "left", named) | {"mark": _beside()}]


def _beside() -> Spec:
    return {"type": "text", "align": "left", "baseline": "middle"}


def _domain(numbers: Sequence[float]) -> list[float]:
    """Return where the axis begins and ends: at 0, and at a round number beyond the last value.

    >>> _domain([21.0, 4821.0]), _domain([0.0])
    ([0.0, 5000.0], [0.0, 1.0])
    """
    low, high = min(0.0, *numbers), max(0.0, *numbers)
    if low == high:
        return [low, low + 1]
    rough = (high - low) / 5
    power = 10.0 ** floor(log10(rough))
    step = power * next(step for step in _STEPS if step * power >= rough * (1 - 1e-9))
    return [floor(low / step) * step, ceil(high / step) * step]


def _axis(numbers: Sequence[float], orient: str) -> Spec:
    """Return the axis of the values; the library is told where it ends, so that names can be set beside it."""
    return {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": _domain(numbers), "nice": False, "zero": False},
        "axis": {"orient": orient, "ticks": False, "tickCount": 5, "labelExpr": _TICKS, "labelPadding": 10},
    }


def _dots(place: Spec) -> list[Spec]:
    return [
        {"name": name, "transform": [{"filter": test}], "mark": mark, "encoding": place}
        for name, test, mark in (("exact", "datum.exact", _EXACT), ("open", "!datum.exact", _OPEN))
    ]


def _text(field: str, place: Spec, align: str, named: Sequence[Value]) -> Spec:
    mark: Spec = {"type": "text", "align": align, "baseline": "bottom", "dy": -8}
    return {"data": {"values": list(named)}, "mark": mark, "encoding": place | {"text": {"field": field}}}


def _whole(
    values: Sequence[Value], layers: Sequence[Spec], size: tuple[int, int], padding: Mapping[str, int]
) -> Spec:
    """Put the layers together. The size is fixed: nothing that is measured here can move anything."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "autosize": {"type": "none"},
        "width": size[0],
        "height": size[1],
        "padding": dict(padding),
        "config": _CONFIG,
        "data": {"values": list(values)},
        "layer": list(layers),
    }
