"""Kinds of private data, and the places of a raw text at which the record says what becomes of them."""

from dataclasses import dataclass
from enum import StrEnum

from build_scripts.models.spans import Span


class PrivateKind(StrEnum):
    """What a private datum is. ``OTHER`` is found by no rule: only an editor says so, in the record."""

    IDENTITY = "identity"
    MOBILE = "mobile"
    HOME_PHONE = "home-phone"
    BANK_CARD = "bank-card"
    EMAIL = "email"
    QQ = "qq"
    WECHAT = "wechat"
    PLATE = "plate"
    PASSPORT = "passport"
    HOME_ADDRESS = "home-address"
    PATIENT = "patient"
    MINOR = "minor"
    PETITIONER = "petitioner"
    PENALISED = "penalised"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PrivatePlace:
    """A place of the raw text as an editor gives it: ``line`` and columns count from 1, ``last`` is inclusive."""

    line: int
    first: int
    last: int
    kind: PrivateKind


@dataclass(frozen=True, slots=True)
class Waiver:
    """A place whose datum may be published all the same, and why."""

    place: PrivatePlace
    reason: str


@dataclass(frozen=True, slots=True)
class Redacted:
    """A stretch of the raw text (raw) that the record takes out of what is published."""

    span: Span
    kind: PrivateKind
