"""What other programs read of a page: Open Graph, and JSON-LD in the words of schema.org, whichever tool built it."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urljoin

import pytest
from pyld import jsonld

from tests.site.conftest import build_by_zensical, build_site
from tests.site.test_twins import RESULTS

ADDRESS = "https://reports.example.gov.cn/fz/"
LD = re.compile(r'<script type="?application/ld\+json"?>(.*?)</script>', re.DOTALL)
SCHEMA = "http://schema.org/"
# Of the vocabulary that schema.org publishes (release 30.0, schemaorg-all-https.jsonld): the types used here with all
# that they are, and of the properties used the types that have them and what their values are.
TYPES = {
    "AdministrativeArea": {"AdministrativeArea", "Place", "Thing"},
    "BreadcrumbList": {"BreadcrumbList", "ItemList", "Intangible", "Thing"},
    "DataDownload": {"DataDownload", "MediaObject", "CreativeWork", "Thing"},
    "Dataset": {"Dataset", "CreativeWork", "Thing"},
    "GovernmentOrganization": {"GovernmentOrganization", "Organization", "Thing"},
    "ListItem": {"ListItem", "Intangible", "Thing"},
    "Report": {"Report", "Article", "CreativeWork", "Thing"},
}
PROPERTIES = {
    "author": ({"CreativeWork", "Rating"}, {"Organization", "Person"}),
    "contentUrl": ({"MediaObject"}, {"URL"}),
    "dateModified": ({"CreativeWork", "DataFeedItem"}, {"Date", "DateTime"}),
    "datePublished": ({"CreativeWork", "Certification"}, {"Date", "DateTime"}),
    "description": ({"Thing"}, {"Text", "TextObject"}),
    "distribution": ({"Dataset"}, {"DataDownload"}),
    "encodingFormat": ({"CreativeWork", "MediaObject"}, {"Text", "URL"}),
    "identifier": ({"Thing"}, {"PropertyValue", "Text", "URL"}),
    "inLanguage": (
        {"BroadcastService", "CommunicateAction", "CreativeWork", "Event", "LinkRole"}
        | {"PronounceableText", "WriteAction"},
        {"Language", "Text"},
    ),
    "isAccessibleForFree": ({"CreativeWork", "Event", "Place"}, {"Boolean"}),
    "isBasedOn": ({"CreativeWork"}, {"CreativeWork", "Product", "URL"}),
    "item": ({"ListItem", "DataFeedItem"}, {"Thing"}),
    "itemListElement": ({"ItemList"}, {"ListItem", "Text", "Thing"}),
    "license": ({"CreativeWork"}, {"CreativeWork", "URL"}),
    "name": ({"Thing"}, {"Text"}),
    "position": ({"ListItem", "CreativeWork"}, {"Integer", "Text"}),
    "reportNumber": ({"Report"}, {"Text"}),
    "spatialCoverage": ({"CreativeWork"}, {"Place"}),
    "temporalCoverage": ({"CreativeWork"}, {"DateTime", "Text", "URL"}),
    "url": ({"Thing"}, {"URL"}),
    "version": ({"CreativeWork"}, {"Number", "Text"}),
}
# What of JSON may stand for values that are no things. A bare address stands for whatever lies there.
PLAIN: dict[str, set[type]] = {
    "Boolean": {bool},
    "Date": {str},
    "DateTime": {str},
    "Integer": {int},
    "Number": {int, float},
    "Text": {str},
}
# As in the context that schema.org gives out (schemaorgcontext.jsonld): these are addresses, or days.
CONTEXT = {
    "@vocab": SCHEMA,
    **{
        name: {"@id": f"{SCHEMA}{name}", "@type": "@id"}
        for name in ("contentUrl", "isBasedOn", "license", "url")
    },
    **{
        name: {"@id": f"{SCHEMA}{name}", "@type": f"{SCHEMA}Date"}
        for name in ("dateModified", "datePublished")
    },
}


def load(url: str, _: object) -> Mapping[str, object]:
    """Give the context without asking another host."""
    assert url.rstrip("/") == "https://schema.org"
    return {
        "contextUrl": None,
        "documentUrl": url,
        "contentType": "application/ld+json",
        "document": {"@context": CONTEXT},
    }


@pytest.fixture(scope="module", params=[build_site, build_by_zensical], ids=["mkdocs", "zensical"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the folder of a site whose address is known."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", ADDRESS)
        yield request.param(tmp_path_factory.mktemp("site"), RESULTS)


def pages_of(site: Path) -> dict[str, str]:
    """Return all pages by their way from the root, that for lost readers left out."""
    found = {file.parent.relative_to(site).as_posix(): file for file in site.rglob("index.html")}
    return {"" if way == "." else f"{way}/": file.read_text("utf-8") for way, file in found.items()}


def graph_of(page: str) -> list[dict[str, object]]:
    """Return what a page says of itself."""
    (told,) = LD.findall(page)
    found: list[dict[str, object]] = json.loads(told)["@graph"]
    return found


def nodes_of(expanded: object) -> Iterator[Mapping[str, object]]:
    """Yield all nodes that have a type, at any depth."""
    if isinstance(expanded, list):
        for one in expanded:
            yield from nodes_of(one)
    elif isinstance(expanded, dict):
        if "@type" in expanded and "@value" not in expanded:
            yield expanded
        for one in expanded.values():
            yield from nodes_of(one)


def check_node(node: Mapping[str, object]) -> None:
    """Hold a node to the vocabulary."""
    (kind,) = types_of(node)
    for name, values in node.items():
        if name.startswith("@"):
            continue
        owners, ranges = PROPERTIES[name.removeprefix(SCHEMA)]
        assert owners & TYPES[kind], (kind, name)
        assert isinstance(values, list)
        for value in values:
            assert is_of(value, ranges), (kind, name, value)


def types_of(node: Mapping[str, object]) -> list[str]:
    """Return the names of a node's types, which are of the vocabulary."""
    types = node["@type"]
    assert isinstance(types, list)
    assert all(kind.startswith(SCHEMA) for kind in types)
    return [kind.removeprefix(SCHEMA) for kind in types]


