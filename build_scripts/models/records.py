"""Frozen records that are made fast."""

from dataclasses import MISSING, fields
from typing import Any, TypeVar

Class = TypeVar("Class", bound=type)


def quick(record: Class) -> Class:
    """Return a frozen, slotted dataclass whose ``__init__`` takes the same and costs half; its fields have no factory.

    A dataclass that is frozen sets each field by its name. This ``__init__`` calls the setters of the slots, and leaves
    the record as frozen as it was. A report of 150 figures makes some 3,000 records: a tenth of its whole time.
    """
    made = fields(record)
    parameters = [f.name if f.default is MISSING else f"{f.name}=default_{f.name}" for f in made]
    signature = ", ".join(["self", *(["*"] if made[0].kw_only is True else []), *parameters])
    body = "; ".join(f"set_{f.name}(self, {f.name})" for f in made)
    names: dict[str, Any] = {f"default_{f.name}": f.default for f in made}
    names |= {f"set_{f.name}": vars(record)[f.name].__set__ for f in made}
    exec(f"def __init__({signature}): {body}", names)  # noqa: S102 - as dataclass itself writes its own
    record.__init__ = names["__init__"]  # type: ignore[misc]  # it takes what the one before took
    return record
