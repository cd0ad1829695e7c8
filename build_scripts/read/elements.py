"""Elements of a page or of a Word file, as lxml gives them, and the ways through them. None calls itself."""

import re
from collections.abc import Callable, Iterator
from typing import Protocol

_NO_SIGN_RE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Element(Protocol):
    """What is asked of an element. ``text`` stands behind its first tag, ``tail`` behind its last."""

    tag: str
    text: str | None
    tail: str | None

    def get(self, key: str) -> str | None:
        """Return an attribute, ``None`` where there is none."""

    def getparent(self) -> "Element | None":
        """Return the element that this one stands in."""

    def getprevious(self) -> "Element | None":
        """Return the element right before this one, in the same parent."""

    def iter(self, *tags: str) -> "Iterator[Element]":
        """Yield the element and all within it, in order; of ``tags`` alone where any are given."""

    def itertext(self) -> Iterator[str]:
        """Yield all words within."""

    def remove(self, element: "Element") -> None:
        """Take a child away, and the words behind it."""

    def __iter__(self) -> "Iterator[Element]": ...

    def __len__(self) -> int: ...


def walk(root: Element, skip: Callable[[Element], bool] | None = None) -> Iterator[tuple[bool, Element]]:
    """Yield every element as its tag opens (``True``) and closes; of one to ``skip`` only the opening."""
    if skip and skip(root):
        yield True, root
        return
    yield True, root
    stack = [(root, iter(root))]
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield False, element
            continue
        yield True, child
        if not (skip and skip(child)):
            stack.append((child, iter(child)))


def attribute(element: Element, name: str) -> str:
    """Return an attribute, "" where there is none."""
    return element.get(name) or ""


def drop(element: Element) -> None:
    """Take an element away; the words behind it stay."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail:
        # A page may hold signs that lxml gives and does not take.
        tail = _NO_SIGN_RE.sub("", element.tail)
        if before is None:
            parent.text = _NO_SIGN_RE.sub("", parent.text or "") + tail
        else:
            before.tail = _NO_SIGN_RE.sub("", before.tail or "") + tail
    parent.remove(element)
