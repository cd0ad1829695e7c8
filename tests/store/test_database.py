"""The file of the store: made where there is none, and anew where it is no use."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from build_scripts.models.conversion import RichPage, Surroundings
from build_scripts.store import connect, keep, kept, read_page, save_page, snapshot, surround, transaction


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "reports.sqlite"


def keep_page(file: Path, markdown: str, html: str) -> None:
    connection, _ = connect(file)
    with closing(connection), transaction(connection):
        page = RichPage("index.md", markdown, html.encode())
        save_page(connection, "440704/2023-health.txt", "reports/440704/health/2023/index.md", page)


def test_a_page_is_found_by_its_markdown_whatever_its_blanks(file: Path) -> None:
    keep_page(file, "# 甲县\n\n共 264 项", "<p>丰富</p>")
    assert read_page(file, "# 甲县\n共  264 项\n") == "<p>丰富</p>"
    assert read_page(file, "# 甲县\n\n共 265 项") is None


def test_remarks_stand_in_the_rows_of_their_figures(file: Path) -> None:
    row = "<tr id={} class=depth1><th scope=row>案件 <a href=#{}>¶</a></th><td>264</td></tr>"
    connection, _ = connect(file)
    folder = "reports/440704/health/2023/"
    pages = {
        f"{folder}index.md": "m-15",
        f"{folder}figures/2/index.md": "m-158",
        "reports/440704/health/2024/index.md": "m-15",
    }
    with closing(connection), transaction(connection):
        for name, id_ in pages.items():
            save_page(connection, "a", name, RichPage("", name, row.format(id_, id_).encode()))
        surround(
            connection, f"{folder}index.md", Surroundings(remarks={"m-15": "甲", "m-158": "乙", "m-1": "丙"})
        )
    shown = [read_page(file, name) for name in pages]
    own, further, other = ((row.format(id_, id_)) for id_ in pages.values())
    assert shown == [own.replace("</th>", "甲</th>"), further.replace("</th>", "乙</th>"), other]


def test_a_store_that_is_sound_is_opened_without_a_word(file: Path) -> None:
    keep_page(file, "甲", "乙")
    connection, told = connect(file)
    connection.close()
    assert told == ""
    assert read_page(file, "甲") == "乙"


def test_what_is_dropped_lies_on_in_no_free_page(file: Path) -> None:
    secret = "已经拿掉的一段".encode()
    connection, _ = connect(file)
    with closing(connection):
        with transaction(connection):
            keep(connection, "甲", secret)
        with transaction(connection):
            connection.execute("DELETE FROM kept")
    assert secret not in file.read_bytes()


@pytest.mark.parametrize("found", [b"no database at all", b"SQLite format 3\0" + b"x" * 200])
def test_a_damaged_store_is_made_anew_with_one_line(file: Path, found: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(found)
    connection, told = connect(file)
    with closing(connection):
        assert "已重建" in told
        assert "\n" not in told
        assert connection.execute("SELECT count(*) FROM reports").fetchone() == (0,)


def test_a_foreign_store_is_made_anew(file: Path) -> None:
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE reports (path TEXT)")
        other.commit()
    connection, told = connect(file)
    connection.close()
    assert "已重建" in told


def test_what_a_block_that_fails_wrote_is_gone(file: Path) -> None:
    connection, _ = connect(file)
    with closing(connection):
        with pytest.raises(sqlite3.IntegrityError), transaction(connection):
            connection.executemany("INSERT INTO kept VALUES (?, x'00')", [("a",), ("a",)])
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_where_there_is_no_store_there_is_no_page(file: Path) -> None:
    assert read_page(file, "甲") is None
    assert not file.exists()


def test_a_store_made_anew_is_read_anew(file: Path) -> None:
    """A preview asks on while another run puts a new store in the place of the old."""
    keep_page(file, "甲", "旧")
    assert read_page(file, "甲") == "旧"
    file.unlink()
    keep_page(file, "甲", "新")
    assert read_page(file, "甲") == "新"
    file.unlink()
    assert read_page(file, "甲") is None


def test_a_page_written_later_is_found(file: Path) -> None:
    keep_page(file, "甲", "乙")
    assert read_page(file, "丙") is None
    connection, _ = connect(file)
    with closing(connection), transaction(connection):
        for markdown, html in (("丙", "丁"), ("甲", "戊")):
            save_page(connection, "a", f"{markdown}.md", RichPage("index.md", markdown, html.encode()))
    assert (read_page(file, "丙"), read_page(file, "甲")) == ("丁", "戊")


def test_pages_are_read_in_every_thread(file: Path) -> None:
    keep_page(file, "甲", "乙")
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(lambda _: read_page(file, "甲"), range(40))) == {"乙"}


def test_what_is_read_as_it_was_stays_so_while_another_writes(file: Path) -> None:
    connection, _ = connect(file)
    with closing(connection):
        keep(connection, "a", b"1")
        with transaction(connection), snapshot(file) as reader:
            keep(connection, "a", b"2")
            assert (kept(connection, "a"), kept(reader, "a")) == (b"2", b"1")
            connection.execute("COMMIT")
            assert kept(reader, "a") == b"1"
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                keep(reader, "a", b"3")
            connection.execute("BEGIN")


def test_there_is_nothing_to_read_where_no_store_is(file: Path) -> None:
    with pytest.raises(sqlite3.OperationalError), snapshot(file):
        pass
    assert not file.exists()
