"""Sources, store and site at a folder, in memory and at S3: only changes travel, and no reader meets a gap."""

import mimetypes
import os
import subprocess
import sys
import threading
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from build_scripts.errors import UsageError
from build_scripts.models.media_types import FEED, MEDIA_TYPES
from build_scripts.storage import (
    fetch_store,
    is_remote,
    mirror_sources,
    publish_folder,
    publishing,
    put_back_store,
)
from build_scripts.storage.filesystem import FolderPlace, Place, RemotePlace, open_place
from tests.storage.conftest import Moto, use_moto

ROOT = Path(__file__).resolve().parent.parent.parent
SITE = {
    "index.html": "<a href=reports/a/>",
    "404.html": "nothing",
    "reports/a/index.html": "甲",
    "reports/a/report.md": "# 甲",
    "assets/main.css": "a{}",
    "assets/search/1.json": "[]",
}


def fill(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def put(address: str, files: Mapping[str, str], tmp_path: Path) -> None:
    place = open_place(address)
    for name, text in files.items():
        (tmp_path / "one").write_text(text, encoding="utf-8", newline="")
        place.put(tmp_path / "one", name)


def held(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file() and file.name != ".mirror.json")
    return {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in files}


def held_at(address: str, tmp_path: Path) -> dict[str, str]:
    place, found = open_place(address), {}
    for name in place.stamps():
        if name != ".published.json":
            place.fetch(name, tmp_path / "one")
            found[name] = (tmp_path / "one").read_text(encoding="utf-8")
    return found


# -- sources


def test_a_mirror_holds_what_the_address_holds(address: str, tmp_path: Path) -> None:
    files = {
        "411523/2023-health.txt": "甲",
        "411523/2023-health.txt.yml": "sha256: 1",
        "440704/2022-health.md": "乙",
    }
    put(address, files, tmp_path)
    mirrored = mirror_sources(address, tmp_path / "here")
    assert held(tmp_path / "here") == files
    assert (mirrored.fetched, mirrored.removed, mirrored.unchanged) == (tuple(sorted(files)), (), 0)


def test_a_mirror_fetches_what_changed_and_drops_what_is_gone(address: str, tmp_path: Path) -> None:
    put(address, {"a/1.txt": "甲", "a/2.txt": "乙", "b/3.txt": "丙"}, tmp_path)
    mirror_sources(address, tmp_path / "here")
    put(address, {"a/2.txt": "丁", "c/4.txt": "戊"}, tmp_path)
    open_place(address).remove(["b/3.txt"])
    mirrored = mirror_sources(address, tmp_path / "here")
    assert held(tmp_path / "here") == {"a/1.txt": "甲", "a/2.txt": "丁", "c/4.txt": "戊"}
    assert (mirrored.fetched, mirrored.removed, mirrored.unchanged) == (
        ("a/2.txt", "c/4.txt"),
        ("b/3.txt",),
        1,
    )


def test_a_mirror_of_what_did_not_change_fetches_nothing(address: str, tmp_path: Path) -> None:
    put(address, {"a/1.txt": "甲"}, tmp_path)
    mirror_sources(address, tmp_path / "here")
    assert mirror_sources(address, tmp_path / "here").fetched == ()


def test_a_file_lost_here_is_fetched_again(address: str, tmp_path: Path) -> None:
    put(address, {"a/1.txt": "甲"}, tmp_path)
    mirror_sources(address, tmp_path / "here")
    (tmp_path / "here/a/1.txt").unlink()
    assert mirror_sources(address, tmp_path / "here").fetched == ("a/1.txt",)
    assert held(tmp_path / "here") == {"a/1.txt": "甲"}


def test_a_mirror_cut_short_is_gone_on_with(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(address, {f"a/{number}.txt": str(number) for number in range(9)}, tmp_path)
    with monkeypatch.context() as broken:
        for kind in (FolderPlace, RemotePlace):
            broken.setattr(kind, "fetch", _failing_at("a/7.txt", kind.fetch))
        with pytest.raises(OSError, match="cable"):
            mirror_sources(address, tmp_path / "here")
    open_place(address).remove(["a/1.txt"])
    mirror_sources(address, tmp_path / "here")
    assert held(tmp_path / "here") == {f"a/{number}.txt": str(number) for number in range(9) if number != 1}


def _failing_at(bad: str, fetch: object) -> object:
    def run(self: object, name: str, file: Path) -> None:
        if name == bad:
            raise OSError("cable")
        fetch(self, name, file)  # type: ignore[operator]

    return run


def test_a_place_that_is_empty_of_a_sudden_empties_no_mirror(address: str, tmp_path: Path) -> None:
    put(address, {"a/1.txt": "甲"}, tmp_path)
    mirror_sources(address, tmp_path / "here")
    open_place(address).remove(["a/1.txt"])
    with pytest.raises(UsageError, match="一个文件也没有"):
        mirror_sources(address, tmp_path / "here")
    assert held(tmp_path / "here") == {"a/1.txt": "甲"}


def test_a_folder_with_files_of_its_own_is_no_mirror(address: str, tmp_path: Path) -> None:
    put(address, {"a/1.txt": "甲"}, tmp_path)
    own = fill(tmp_path / "own", {"notes.txt": "mine"})
    with pytest.raises(UsageError, match="已有别的文件"):
        mirror_sources(address, own)
    assert held(own) == {"notes.txt": "mine"}


def test_a_mirror_is_of_one_address(address: str, tmp_path: Path) -> None:
    put(address, {"a/1.txt": "甲"}, tmp_path)
    mirror_sources(address, tmp_path / "here")
    with pytest.raises(UsageError, match="换地址"):
        mirror_sources(str(tmp_path / "elsewhere"), tmp_path / "here")


# -- the store


def write(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def test_where_no_store_is_kept_none_is_fetched_and_ours_is_put(address: str, tmp_path: Path) -> None:
    ours = tmp_path / "reports.sqlite"
    lease = fetch_store(address, ours)
    assert not ours.exists()
    put_back_store(address, write(ours, "甲"), lease)
    fetch_store(address, tmp_path / "again")
    assert (tmp_path / "again").read_text(encoding="utf-8") == "甲"


def test_a_store_is_put_in_the_place_of_the_one_that_was_fetched(address: str, tmp_path: Path) -> None:
    ours = tmp_path / "reports.sqlite"
    for text in ("甲", "乙", "乙", "丙"):
        lease = fetch_store(address, ours)
        put_back_store(address, write(ours, text), lease)
    assert len(open_place(address).stamps()) == 2
    fetch_store(address, tmp_path / "again")
    assert (tmp_path / "again").read_text(encoding="utf-8") == "丙"


@pytest.mark.parametrize("is_first", [True, False])
def test_of_two_builds_at_once_the_later_is_refused(address: str, tmp_path: Path, is_first: bool) -> None:
    one, two = tmp_path / "one.sqlite", tmp_path / "two.sqlite"
    if not is_first:
        put_back_store(address, write(one, "甲"), fetch_store(address, one))
    first, second = fetch_store(address, one), fetch_store(address, two)
    put_back_store(address, write(two, "乙"), second)
    with pytest.raises(UsageError, match="没有写回"):
        put_back_store(address, write(one, "丙"), first)
    fetch_store(address, tmp_path / "again")
    assert (tmp_path / "again").read_text(encoding="utf-8") == "乙"
    assert len(open_place(address).stamps()) == 2


def test_what_an_older_store_left_here_is_no_part_of_the_one_that_comes(address: str, tmp_path: Path) -> None:
    ours = write(tmp_path / "reports.sqlite", "甲")
    put_back_store(address, ours, fetch_store(address, ours))
    write(ours, "乙")
    left = write(tmp_path / "reports.sqlite-wal", "more of 乙")
    fetch_store(address, ours)
    assert ours.read_text(encoding="utf-8") == "甲"
    assert not left.exists()


# -- the site


def test_a_published_folder_is_there_as_it_is_here(address: str, tmp_path: Path) -> None:
    published = publish_folder(fill(tmp_path / "site", SITE), address)
    assert held_at(address, tmp_path) == SITE
    assert (published.uploaded, published.removed, published.unchanged) == (tuple(sorted(SITE)), (), 0)


def test_only_what_changed_is_published_and_what_is_gone_goes(address: str, tmp_path: Path) -> None:
    site = fill(tmp_path / "site", SITE)
    publish_folder(site, address)
    fill(site, {"reports/b/index.html": "乙", "index.html": "new"})
    (site / "assets/main.css").unlink()
    published = publish_folder(site, address)
    assert held_at(address, tmp_path) == held(site)
    assert published.uploaded == ("index.html", "reports/b/index.html")
    assert published.removed == ("assets/main.css",)
    again = publish_folder(site, address)
    assert (again.uploaded, again.removed, again.unchanged) == ((), (), len(SITE))


def test_files_that_no_run_published_are_left_alone(address: str, tmp_path: Path) -> None:
    put(address, {"CNAME": "example.cn"}, tmp_path)
    publish_folder(fill(tmp_path / "site", SITE), address)
    assert held_at(address, tmp_path) == SITE | {"CNAME": "example.cn"}


def test_assets_go_before_pages_and_what_is_gone_goes_last(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = fill(tmp_path / "site", SITE | {"old.html": "x"})
    publish_folder(site, address)
    (site / "old.html").unlink()
    fill(site, {name: text + "!" for name, text in SITE.items()})
    told: list[str] = []
    _note(monkeypatch, told)
    publish_folder(site, address)
    ranks = [publishing._rank(name) for name in told if name not in {".published.json", "-old.html"}]
    assert sorted(set(ranks)) == [0, 1, 2]
    assert ranks == sorted(ranks)
    assert told[-1] == "-old.html"


def _note(monkeypatch: pytest.MonkeyPatch, told: list[str]) -> None:
    lock = threading.Lock()
    for kind in (FolderPlace, RemotePlace):
        put_before, remove_before = kind.put, kind.remove

        def put_noted(self: Place, file: Path, name: str, _do: object = put_before) -> None:
            with lock:
                told.append(name)
            _do(self, file, name)  # type: ignore[operator]

        def remove_noted(self: Place, names: Collection[str], _do: object = remove_before) -> None:
            told.extend(f"-{name}" for name in names)
            _do(self, names)  # type: ignore[operator]

        monkeypatch.setattr(kind, "put", put_noted)
        monkeypatch.setattr(kind, "remove", remove_noted)


def test_a_publication_cut_short_is_finished_by_the_next(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = fill(tmp_path / "site", SITE)
    publish_folder(site, address)
    fill(site, {"reports/a/index.html": "half", "reports/new/index.html": "to go", "assets/main.css": "b{}"})
    with monkeypatch.context() as broken:
        for kind in (FolderPlace, RemotePlace):
            broken.setattr(kind, "remove", _fail)
        (site / "404.html").unlink()
        with pytest.raises(OSError, match="cable"):
            publish_folder(site, address)
    (site / "reports/new/index.html").unlink()
    fill(site, {"reports/a/index.html": SITE["reports/a/index.html"]})
    with pytest.raises(UsageError, match="正在被另一次发布更新"):
        publish_folder(site, address)
    monkeypatch.setattr(publishing, "_ABANDONED", 0.0)
    publish_folder(site, address)
    assert held_at(address, tmp_path) == held(site)


def _fail(_self: object, _names: object) -> None:
    raise OSError("cable")


def test_of_two_publications_at_once_the_overtaken_is_told(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = fill(tmp_path / "one", SITE), fill(tmp_path / "two", SITE | {"index.html": "two"})
    monkeypatch.setattr(publishing, "_ABANDONED", 0.0)
    upload = publishing._upload

    def overtaken(*arguments: object) -> None:
        monkeypatch.setattr(publishing, "_upload", upload)
        upload(*arguments)  # type: ignore[arg-type]
        publish_folder(two, address)

    monkeypatch.setattr(publishing, "_upload", overtaken)
    with pytest.raises(UsageError, match="混在一起"):
        publish_folder(one, address)


# -- addresses


def test_s3_tells_browsers_what_a_file_is(
    moto: Moto, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use_moto(moto, monkeypatch)
    address = moto.make_bucket()
    # Whatever this machine knows of kinds of files.
    monkeypatch.setattr("mimetypes.guess_type", mimetypes.MimeTypes(()).guess_type)
    data = {f"data/a.{kind}": "{}" for kind in MEDIA_TYPES} | {"feeds/regions/a.xml": "<feed/>"}
    publish_folder(fill(tmp_path / "site", SITE | data), address)
    system = open_place(address)._system  # type: ignore[attr-defined]
    kinds = {name: system.info(f"{address[5:]}/{name}")["ContentType"] for name in (*SITE, *data)}
    assert kinds["reports/a/report.md"] == "text/markdown; charset=utf-8"
    assert kinds["index.html"] == "text/html; charset=utf-8"
    assert kinds["assets/main.css"] == "text/css; charset=utf-8"
    assert kinds["data/a.json"] == "application/json"
    assert kinds["data/a.csv"] == "text/csv; charset=utf-8"
    assert kinds["feeds/regions/a.xml"] == FEED
    for kind in ("parquet", "sqlite", "xlsx"):
        assert kinds[f"data/a.{kind}"] == MEDIA_TYPES[kind]


def test_a_server_that_cannot_compare_is_looked_at_before(
    moto: Moto, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use_moto(moto, monkeypatch)
    place = open_place(moto.make_bucket())
    assert isinstance(place, RemotePlace)
    write_there = place._system.pipe_file

    def pipe_file(path: str, data: bytes, **condition: str) -> None:
        if condition:
            raise NotImplementedError("A header you provided implies functionality that is not implemented")
        write_there(path, data)

    monkeypatch.setattr(place._system, "pipe_file", pipe_file)
    assert place.put_if(b"1", "list", None)
    stamp = place.stamp("list")
    assert place.put_if(b"2", "list", stamp)
    assert not place.put_if(b"3", "list", stamp)
    place.fetch("list", tmp_path / "list")
    assert (tmp_path / "list").read_bytes() == b"2"


@pytest.mark.parametrize(
    ("address", "told"),
    [("s3://no-such-bucket/x", "读写不了"), ("nonsense://x", "不认识的地址")],
)
def test_an_address_of_no_use_is_told_in_one_line(
    moto: Moto, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str, told: str
) -> None:
    use_moto(moto, monkeypatch)
    with pytest.raises(UsageError, match=told) as error:
        publish_folder(fill(tmp_path / "site", SITE), address)
    assert "\n" not in str(error.value)


@pytest.mark.heavy
@pytest.mark.parametrize("missing", ["fsspec", "s3fs"])
def test_a_missing_package_is_told_in_one_line(missing: str) -> None:
    program = (
        "import sys; sys.modules[sys.argv[1]] = None\n"
        "from build_scripts.storage.filesystem import open_place\n"
        "from build_scripts.errors import UsageError\n"
        "try: open_place('s3://bucket')\n"
        "except UsageError as error: sys.stdout.buffer.write(str(error).encode())"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, missing],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    ).stdout.decode()
    assert told == "用 s3://bucket 需要另装软件包：pip install -r requirements-cluster.txt"


@pytest.mark.heavy
def test_plain_paths_need_no_package(tmp_path: Path) -> None:
    fill(tmp_path / "there", {"a/1.txt": "甲"})
    program = (
        "import sys; from pathlib import Path; from build_scripts.storage import *\n"
        "mirror_sources(sys.argv[1], Path(sys.argv[2])); publish_folder(Path(sys.argv[2]), sys.argv[3])\n"
        "put_back_store(sys.argv[3], Path(sys.argv[2]) / 'a/1.txt', fetch_store(sys.argv[3], Path(sys.argv[4])))\n"
        "sys.exit('fsspec' in sys.modules or 'distributed' in sys.modules)"
    )
    folders = [str(tmp_path / name) for name in ("there", "here", "site", "store.sqlite")]
    command = [sys.executable, "-c", program, *folders]
    assert subprocess.run(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False).returncode == 0


@pytest.mark.parametrize(
    ("address", "remote"),
    [
        ("s3://a/b", True),
        ("memory://a", True),
        ("file:///a", False),
        ("/a/b", False),
        ("C:\\a", False),
        ("a/b", False),
    ],
)
def test_an_address_is_remote_by_its_protocol(address: str, remote: bool) -> None:
    assert is_remote(address) is remote
