"""Text of a report made harmless, both as HTML and as Markdown, and still reading the same.

Character references do the work on pages of many reports: they mean the same inside a Markdown paragraph, a heading and
raw HTML, so one function serves them. A report's own pages are HTML alone and need fewer. Markdown that people read as
it is has backslashes instead, and only where needed.
"""

import html
import re
from html.entities import html5

from markupsafe import Markup

# Nearly all that pages print, addresses too: nothing in it means anything to Markdown or HTML. A hyphen that is first
# or doubled does, and a full stop behind a number alone. Asked first, it saves a fifth of a list.
_PLAIN_RUN = r"[0-9A-Za-z/%.,\u3400-\u9fff，。、；：（）《》“”…〇]+"
_HARMLESS = re.compile(rf"(?:(?![0-9]+\.\Z){_PLAIN_RUN}(?:-{_PLAIN_RUN})*)?")
# It begins with one character, as what begins with several is searched in twice the time; so do others below.
_BLANKS = re.compile(r"[\s\u2028\u2029\x85][\s\u2028\u2029\x85]*", re.ASCII)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SPECIAL = re.compile(
    r"""[&<>"'`*_\[\]{}|\\~^#!$:\t]"""  # mean something anywhere
    r"""|==+|--+|\+\++|\?\?+|^ ?[-=+]"""  # when doubled or first in a line
    r"""|^( ?[0-9]+)([.)])(?=\s|$)"""  # a list's number
)
_PLAIN = re.compile(
    r"""[\\`*_{}\[\]|#<>]"""  # mean something anywhere
    r"""|&(?=\#?[0-9A-Za-z]+;)"""  # of an entity
    r"""|^-(?=[\s-]|$)|^\+(?=\s|$)"""  # first in a line: a list, a rule
    r"""|^=|^:(?=[\s:]|$)|^!(?=!!)|^\?(?=\?\?)"""  # a heading's line, a definition, blocks of some programs
    r"""|^[0-9]+[.)](?=\s|$)"""  # a list's number
)
# What one of these is in: most lines have none, and a class of characters is looked for in a tenth of the time.
_ANYWHERE = re.compile(r"[\\`*_{}\[\]|#<>&]")
_FIRST = frozenset("-+=:!?0123456789")
_NAMED = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
# Python-Markdown, which shows the page where there is no other, knows no backslash before these.
_NOT_BY_BACKSLASH = "=:?"
_NO_PAGE_HOLDS = r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
# Overrides, embeddings, isolates and marks of direction turn the words around them, also those of other reports.
_TURNS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# Signs that are set above and below a letter: a pile of them covers the lines around. No script piles more than three.
_PILED = r"\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_UNPRINTABLE = re.compile(f"[{_NO_PAGE_HOLDS}{_TURNS}]|(?<=[{_PILED}]{{3}})[{_PILED}]")
_PILE = re.compile(f"[{_PILED}][{_PILED}]{{3}}")
_TURNING = re.compile(f"[{_TURNS}]")
_HARMLESS_LINE = re.compile(f"[^&<>\"'{_NO_PAGE_HOLDS}{_TURNS}{_PILED}]*")


