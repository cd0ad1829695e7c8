"""What is told of the whole site and stands in no report: where it lies, what was corrected, what was released."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Publication:
    """The site as it goes out. ``address`` is its own, ending in "/"; "" where nobody gives one: then none is written.

    >>> Publication("https://example.org/fz/").url_of("about/")
    'https://example.org/fz/about/'
    """

    address: str = ""

    def url_of(self, way: str) -> str:
        """Return the full address of ``way``, which counts from the site's root. Needs an address."""
        return f"{self.address}{way}"


UNNAMED = Publication()
