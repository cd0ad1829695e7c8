"""What a page says of itself in its head: its title, its day of publication, where its text comes from.

Source of the names: 《政府网站发展指引》 (国办发〔2017〕47号), annex 2, tags of pages of content.
"""

from collections.abc import Iterator

from build_scripts.models import BoxField
from build_scripts.read.elements import Element, attribute
from build_scripts.rules.dates import parse_date

_FIELDS = {
    "pubdate": BoxField.PUBLISHED_ON,
    "publishdate": BoxField.PUBLISHED_ON,
    "article:published_time": BoxField.PUBLISHED_ON,
    "datepublished": BoxField.PUBLISHED_ON,
    "contentsource": BoxField.AGENCY,
    "articletitle": BoxField.TITLE,
}
_LONGEST = 200

Tags = tuple[tuple[BoxField, str], ...]


def find_tags(root: Element) -> Tags:
    """Return the tags that say something, one a field, the first in the page; a date only where it is a day."""
    found: dict[BoxField, str] = {}
    for field, value in _values(root):
        if value and len(value) <= _LONGEST and _is_sound(field, value):
            found.setdefault(field, value)
    return tuple(found.items())


def find_name(root: Element) -> str:
    """Return the page's name for itself, "" where it has none: the tag of its title, else the title of its window."""
    told = dict(find_tags(root)).get(BoxField.TITLE)
    window = next((" ".join(element.itertext()) for element in root.iter("title")), "")
    return told or window


def _values(root: Element) -> Iterator[tuple[BoxField, str]]:
    for element in root.iter("meta", "time"):
        name = attribute(element, "name") or attribute(element, "property") or attribute(element, "itemprop")
        field = _FIELDS.get(name.strip().lower())
        if field:
            value = attribute(element, "content") or attribute(element, "datetime")
            yield field, " ".join(value.split())


def _is_sound(field: BoxField, value: str) -> bool:
    if field is not BoxField.PUBLISHED_ON:
        return True
    try:
        parse_date(value)
    except ValueError:
        return False
    return True
