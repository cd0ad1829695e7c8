"""Folds the chapters of a page whose title has the class ``folded``: all of them are forty screens of a phone.

A part of the project's Markdown extension (``rich_pages.py``). The address of a place inside opens its chapter:
browsers do that by themselves, and ``docs/assets/report.js`` for those that do not.
"""

from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor

_CLASS = "folded"


class FoldedPage(Treeprocessor):
    """Puts each heading of the second level, with all up to the next, into an element that opens."""

    def run(self, root: Element) -> None:
        """Fold the page, where it asks for that."""
        title = next(iter(root), None)
        if title is None or title.get("class") != _CLASS:
            return
        del title.attrib["class"]
        chapter = None
        for element in list(root):
            if element.tag == "h2":
                chapter = _chapter(root, element)
            elif chapter is not None:
                root.remove(element)
                chapter.append(element)


def _chapter(root: Element, heading: Element) -> Element:
    """Put what opens in the place of a heading; a head that folds may hold no link, so the permanent one goes."""
    chapter = Element("details", {"class": "chapter"})
    root.insert(list(root).index(heading), chapter)
    root.remove(heading)
    SubElement(chapter, "summary").append(heading)
    for link in heading.findall("a"):
        heading.remove(link)
    return chapter
