"""What a hit shows of a report: its best sentence, whole or cut at its clauses, what was asked for marked in it."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

from build_scripts.demo import demo_reports
from tests.generated import read_demo
from tests.site.conftest import StaticServer, StaticSite, build_site

ROOT = Path(__file__).parents[2]
SCRIPTS = ("search-fold.js", "search-text.js", "search-snippet.js")
REPORTS = 40  # of the demo
BOX = 60_000  # bytes that the figures may cost beside a search for the same words
LONGEST = 120 + 3  # characters of a snippet, and an … at each cut

# What is made of [text, words, anchors asked for]: the sentence with [marks], and its anchor.
SENTENCES = {
    # The one with most of the words, and with a title of the same words last.
    "most": (
        "某县法律顾问聘用情况报告\n聘用干部3名。法律顾问2名。聘用法律顾问5名。",
        "聘用 法律顾问",
        [],
        "[聘用法律顾问]5名。",
    ),
    # Of those with as many words the one where they stand nearest.
    "nearest": (
        "法律顾问制度健全，全年没有再聘用。全年聘用法律顾问5名。",
        "法律顾问 聘用",
        [],
        "全年[聘用法律顾问]5名。",
    ),
    # Of those with as many words the one with a figure of the kind that is asked for.
    "asked": ("不得以罚款代替管理。全年罚款3万元。", "罚款", [1], "全年[罚款]3万元。"),
    # Without words the figure that is asked for, else the first sentence with one; no date and no name is one.
    "wordless asked": ("发放材料30份。全年罚款3万元。", "", [1], "全年罚款3万元。"),
    "wordless": ("2023年，我局依法行政。“12·4”期间开展宣传。发放材料30份。", "", [], "发放材料30份。"),
    # A row of a table has its head.
    "table": ("警告\t罚款\t合计\n53\t90\t143", "罚款", [], "警告 53，[罚款] 90，合计 143"),
    "table asked": ("警告\t罚款\t合计\n53\t90\t143", "", [1], "警告 53，罚款 90，合计 143"),
    # Punctuation between, widths and traditional characters make no difference.
    "folded": ("推行“双随机、一公开”监管。", "双随机一公开", [], "推行“[双随机、一公开]”监管。"),
    # Long ones are cut at their clauses around the words.
    "cut": (
        "，".join(["上下共同努力完成工作任务"] * 12)
        + "，罚款3万元，"
        + "，".join(["下一步继续努力"] * 12)
        + "。",
        "罚款",
        [],
        "…" + "上下共同努力完成工作任务，" * 5 + "[罚款]3万元，" + "下一步继续努力，" * 6 + "…",
    ),
    "cut twice": (
        "罚款3万元，" + "上下共同努力完成工作任务，" * 14 + "没收5万元。",
        "罚款 没收",
        [],
        "[罚款]3万元，"
        + "上下共同努力完成工作任务，" * 4
        + "…"
        + "上下共同努力完成工作任务，" * 4
        + "[没收]5万元。",
    ),
    "no clause": ("甲" * 300 + "罚款" + "乙" * 300, "罚款", [], None),
}


@pytest.fixture
def bare(tmp_path: Path, static_server: StaticServer, page: Page) -> Page:
    """Return a page with nothing but the scripts that pick a sentence."""
    for name in SCRIPTS:
        shutil.copy(ROOT / "docs/assets" / name, tmp_path)
    scripts = "".join(f"<script src={name}></script>" for name in SCRIPTS)
    (tmp_path / "index.html").write_text(f"<!doctype html><meta charset=utf-8>{scripts}", encoding="utf-8")
    page.goto(static_server(tmp_path).url)
    return page


def sentences_in(text: str) -> list[tuple[int, int]]:
    """Return where the sentences of a made-up text begin and end; a line of a table is one."""
    found, start = [], 0
    for place, char in enumerate(text):
        if char in "。\n":
            end = place + (char == "。")
            found += [(start, end)] if end > start else []
            start = place + 1
    return [*found, (start, len(text))] if start < len(text) else found


def passages_of(text: str) -> list[int]:
    """Return them as the index has them: gap, length, growth of the lead. The anchors are s-<start>."""
    numbers, last = [], 0
    for start, end in sentences_in(text):
        numbers += [start - last, end - start, 0]
        last = end
    return numbers


PICK = """([text, passages, words, asked]) => {
  const title = text.split("\\n").length > 1 && text.includes("报告") ? text.split("\\n")[0] : "";
  const report = new SearchText("1", {title, agency: "", more: [], place: "", url: "", year: 2023, text, passages});
  const terms = searchFold.parseQuery(words);
  const found = searchSnippet.bestSentence(report, terms, new Set(asked));
  return found && found.pieces.map(({text, hit}) => (hit ? `[${text}]` : text)).join("");
}"""


@pytest.mark.parametrize("name", SENTENCES)
def test_the_best_sentence_is_shown(bare: Page, name: str) -> None:
    text, words, asked, wanted = SENTENCES[name]
    anchors = [f"s-{sentences_in(text)[place][0]}" for place in asked]
    told = bare.evaluate(PICK, [text, passages_of(text), words, anchors])
    assert len(told.replace("[", "").replace("]", "")) <= LONGEST
    if wanted is None:
        assert "[罚款]" in told
        assert told.startswith("…")
        assert told.endswith("…")
    else:
        assert told == wanted


def test_of_two_equal_numbers_none_is_marked_and_13_holds_no_3(bare: Page) -> None:
    text = "立案13件，结案3件。立案3件，结案3件。"
    told = bare.evaluate(
        """([text, passages]) => {
          const report = new SearchText("1", {title: "", agency: "", more: [], text, passages});
          return ["s-0", "s-11"].map((anchor) => searchSnippet.quote(report, anchor, "3件"));
        }""",
        [text, passages_of(text)],
    )
    assert [[piece["text"] for piece in pieces if piece["hit"]] for pieces in told] == [["3件"], []]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, static_server: StaticServer) -> StaticSite:
    """Serve a site of made-up reports."""
    results = [read_demo(one) for one in demo_reports(REPORTS, 1)]
    return static_server(build_site(tmp_path_factory.mktemp("demo"), results))


ALL_OF = """async (words) => {
  const {reports} = await reportSearch.query(words);
  const rows = await reportSearch.rows(words, reports);
  return rows.map((row) => ({ href: row.href, pieces: row.excerpt }));
}"""


@pytest.mark.parametrize("words", ["行政处罚", "法律顾问 聘请", "的", "双随机一公开", "2024"])
def test_every_snippet_of_many_reports_is_short_and_marked_and_leads_there(
    demo: StaticSite, page: Page, words: str
) -> None:
    page.goto(f"{demo.url}search/")
    rows = page.evaluate(ALL_OF, words)
    assert len(rows) > 3
    for row in rows:
        told = "".join(piece["text"] for piece in row["pieces"])
        assert 0 < len(told) <= LONGEST + 10, told
        assert any(piece["hit"] for piece in row["pieces"]) or words == "2024", told
    href = next(row["href"] for row in rows if "#" in row["href"])
    page.goto(demo.url + href)
    expect(page.locator(":target")).to_be_visible()


def loaded(page: Page, site: StaticSite, query: str) -> int:
    """Return how many bytes of the index a search takes until its first rows stand."""
    sizes: list[int] = []

    def note(request: Request) -> None:
        if "/assets/search/" in request.url:
            sizes.append(request.sizes()["responseBodySize"])

    page.on("requestfinished", note)
    page.goto("about:blank")
    page.goto(f"{site.url}search/?q={query}")
    page.locator("[data-search-count]").wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    page.remove_listener("requestfinished", note)
    return sum(sizes)


@pytest.mark.parametrize("query", ["罚款", "罚款最多", "罚款前十", "行政复议超过3件"])
def test_the_figures_cost_little_beside_a_search_for_the_words(
    demo: StaticSite, page: Page, query: str
) -> None:
    with_figures = loaded(page, demo, query)
    first = page.locator("#search-answers li").first
    expect(first.locator("p")).not_to_be_empty()
    expect(first).to_contain_text("年度")
    page.route("**/answers.json", lambda route: route.fulfill(status=404))
    plain = loaded(page, demo, "行政复议" if "复议" in query else "罚款")
    expect(page.locator("#search-answers")).to_be_hidden()
    assert with_figures - plain <= BOX


def test_figures_of_a_table_have_their_unit(demo: StaticSite, page: Page) -> None:
    page.goto(f"{demo.url}search/?q=罚没金额")
    page.get_by_role("button", name="再列").click()
    expect(page.locator("#search-answers li").nth(5)).to_be_visible()
    told = page.locator("#search-answers li strong").all_inner_texts()
    assert [value for value in told if value.replace(".", "").isdecimal()] == []


def test_what_no_report_says_in_these_words_is_answered_by_figures(demo: StaticSite, page: Page) -> None:
    page.goto(f"{demo.url}search/?q=请问罚款最多的到底是哪里呀")
    expect(page.locator("[data-search-count='0']")).to_be_attached()
    expect(page.locator("#search-answers h2")).to_contain_text("处罚金额")
    expect(page.locator("#search-answers h2")).to_contain_text("从大到小")
    expect(page.locator("#search-answers li").first).to_be_visible()
    assert page.evaluate("reportSearch.query('请问罚款最多的到底是哪里呀')")["reports"] == []


def test_the_reports_of_the_greatest_figures_come_first(demo: StaticSite, page: Page) -> None:
    page.goto(f"{demo.url}search/?q=罚款最多")
    page.locator("[data-search-count]").wait_for(state="attached")
    first = page.locator("#search-results a[data-report]").first.get_attribute("data-report") or ""
    region, *department, year = first.split("-")
    link = page.locator("#search-answers li > a", has_text="罚").first
    answers = page.locator("#search-answers li > a").evaluate_all("all => all.map((a) => a.href)")
    assert any(f"reports/{region}/{'-'.join(department)}/{year}/" in href for href in answers)
    expect(link).to_be_visible()


def test_a_link_to_a_sentence_is_never_parted(demo: StaticSite, page: Page) -> None:
    page.goto(f"{demo.url}search/?q=罚没金额")
    links = page.locator("#search-answers small a")
    expect(links.first).to_be_visible()
    for width in range(320, 420, 4):
        page.set_viewport_size({"width": width, "height": 800})
        lines = links.evaluate_all("all => all.map((one) => one.getClientRects().length)")
        assert set(lines) == {1}, width
