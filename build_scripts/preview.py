"""What the preview shows: the pages of a report that was saved at once, and then all that speaks of many reports."""

import os
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from build_scripts.build_commands import Run, converted, make_docs, open_store
from build_scripts.building import code_key, gather_some
from build_scripts.docs_folder import lay_some
from build_scripts.engine import EngineSettings, open_engine, warm
from build_scripts.models import Fate, Places
from build_scripts.publication_files import read_publication
from build_scripts.publish import DocsWriter
from build_scripts.run_report import FATES, last_line
from build_scripts.site import build_site, show_files
from build_scripts.sources import find_saved
from build_scripts.store import FileState, transaction

Say = Callable[[str], None]


def show(places: Places, names: Sequence[str], say: Say) -> int:
    """Bring the pages of the reports up to date that files of these names belong to; without names everything.

    Return 1 where a report was held back or failed, else 0.
    """
    return show_saved(places, names, say) if names else make_preview(places, say)


def make_preview(places: Places, say: Say) -> int:
    """Bring docs/ and the preview's own site up to date; tell what MkDocs warns of.

    Return 1 where a report was held back or failed, else 0.
    """
    summary = make_docs(places, say, Run(preview=True))
    with open_store(places, say) as connection:
        built = build_site(replace(places, preview=True), connection, jobs=os.cpu_count() or 1)
    for warning in built.warnings:
        say(warning)
    say(last_line(summary))
    return int(summary.needs_person)


def show_saved(places: Places, names: Sequence[str], say: Say) -> int:
    """Convert the reports that were saved, and show their pages. Lists and index stay as they were.

    Needs a preview that was made before. Return 1 where a report was held back or failed, else 0.
    """
    with open_store(places, say) as connection:
        return _show(replace(places, preview=True), connection, names, say)


def _show(places: Places, connection: sqlite3.Connection, names: Sequence[str], say: Say) -> int:
    with open_engine(EngineSettings()) as engine:
        saved = find_saved(places.sources, names)
        made = gather_some(places.sources, connection, partial(converted, engine), saved)
    told = read_publication(places).told
    with transaction(connection):
        writer = DocsWriter(FileState(connection, "docs", places.docs))
        files = lay_some(connection, writer, [one.path for one in made if one.fate is Fate.PUBLISHED], told)
    for warning in show_files(places, connection, files):
        say(warning)
    bad = [one for one in made if one.fate is not Fate.PUBLISHED]
    for one in bad:
        say(f"{FATES[one.fate]}：{one.reason if one.fate is Fate.FAILED else f'{one.path}：{one.message}'}")
    return int(bool(bad))


def warm_up() -> None:
    """Load what a preview is made with: the pipeline with its rules, and the name of this code."""
    warm()
    code_key()
