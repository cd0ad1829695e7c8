"""A page for opening from a disk: links that name a folder name its page, and the edition's script comes first."""

import html
import re
from html.parser import HTMLParser
from itertools import accumulate

PAGE = "index.html"
_LINKS = frozenset({"href", "action", "formaction"})
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>][^\s>]*))""")
_CHARACTER = re.compile(r"&[^;&\s]+;|.", re.DOTALL)
_NOT_BESIDE = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]", re.IGNORECASE)

Insertion = tuple[int, str]


def turn_page(page: str, depth: int, script: str) -> str:
    """Return a page that lies ``depth`` folders below the root, with ``script`` (a path below the root) put first.

    All that happens to the text is that pieces are put in: the script before all others, a page's name where a
    relative address ends in a folder.

    >>> turn_page('<script src=a.js></script><a href="../regions/#all">', 1, "o.js")
    '<script src="../o.js"></script><script src=a.js></script><a href="../regions/index.html#all">'
    """
    tags = _Tags(page).found
    insertions = [found for at, _, tag in tags for found in _completions(tag, at)]
    first = next((at for at, name, _ in tags if name == "script"), None)
    if first is not None:
        insertions.append((first, f'<script src="{"../" * depth}{script}"></script>'))
    return _put_in(page, insertions)


class _Tags(HTMLParser):
    """The opening tags of a page: where each begins, its name, and the tag as it is written."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[tuple[int, str, str]] = []
        self._lines = list(accumulate((len(line) + 1 for line in page.split("\n")), initial=0))
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parent's
        line, column = self.getpos()
        self.found.append((self._lines[line - 1] + column, tag, self.get_starttag_text() or ""))


def _completions(tag: str, at: int) -> list[Insertion]:
    links = (found for found in _ATTRIBUTE.finditer(tag) if found[1].lower() in _LINKS)
    # The last of its groups is the one that took part: the value without its quotes.
    values = ((found[found.lastindex or 0], found.start(found.lastindex or 0)) for found in links)
    return [(at + start + end, name) for value, start in values for end, name in _completion(value)]


def _completion(value: str) -> list[Insertion]:
    """Return what to put into an address as it is written in a page, entities and all, and where; mostly nothing.

    >>> _completion("..?q=1"), _completion("a/#b"), _completion("a.txt"), _completion("https://example.org/")
    ([(2, '/index.html')], [(2, 'index.html')], [], [])
    """
    pieces = [(found.start(), html.unescape(found[0])) for found in _CHARACTER.finditer(value)]
    end = next((start for start, piece in pieces if piece in "?#"), len(value))
    path = "".join(piece for start, piece in pieces if start < end)
    if not path or _NOT_BESIDE.match(path):
        return []
    last = path.rpartition("/")[2]
    if last not in {"", ".", ".."}:
        return []
    return [(end, f"/{PAGE}" if last else PAGE)]


def _put_in(text: str, insertions: list[Insertion]) -> str:
    places = sorted(insertions)
    ends = [at for at, _ in places]
    parts = [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]
    return parts[0] + "".join(piece + part for (_, piece), part in zip(places, parts[1:], strict=True))
