"""Many small cases in one test, each of them checked: the message tells every case that fails, with its name.

@every(("agency", "slug"), [("新县卫健委", "health"), ("新县财政局", "finance")])
def test_an_agency_has_its_department(agency: str, slug: str) -> None: ...

As a test of its own a case of a millisecond costs three more, and there are six thousand of them.
"""

import inspect
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from _pytest.mark import ParameterSet

Check = Callable[..., None]
# A case by its name: the values of its parameters.
Named = tuple[str, Mapping[str, Any]]
# What a test is given in the place of its cases' own parameters.
CASES = "cases"


def every(
    names: str | tuple[str, ...], cases: Iterable[Any], *, name: Callable[[Any], str] = repr
) -> Callable[[Check], Check]:
    """Check all ``cases`` in one test, where `pytest.mark.parametrize` would make a test of each.

    A case is what it is there: a tuple of values, the value alone for one name, or a `pytest.param`. One that has marks
    (a known failure) stays a test of its own. ``name`` tells a case's only or first value in the message, where the
    case has no id. Raises `ValueError` where there is no case: a test that checks nothing would pass.
    """
    keys = (names,) if isinstance(names, str) else names
    params = [_as_param(case, single=isinstance(names, str)) for case in cases]
    named = [(param.marks, _named(param, keys, name)) for param in params]
    plain = [case for marks, case in named if not marks]
    groups = [pytest.param(plain, id=f"{len(plain)} cases")] if plain else []
    groups += [pytest.param([case], id=case[0], marks=marks) for marks, case in named if marks]
    if not groups:
        raise ValueError(f"no cases for {keys}")
    return lambda check: pytest.mark.parametrize(CASES, groups)(_over(check, keys))


def _as_param(case: Any, *, single: bool) -> ParameterSet:  # noqa: ANN401 - a case is of any type
    if isinstance(case, ParameterSet):
        return case
    return pytest.param(case) if single else pytest.param(*case)


def _named(param: ParameterSet, keys: tuple[str, ...], name: Callable[[Any], str]) -> Named:
    values = dict(zip(keys, param.values, strict=True))
    told = ", ".join([name(param.values[0]), *map(repr, param.values[1:])])[:300]
    return str(param.id or told), values


def _over(check: Check, keys: tuple[str, ...]) -> Check:
    """Return a test that calls ``check`` with each of its ``cases``, and with the fixtures that it asks for besides."""

    def test(*, cases: Sequence[Named], **fixtures: Any) -> None:  # noqa: ANN401 - fixtures are of any type
        told = list(_failures(check, cases, fixtures))
        if told:
            head = f"{len(told)} of {len(cases)} cases fail:"
            pytest.fail("\n\n".join([head, *told]), pytrace=False)

    asked = [p for p in inspect.signature(check).parameters if p not in keys]
    parameters = [inspect.Parameter(p, inspect.Parameter.KEYWORD_ONLY) for p in [CASES, *asked]]
    test.__name__, test.__qualname__ = check.__name__, check.__qualname__
    test.__doc__, test.__module__ = check.__doc__, check.__module__
    vars(test)["__signature__"] = inspect.Signature(parameters)
    vars(test)["pytestmark"] = list(getattr(check, "pytestmark", []))
    return test


def _failures(check: Check, cases: Sequence[Named], fixtures: Mapping[str, Any]) -> Iterator[str]:
    for name, values in cases:
        try:
            check(**values, **fixtures)
        except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001 - any fault of a case is that case's
            place = traceback.extract_tb(error.__traceback__)[-1]
            told = "".join(traceback.format_exception_only(error)).rstrip()
            yield f"{name}\n  {place.filename}:{place.lineno}: {told}"
