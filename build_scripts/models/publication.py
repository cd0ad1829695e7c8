"""What is told of the whole site and stands in no report: where it lies, what was corrected, what was released."""

from dataclasses import dataclass
from itertools import chain

# What stands in the place of a new value where none is: a figure or report that is no longer there, and a report whose
# original is another file than before, so that the places of its figures say nothing any more.
WITHDRAWN, REPLACED = "撤下", "换了原件"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A figure that was published and is another now, as ``corrections.yml`` tells it.

    ``report`` and ``figure`` are ids, ``figure`` is "" where the whole report is meant. ``old`` and ``new`` are value
    and unit (264 件); ``new`` may be ``WITHDRAWN`` or ``REPLACED``. ``day`` and ``reason`` are "" until a person gives
    them.
    """

    report: str
    figure: str = ""
    subject: str = ""
    old: str = ""
    new: str
    day: str = ""
    reason: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Return what tells which change is meant."""
        return self.report, self.figure, self.old, self.new

    @property
    def is_whole(self) -> bool:
        """Say whether all of it is told that readers are owed."""
        return bool(self.day and self.reason)


@dataclass(frozen=True, slots=True)
class ReleasedFile:
    """A file of the public data as a release tells of it: its name below /data/, its size in bytes, its SHA-256."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A state of the data that was given a version. ``day`` is that of its newest record.

    ``added`` and ``removed`` are ids of reports, against the version before; of the first one nothing was before it.
    """

    version: str
    day: str
    reports: int
    figures: int
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    corrected: tuple[Correction, ...] = ()
    files: tuple[ReleasedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Pending:
    """What differs from the last version and has none yet: reports that came or went, and figures that changed."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[Correction, ...] = ()

    def __bool__(self) -> bool:
        """Say whether anything differs."""
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class Publication:
    """The site as it goes out. ``address`` is its own, ending in "/"; "" where nobody gives one: then none is written.

    ``corrections`` are those of the editor's file, in its order; ``releases`` the newest first. Of a demo all reports
    are made up, and its feeds say so.

    >>> Publication("https://example.org/fz/").url_of("about/")
    'https://example.org/fz/about/'
    """

    address: str = ""
    corrections: tuple[Correction, ...] = ()
    releases: tuple[Release, ...] = ()
    pending: Pending = Pending()
    is_demo: bool = False

    def url_of(self, way: str) -> str:
        """Return the full address of ``way``, which counts from the site's root. Needs an address."""
        return f"{self.address}{way}"

    @property
    def told(self) -> tuple[Correction, ...]:
        """Return the corrections that are whole, the latest first; of one day the last in the file first."""
        whole = [one for one in reversed(self.corrections) if one.is_whole]
        return tuple(sorted(whole, key=lambda one: one.day, reverse=True))

    def open_corrections(self) -> tuple[Correction, ...]:
        """Return the corrections that no release has taken in yet."""
        taken = [one.key for one in chain.from_iterable(release.corrected for release in self.releases)]
        found = []
        for one in self.corrections:
            if one.key in taken:
                # The same change may be told again in a later version: each row is taken in once.
                taken.remove(one.key)
            else:
                found.append(one)
        return tuple(found)


UNNAMED = Publication()
