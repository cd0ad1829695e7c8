"""The page of the public data: which files there are, what their columns mean, how they are read. And descriptors."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import PurePosixPath

from build_scripts.models import Overview
from build_scripts.render.data_dictionary import TYPES
from build_scripts.render.data_facts import DataFacts
from build_scripts.render.data_layout import DataFile, name_patterns
from build_scripts.render.data_package import render_datasette, render_package
from build_scripts.render.escape import ready
from build_scripts.render.listings import Page
from build_scripts.render.templates import render_template
from build_scripts.rules.data_columns import FIGURES, REPORTS, load_columns


def data_pages(overview: Overview, files: Sequence[DataFile], facts: DataFacts) -> Iterator[Page]:
    """Yield the page, the Data Package and what Datasette is told, for the data ``files`` that there are."""
    page = render_template(
        "data.md.j2",
        facts=facts,
        groups=[(told, tuple(of)) for told, of in groupby(files, key=lambda file: file.told)],
        names={kind: ready(name) for kind, name in name_patterns(files).items()},
        is_split=any(file.year for file in files),
        types=TYPES,
        columns=load_columns(FIGURES),
        fields=load_columns(REPORTS),
        figures=overview.figures,
        reports=overview.reports,
    )
    yield PurePosixPath("data/index.md"), page
    yield PurePosixPath("data/datapackage.json"), render_package(files)
    yield PurePosixPath("data/metadata.json"), render_datasette(files)
