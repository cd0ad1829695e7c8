"""What a report's page says, read out of its HTML: of the rich page, and of the plain Markdown by another renderer.

Left out is what only a page needs: the summary and the ways above the fold, neighbours, citation, the record of
cleaning, links to places, and the line of the original with its downloads, of which the Markdown says more.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from markdown_it import MarkdownIt

from build_scripts.render.front_matter import strip_front_matter

PAGE_ONLY_SECTIONS = ("相关报告", "引用", "整理记录")
_VOID = {"br", "hr", "img", "input", "link", "meta", "wbr", "path", "rect", "line", "circle"}
_PAGE_ONLY_CLASSES = {
    "headerlink",
    "jump",
    "summary",
    "on-paper",
    "page-start",
    "md-source-file",
}
_HINT = "按主题排列，写法照录原文"
# Of these the two say unlike things: the page has links, the Markdown the whole sum.
_MORE = ("原件", "SHA-256")
_PART = "— "

# Another Markdown than the site's; it would pass tags through, so a tag that is not escaped is seen.
COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@dataclass
class Node:
    """An element with what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: "list[Node | str]" = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        """Return its classes."""
        return set(self.attributes.get("class", "").split())

    @property
    def text(self) -> str:
        """Return its words."""
        return "".join(part if isinstance(part, str) else part.text for part in self.inside)

    def all(self, *tags: str) -> "Iterator[Node]":
        """Yield the elements of these names in it, in order."""
        for part in self.inside:
            if isinstance(part, Node):
                if part.tag in tags:
                    yield part
                yield from part.all(*tags)


class _Tree(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self._open = [self.root]
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        if not (node.classes & _PAGE_ONLY_CLASSES or self._is_row_link(node)):
            self._open[-1].inside.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def _is_row_link(self, node: Node) -> bool:
        """Say whether it is the permanent link of a figure's row."""
        return self._open[-1].tag == "th" and "#m-" in node.attributes.get("href", "")

    def handle_endtag(self, tag: str) -> None:
        if tag in (node.tag for node in self._open[1:]):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)


@dataclass(frozen=True)
class Row:
    """A figure: depth under its totals, what is said of it, its number as written and as meant."""

    depth: int
    told: str
    written: str
    meant: str


@dataclass(frozen=True)
class Article:
    """All that a report's page says. Blanks do not count, nor do the marks that only join words (：；)."""

    title: str
    facts: list[tuple[str, str]]
    requirements: list[str]
    doubts: list[str]
    figures: list[str | Row]
    around_figures: list[str]
    text: str
    headings: list[tuple[str, str]]


def article_of_html(page: str) -> Article:
    """Read the HTML of a rich page, a whole one or that of the Markdown alone."""
    sections = _sections(_article(page))
    about, figures = sections["基本信息"], sections["数字"]
    facts = [([_squeezed(n.text) for n in div.all("dt", "dd")]) for div in about.all("div")]
    return Article(
        title=_squeezed(sections[""].text),
        facts=[(label, words) for label, words in facts if label not in _MORE],
        requirements=[_squeezed(item.text) for item in sections["应有内容"].all("li", "p")],
        doubts=[_doubt(item) for item in sections["提示"].all("li", "p")],
        figures=list(_html_figures(figures)),
        around_figures=[
            _squeezed(n.text) for n in figures.all("caption", "p") if not n.text.startswith(_HINT)
        ],
        text=_exact(sections["正文"].text),
        headings=_headings(sections["正文"]),
    )


def article_of_markdown(page: str) -> Article:
    """Read plain Markdown, front matter left out."""
    sections = _sections(_Tree(COMMONMARK.render(strip_front_matter(page))).root)
    facts = [_exact(item.text).partition("：") for item in sections[""].all("li")]
    return Article(
        title=_squeezed(next(sections[""].all("h1")).text),
        facts=[(_squeezed(label), _squeezed(words)) for label, _, words in facts if label not in _MORE],
        requirements=[_squeezed(item.text) for item in sections["应有内容"].all("li", "p")],
        doubts=[_squeezed(item.text) for item in sections["提示"].all("li", "p")],
        figures=list(_markdown_figures(sections["数字"])),
        around_figures=[_squeezed(n.text) for n in sections["数字"].all("p")],
        text=_exact(sections["正文"].text),
        headings=_headings(sections["正文"]),
    )


def figures_of_html(page: str) -> list[str | Row]:
    """Return the themes and figures of a further page of a long table."""
    return list(_html_figures(_article(page)))


def figures_of_markdown(page: str) -> list[str | Row]:
    """Return the themes and figures of its plain Markdown."""
    return list(_markdown_figures(_Tree(COMMONMARK.render(strip_front_matter(page))).root))


def original_of_html(page: str) -> list[str]:
    """Return the lines of the raw text that a rich page of an original shows."""
    lines = [line for line in _article(page).all("span") if line.attributes.get("id", "").startswith("L")]
    return [Node("", inside=line.inside[1:]).text.removesuffix("\n") for line in lines]  # without its number


def original_of_markdown(page: str) -> list[str]:
    """Return the lines between the fences of a plain page of an original."""
    (fence,) = [token for token in COMMONMARK.parse(strip_front_matter(page)) if token.type == "fence"]
    return fence.content.removesuffix("\n").split("\n")


def _article(page: str) -> Node:
    tree = _Tree(page).root
    return next(tree.all("article"), tree)


def _sections(article: Node) -> dict[str, Node]:
    """Return what stands under each heading of the second level, and before the first under ""."""
    found = {"": Node("")}
    name = ""
    for part in article.inside:
        if isinstance(part, Node) and part.tag == "h2":
            name = _squeezed(part.text)
            found[name] = Node("")
        elif name not in PAGE_ONLY_SECTIONS:
            found[name].inside.append(part)
    return found


def _headings(section: Node) -> list[tuple[str, str]]:
    return [(node.tag, _exact(node.text)) for node in section.all("h3", "h4", "h5", "h6")]


def _doubt(item: Node) -> str:
    item.inside = [part for part in item.inside if not (isinstance(part, Node) and part.tag == "a")]
    return _squeezed(item.text)


def _html_figures(section: Node) -> Iterator[str | Row]:
    for line in (line for body in section.all("tbody") for line in body.all("tr")):
        told, *numbers = line.all("th", "td")
        if "theme" in line.classes:
            yield _squeezed(told.text)
            continue
        depth = next((int(name[-1]) for name in line.classes if name.startswith("depth")), 0)
        meant = next((small.text for small in numbers[0].all("small")), "")
        written = _squeezed(numbers[0].text).removesuffix(_squeezed(meant))
        yield Row(depth, _squeezed(told.text), written, _squeezed(meant).removeprefix("="))


def _markdown_figures(section: Node) -> Iterator[str | Row]:
    for part in section.all("h2", "h3", "tr"):
        if part.tag != "tr":
            yield _squeezed(part.text)
        elif cells := [cell.text for cell in part.all("td")]:
            subject, written, meant, told = cells
            depth = 0
            while subject.startswith(_PART):
                depth, subject = depth + 1, subject.removeprefix(_PART)
            yield Row(min(depth, 3), _squeezed(subject + told), _squeezed(written), _squeezed(meant))


def _exact(text: str) -> str:
    return "".join(text.split())


def _squeezed(text: str) -> str:
    return re.sub(r"[\s：；]", "", text)
