"""The pages of a report that was just saved, brought into the preview's site without a look at any other file."""

from collections.abc import Iterable
from pathlib import Path
from sqlite3 import Connection
from tempfile import TemporaryDirectory

from build_scripts.models import Places
from build_scripts.site.carrying_over import link_file, move_file
from build_scripts.site.mkdocs_run import Part, render_part
from build_scripts.site.site_plan import make_plan
from build_scripts.store import FileState, transaction


def show_files(places: Places, connection: Connection, files: Iterable[str]) -> tuple[str, ...]:
    """Bring these files of docs/ up to date in the preview's site, and return what MkDocs warned of.

    Raises ``UsageError`` where MkDocs cannot go on.
    """
    plan, state = make_plan(places), FileState(connection, places.site.name, places.site)
    wanted = [plan.wanted_of(connection, file) for file in files]
    wanted = [one for one in wanted if not state.is_fresh(one.file, one.made_from)]
    pages = tuple(one.source for one in wanted if one.is_page)
    with TemporaryDirectory(prefix="parts-", dir=places.cache) as folder:
        rendered = render_part(Part(places, Path(folder), pages)) if pages else None
        for one in wanted:
            if one.is_page and rendered:
                move_file(rendered.folder / one.file, places.site / one.file)
            else:
                link_file(places.docs / one.source, places.site / one.file)
    with transaction(connection):
        for one in wanted:
            state.note(one.file, one.made_from)
    return rendered.warnings if rendered else ()
