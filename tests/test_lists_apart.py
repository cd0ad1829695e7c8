"""The lists laid by a second process are those laid here, byte for byte, and are laid here where it fails."""

import logging
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from build_scripts import lists_apart
from build_scripts.docs_folder import lists_of
from build_scripts.errors import BrokenOffError
from build_scripts.lists_apart import lists_begun
from build_scripts.models import Places
from build_scripts.models.publication import UNNAMED
from build_scripts.publish import DocsWriter, Laid
from build_scripts.store import FileState, connect, measure_reuse, resolve_addresses, transaction
from tests.test_step_by_step import converted, differing, fill

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Return a folder with a store of three reports and nothing laid."""
    places = Places(tmp_path_factory.mktemp("lists"))
    connection, _ = connect(places.store)
    with closing(connection):
        fill(connection, map(converted, range(3)))
        with transaction(connection):
            resolve_addresses(connection)
            measure_reuse(connection)
    return places


def lay(places: Places, docs: Path, *, apart: bool) -> DocsWriter:
    connection, _ = connect(places.store)
    with closing(connection), transaction(connection):
        connection.execute("DELETE FROM files")
        writer = DocsWriter(FileState(connection, "docs", docs))
        with lists_begun(places, UNNAMED, apart=apart) as end:
            end(lists_of(connection), writer)
        writer.finish()
        assert DocsWriter(writer.state).is_whole()
    return writer


@pytest.fixture(scope="module")
def laid_here(places: Places) -> tuple[Path, DocsWriter]:
    docs = places.root / "here"
    return docs, lay(places, docs, apart=False)


@pytest.fixture
def nothing_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("laid here")

    monkeypatch.setattr(lists_apart, "lay_lists", fail)


@pytest.mark.usefixtures("nothing_here")
def test_a_second_process_lays_the_same(places: Places, laid_here: tuple[Path, DocsWriter]) -> None:
    docs, here = laid_here
    writer = lay(places, places.docs, apart=True)
    assert sorted(writer.written) == sorted(here.written)
    assert (writer.unchanged, writer.removed) == (0, [])
    assert not differing(docs, places.docs)


@pytest.mark.usefixtures("nothing_here")
def test_it_leaves_what_is_there_as_it_is(places: Places) -> None:
    connection, _ = connect(places.store)
    writers = []
    with closing(connection):
        for _ in range(2):
            with transaction(connection), lists_begun(places, UNNAMED, apart=True) as end:
                writers.append(DocsWriter(FileState(connection, "docs", places.docs)))
                end(lists_of(connection), writers[-1])
    first, second = writers
    assert not second.written
    assert second.unchanged == first.unchanged + len(first.written)


def killed() -> Future[Laid]:
    future: Future[Laid] = Future()
    future.set_exception(BrokenOffError("处理它的进程意外结束"))
    return future


def test_where_it_fails_they_are_laid_here(
    places: Places,
    laid_here: tuple[Path, DocsWriter],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    @contextmanager
    def begun(*_: object) -> Iterator[Future[Laid]]:
        yield killed()

    monkeypatch.setattr(lists_apart, "begun_apart", begun)
    with caplog.at_level(logging.DEBUG, "build_scripts"):
        lay(places, tmp_path / "docs", apart=True)
    assert not differing(laid_here[0], tmp_path / "docs")
    assert "处理它的进程意外结束" in caplog.text
