"""The labels of an information box: which words they are, what their values say, and the form a value has."""

import re
from dataclasses import dataclass
from functools import cache

from build_scripts.errors import RuleError
from build_scripts.rules.dates import DATE_RE
from build_scripts.rules.loading import any_of, load_yaml

FILE = "box.yml"
_NOTHING = frozenset({"", "无", "-", "--", "—", "/", "暂无"})
# A phrase of a box is short; a name of an organ or document may take two lines of a page.
_FORMS = {
    "date": re.compile(rf"[^。，,]{{0,4}}{DATE_RE.pattern}.{{0,12}}"),
    "number": re.compile(r"(?=.*[0-9])[^。，；]{1,60}"),
    "organ": re.compile(r"[\u3400-\u9fff、，,（）()·]{2,60}"),
    # 来源：群众举报12件 gives a figure of the report, no particular of the page.
    "words": re.compile(r"(?![0-9,.%]+$)(?!.*[0-9](?![年月日号])[\u3400-\u9fff])[^。]{1,120}"),
    "prose": re.compile(r".{1,1000}"),
    "count": re.compile(r"[\[(]?[0-9,]*(?:人次|次|人|个)?[\])]?|(?:正在)?加载中?[.…]*"),
}


@dataclass(frozen=True, slots=True)
class Label:
    """A kind of label: ``field`` is a value of ``BoxField``; a ``weak`` one is a plain word without its colon.

    A ``portal`` one stands in a line that a portal sets round a page.
    """

    id: str
    field: str
    value: str
    weak: bool
    portal: bool

    def fits(self, value: str) -> bool:
        """Say whether ``value``, widths folded, has the form that such a value has; nothing and 无 always do."""
        return value in _NOTHING or _FORMS[self.value].fullmatch(value) is not None


@cache
def load_labels() -> dict[str, Label]:
    """Return every label by its words: ``load_labels()["索引号"].field`` is ``index_number``."""
    entries = load_yaml(FILE).get("labels")
    if not isinstance(entries, list):
        raise RuleError(FILE, "labels", "应为一个列表")
    labels: dict[str, Label] = {}
    for entry in entries:
        if isinstance(entry, dict):
            label = Label(
                id=str(entry["id"]),
                field=str(entry["field"]),
                value=str(entry["value"]),
                weak=bool(entry.get("weak", False)),
                portal=bool(entry.get("portal", False)),
            )
            labels |= dict.fromkeys(str(entry["words"]).split(), label)
    return labels


@cache
def label_re() -> re.Pattern[str]:
    """Return the pattern of any label's words, the longest first."""
    return re.compile(any_of(tuple(load_labels())))


def is_nothing(value: str) -> bool:
    """Say whether ``value`` says that there is none: "", 无, -."""
    return value in _NOTHING