# What is harmless in HTML, and at any place but the first of a line of Markdown: a scan of it is all that most words
# need, a third of what the steps take one by one.
_UNSAFE = f"{_NO_PAGE_HOLDS}{_TURNS}{_PILED}"
_HARMLESS_HTML = re.compile(f"[^&<>\"' \\t-\\r\\x85\\u2028\\u2029{_UNSAFE}]*")
_WHITE = r"\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_HARMLESS_PLAIN = re.compile(rf"[^\\`*_{{}}\[\]|#<>&~^${_WHITE}{_UNSAFE}]*")


def escape(text: str) -> str:
    """Return ``text`` for a line of Markdown or a quoted HTML attribute; a reader sees it as it was.

    Runs of blanks and line breaks become one blank; characters that no page may hold, that turn the words around them
    or pile up over the lines around become U+FFFD.

    >>> escape("1. <b>甲|乙</b>")
    '1&#46; &#60;b&#62;甲&#124;乙&#60;/b&#62;'
    """
    return text if _HARMLESS.fullmatch(text) else escape_exact(_BLANKS.sub(" ", text))


def escape_exact(text: str) -> str:
    """Escape like ``escape``, but keep every blank: for one line inside ``<pre>``.

    >>> escape_exact("甲   乙")
    '甲   乙'
    """
    return _SPECIAL.sub(_reference, printable(text))


def printable(text: str) -> str:
    """Return ``text`` with U+FFFD for each character that does harm on a page; blanks and line breaks stay.

    >>> printable("罚款\u202e5万元")
    '罚款�5万元'
    """
    # Whole texts have line ends and wide blanks, which are no harm: nine tenths of the time is the pattern's.
    bare = text if text.isprintable() else text.replace("\n", "").replace("\u3000", "")
    return text if bare.isprintable() and not _PILE.search(text) else _UNPRINTABLE.sub("\ufffd", text)


def escape_html(text: str) -> str:
    """Return ``text`` for HTML that no Markdown reads: an element or a quoted attribute; blanks are folded.

    >>> escape_html("1. <b>甲|乙</b>")
    '1. &lt;b&gt;甲|乙&lt;/b&gt;'
    """
    return text if _HARMLESS_HTML.fullmatch(text) else escape_line(_BLANKS.sub(" ", text))


def shown(text: str) -> str:
    """Return words of a report for HTML, entities decoded: ``escape_html(decode(text))``."""
    return text if _HARMLESS_HTML.fullmatch(text) else escape_html(decode(text))


def escape_line(text: str) -> str:
    """Escape like ``escape_html``, but keep every blank: for one line inside ``<pre>``."""
    return text if _HARMLESS_LINE.fullmatch(text) else html.escape(_UNPRINTABLE.sub("\ufffd", text))


def escape_markdown(text: str) -> str:
    r"""Return ``text`` for one line of plain Markdown, anywhere in it; every Markdown program shows it as it was.

    Blanks are folded as by ``escape``, those at either end left out.

    >>> escape_markdown("1. <b>甲|乙</b>"), escape_markdown("3至5件，4-6人")
    ('1\\. &lt;b&gt;甲\\|乙&lt;/b&gt;', '3至5件，4-6人')
    """
    if _HARMLESS.fullmatch(text) or (text[0] not in _FIRST and _HARMLESS_PLAIN.fullmatch(text)):
        return text
    told = _BLANKS.sub(" ", printable(text)).strip()
    if told[:1] in _FIRST or _ANYWHERE.search(told):
        told = _PLAIN.sub(_in_plain, told)
    # A pair strikes words through, sets formulas or superscripts in some programs; one alone means nothing.
    for char in "~^$":
        if told.count(char) > 1:
            told = told.replace(char, f"&#{ord(char)};")
    return told


def _in_plain(found: re.Match[str]) -> str:
    char = found.group()
    if char[0].isdigit():
        return f"{char[:-1]}\\{char[-1]}"
    return _NAMED.get(char) or (f"&#{ord(char)};" if char in _NOT_BY_BACKSLASH else f"\\{char}")


def decode(text: str) -> str:
    """Return ``text`` with the entities that an editor's export left in it decoded, for display only.

    Only whole entities with their semicolon count. Characters that turn the words around them become U+FFFD.

    >>> decode("甲&ldquo;乙&rdquo;&copy2020")
    '甲“乙”&copy2020'
    """
    told = _ENTITY.sub(lambda found: _decoded(found.group()), text) if "&" in text else text
    return told if told.isprintable() else _TURNING.sub("\ufffd", told)


def entity_cuts(text: str) -> list[tuple[int, int]]:
    """Return of each entity that ``decode`` decodes where it ends, and how much shorter all up to there becomes.

    >>> entity_cuts("甲&ldquo;乙&rdquo;&copy2020")
    [(8, 6), (16, 12)]
    """
    found, less = list[tuple[int, int]](), 0
    for match in _ENTITY.finditer(text):
        less += len(match.group()) - len(_decoded(match.group()))
        found.append((match.end(), less))
    return found


def _decoded(entity: str) -> str:
    return html.unescape(entity) if entity[1] == "#" or entity[1:] in html5 else entity


def ready(markup: str) -> Markup:
    """Mark what was put together of tags and escaped words, so that a template prints it as it is."""
    return Markup(markup)  # noqa: S704 - the one place where this is done; what comes here is escaped


def _reference(found: re.Match[str]) -> str:
    if found.group(1):
        return f"{found.group(1)}&#{ord(found.group(2))};"
    return "".join(f"&#{ord(char)};" for char in found.group())