def is_of(value: Mapping[str, object], ranges: set[str]) -> bool:
    """Say whether a value is one of these kinds of things, or of plain values."""
    if "@value" in value:
        return any(type(value["@value"]) in PLAIN.get(kind, ()) for kind in ranges)
    if "@type" in value:
        return any(TYPES[kind] & ranges for kind in types_of(value))
    return bool(ranges & {"URL", "Thing"})


def test_all_that_is_said_is_in_the_vocabulary(site: Path) -> None:
    for way, page in pages_of(site).items():
        for told in LD.findall(page):
            options = {"base": urljoin(ADDRESS, way), "documentLoader": load}
            expanded = jsonld.expand(json.loads(told), options)
            found = list(nodes_of(expanded))
            assert found, way
            for node in found:
                check_node(node)
            # Every name given is one of the vocabulary: nothing was dropped.
            names = set(re.findall(r'"([A-Za-z]+)":', re.sub(r'"(?:[^"\\]|\\.)*"(?!:)', "", told)))
            assert names <= PROPERTIES.keys()


@pytest.mark.parametrize(
    "told",
    [
        {"@type": "Report", "contentUrl": "a"},
        {"@type": "Reports", "name": "a"},
        {"@type": "Report", "title": "a"},
        {"@type": "BreadcrumbList", "datePublished": "2024"},
        {"@type": "ListItem", "item": "https://reports.example.gov.cn/"},
        {"@type": "ListItem", "position": 1.5},
        {"@type": "Report", "author": {"@type": "Dataset", "name": "a"}},
        {"@type": "Report", "reportNumber": 12},
    ],
)
def test_what_is_not_in_the_vocabulary_is_found(told: dict[str, object]) -> None:
    expanded = jsonld.expand({"@context": "https://schema.org", **told}, {"documentLoader": load})
    with pytest.raises((AssertionError, KeyError)):
        check_node(expanded[0])


def test_every_page_below_home_says_where_it_stands(site: Path) -> None:
    for way, page in pages_of(site).items():
        if not way:
            assert not LD.findall(page)
            continue
        (crumbs,) = (one for one in graph_of(page) if one["@type"] == "BreadcrumbList")
        items = crumbs["itemListElement"]
        assert isinstance(items, list)
        assert [item["position"] for item in items] == list(range(1, len(items) + 1))
        assert "item" not in items[-1]
        for item in items[:-1]:
            assert item["name"]
            target = item["item"]["@id"].removeprefix(ADDRESS)
            assert (site / target / "index.html").is_file(), (way, target)


def test_what_is_beside_a_report_leads_to_it(site: Path) -> None:
    pages = pages_of(site)
    beside = [way for way in pages if re.match(r"reports/(\w+/){3}\w", way)]
    assert any("/original/" in way for way in beside)
    for way in beside:
        (crumbs,) = (one for one in graph_of(pages[way]) if one["@type"] == "BreadcrumbList")
        items = crumbs["itemListElement"]
        assert isinstance(items, list)
        _, report, _ = items
        its_page = f"{'/'.join(way.split('/')[:4])}/"
        assert report["item"] == {"@id": f"{ADDRESS}{its_page}"}
        (facts,) = (one for one in graph_of(pages[its_page]) if one["@type"] == "Report")
        assert report["name"] == facts["name"], way


def test_a_report_says_what_it_is(site: Path) -> None:
    way = "reports/440704/health/2023/"
    (report,) = (one for one in graph_of(pages_of(site)[way]) if one["@type"] == "Report")
    assert report["url"] == f"{ADDRESS}{way}"
    assert report["identifier"] == "440704-health-2023"
    assert report["temporalCoverage"] == "2023"
    assert all(
        any(one["@type"] == "Report" for one in graph_of(page))
        == bool(re.fullmatch(r"reports/(\w+/){3}", of))
        for of, page in pages_of(site).items()
        if of
    )


def test_each_page_has_what_a_link_to_it_shows(site: Path) -> None:
    for way, page in pages_of(site).items():
        shown = dict(re.findall(r'<meta property="?(og:\w+)"? content=(?:"([^"]*)"|\S+?)>', page))
        assert {"og:title", "og:type", "og:url", "og:site_name", "og:locale"} <= shown.keys(), way
        assert shown["og:title"]
        assert shown["og:url"] == f"{ADDRESS}{way}"
        assert 'property=og:description content="' in page


def test_no_word_of_a_report_ends_its_block(site: Path) -> None:
    # Some of these reports have tags, quotation marks and back strokes in their titles and agencies.
    odd = 0
    for page in pages_of(site).values():
        for told in LD.findall(page):
            assert "<" not in told
            odd += "\\u003c" in told
    assert odd


def test_pages_lead_to_their_feeds(site: Path) -> None:
    pages = pages_of(site)
    for way, page in pages.items():
        assert re.search(f'href="(?:\\./)?{"../" * way.count("/")}feeds/all.xml"', page), way
        # As one word, the theme's script takes it for the site in another language.
        assert not re.search(r'rel="?alternate"? type="?application/atom', page)
    assert "feeds/regions/440704.xml" in pages["regions/440704/"]
    assert "feeds/departments/health.xml" in pages["departments/health/"]
    assert "feeds/years" not in pages["years/2023/"]
