"""The Markdown extension: the rich page where the store has one, else the Markdown itself."""

import logging
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import markdown
import pytest

from build_scripts import rich_pages
from build_scripts.models.conversion import RichPage
from build_scripts.store import connect, save_page, transaction
from tests.render.pages import Elements

PLAIN = """# 甲

- 报告编号：440704-health-2023

| 事项 | 数值 |
| --- | --- |
| 检查 | 3次 |

甲\u2028乙\ufeff丙　丁
"""
RICH = """<h1>甲</h1>

<p class="a">一*二*
</p>

<pre>
# 三

四</pre>
<h2 data-x id="h-1"><mark>五</mark>&amp;</h2>

<dl><dt>六</dt></dl>
"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store that has a rich page for ``PLAIN``."""
    return keep(tmp_path / "reports.sqlite", RICH)


def keep(file: Path, page: str) -> Path:
    connection, _ = connect(file)
    with closing(connection), transaction(connection):
        save_page(connection, "a.txt", "reports/a/index.md", RichPage("index.md", PLAIN, page.encode()))
    return file


def shown(text: str, store: Path | str) -> str:
    return markdown.markdown(
        text,
        extensions=["build_scripts.rich_pages", "attr_list", "tables", "toc"],
        extension_configs={"build_scripts.rich_pages": {"store": str(store)}},
    )


def test_html_is_shown_as_it_is(store: Path) -> None:
    assert shown(PLAIN, store) == RICH.replace("<h1>", '<h1 id="_1">').strip()


@pytest.mark.parametrize("title", ["甲", "2023 report", "乙 h-1", "&lt;b&gt; &amp; c"])
def test_headings_get_what_markdown_gives_to_its_own(store: Path, title: str) -> None:
    """Anchors, permanent links and contents are those of the same page in Markdown."""
    toc = {"permalink": True, "permalink_title": "链接", "toc_depth": 4}
    keep(
        store,
        f'<h1>{title}</h1>\n<h2 id="h-1">一 <mark>二</mark></h2>\n<h3 id="h-2">三</h3>\n<h5 id="h-3">四</h5>\n',
    )
    text = f"# {title}\n\n## 一 <mark>二</mark> {{: #h-1 }}\n\n### 三 {{: #h-2 }}\n\n##### 四 {{: #h-3 }}\n"
    ready = markdown.Markdown(
        extensions=["build_scripts.rich_pages", "toc"],
        extension_configs={"build_scripts.rich_pages": {"store": str(store)}, "toc": toc},
    )
    plain = markdown.Markdown(extensions=["attr_list", "toc"], extension_configs={"toc": toc})
    made, wanted = ready.convert(PLAIN), plain.convert(text)
    assert _elements(made) == _elements(wanted)
    assert ready.toc_tokens == plain.toc_tokens  # type: ignore[attr-defined]
    # A page after it has contents of its own.
    ready.reset()
    ready.convert("# 别的\n")
    assert [token["name"] for token in ready.toc_tokens] == ["别的"]  # type: ignore[attr-defined]


def _elements(page: str) -> tuple[list[tuple[str, dict[str, str]]], str]:
    """Return the elements of a page and its words; the order of their attributes does not count."""
    read = Elements(page)
    return read.elements, "".join(read.words)


@pytest.mark.parametrize(
    "text",
    [
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n\n", "\n\n\n \n"),
        PLAIN.replace(" ", "\t"),
        PLAIN.strip(),
        f"\n{PLAIN}\n\n",
        PLAIN.replace("\u2028", " "),
    ],
)
def test_blanks_and_line_ends_do_not_count(store: Path, text: str) -> None:
    assert "<dl>" in shown(text, store)


def test_other_markdown_stays_as_it_is(store: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert shown("# 乙\n\n| 甲 |\n| --- |\n| 3 |\n", store).endswith("</table>")
    assert not caplog.records


def test_a_report_without_its_page_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(3):
        assert "<td>3次</td>" in shown(PLAIN, tmp_path / "none.sqlite")
    (record,) = caplog.records  # of many in a row the first alone
    assert (record.levelno, record.name) == (logging.WARNING, "mkdocs.build_scripts")
    assert record.getMessage().startswith("440704-health-2023：")


def test_the_environment_names_the_store_before_the_settings(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(rich_pages.VARIABLE, str(store))
    assert "<dl>" in shown(PLAIN, tmp_path / "none.sqlite")


@pytest.mark.heavy
def test_the_store_of_the_project_does_not_depend_on_the_working_folder(tmp_path: Path) -> None:
    code = "from build_scripts.rich_pages import STORE; print(STORE)"
    root = Path(rich_pages.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(root)!r}); {code}"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert Path(done.stdout.strip()) == root / ".cache" / "reports.sqlite"


LISTED = """# 甲

<p class="summary"><span>5 份报告</span></p>

<ul class="reports">
<li><a href="../reports/1/">甲县 <small>*注*</small></a></li>
</ul>

还没有**别的**报告。

<div>

**乙**

</div>

<p>没有合上

<span>行内</span> 的*字*
"""


@pytest.mark.parametrize("page", [LISTED, f"{LISTED}\n```html\n\n<p>码</p>\n\n```\n"])
def test_html_that_is_set_aside_comes_out_as_markdown_would_leave_it(tmp_path: Path, page: str) -> None:
    extensions = ["attr_list", "tables", "fenced_code", "toc"]
    configs = {"build_scripts.rich_pages": {"store": str(tmp_path / "none.sqlite")}}
    ours = markdown.markdown(
        page, extensions=["build_scripts.rich_pages", *extensions], extension_configs=configs
    )
    assert ours == markdown.markdown(page, extensions=extensions)


def with_permalinks() -> markdown.Markdown:
    return markdown.Markdown(
        extensions=["build_scripts.rich_pages", "attr_list", "toc"],
        extension_configs={"toc": {"permalink": True}},
    )


FOLDED = (
    "# 题 {: .folded }\n\n前言\n\n## 甲 {: #a }\n\n一\n\n- 二\n\n## 乙 `x` {: #b }\n\n### 丙 {: #c }\n\n三\n"
)


def test_chapters_of_a_page_that_asks_for_it_fold() -> None:
    md = with_permalinks()
    page = md.convert(FOLDED)
    assert page.count('<details class="chapter">') == page.count("</details>") == 2
    first, second = re.findall("<details.*?</details>", page, re.DOTALL)
    assert re.search('<summary>\\s*<h2 id="a">甲</h2>\\s*</summary>', first)
    assert "<li>二</li>" in first
    assert re.search('<summary>\\s*<h2 id="b">乙 <code>x</code></h2>\\s*</summary>', second)
    assert '<h3 id="c">' in second
    assert '<a class="headerlink"' in second, "headings inside keep theirs"
    assert page.index("前言") < page.index("<details")
    assert [token["id"] for token in md.toc_tokens[0]["children"]] == ["a", "b"]  # type: ignore[attr-defined]


def test_other_pages_do_not_fold() -> None:
    assert "<details" not in with_permalinks().convert(FOLDED.replace(" {: .folded }", ""))
