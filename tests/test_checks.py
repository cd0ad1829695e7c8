"""Every finding: a small text that calls for it, and one that is close by and does not."""

import re
from collections import Counter
from dataclasses import replace
from itertools import chain, product
from pathlib import Path

import pytest

from build_scripts.check.place_agreement import _goes_on, check_department_mismatch
from build_scripts.models import Block, BlockKind, Finding, Record, Result, Severity, Source, Span
from build_scripts.pipeline import process, with_source_findings
from build_scripts.render.labels import FINDINGS
from build_scripts.sources import find_sources, read_source
from tests.test_cases import fill
from tests.texts import HEAD, result_of, source_at

ROOT = Path(__file__).parents[1]
OWED = (
    "一、推进法治政府建设的主要举措和成效\n我局坚持依法行政，各项工作有序开展。\n"
    "二、存在的不足和原因\n法治宣传的形式还不够多样。\n"
    "三、党政主要负责人履行第一责任人职责情况\n主要负责人听取汇报，研究部署。\n"
    "四、2024年度主要安排\n我局将继续推进依法行政。\n"
)
TITLE = "新县卫生健康委员会2023年法治政府建设年度报告\n"

TWICE = "全年共办理行政许可310件。\n二、存在的问题\n全年共办理行政许可{}件，仍有不足。"

# A finding's code, a text that calls for it, and one that must not; prose under a head, or a text with its own title.
TEXTS = [
    ("sum-ok", "办理许可30件，其中新办20件、变更10件。", "办理许可30件，其中新办20件。"),
    ("sum-mismatch", "办理许可30件，其中新办20件、变更11件。", "办理许可30件，其中新办20件、变更10件。"),
    ("sum-mismatch", "办理许可30件：新办10件、变更10件。", "办理许可30件，其中新办10件、变更10件。"),
    ("sum-mismatch", "办理许可62件（设立12件，变更55件）。", "办理许可62件（设立12件，变更50件）。"),
    ("sum-mismatch", "受理30件，其中投诉20件、举报11件。", "受理30余件，其中投诉20件、举报11件。"),
    (
        "sum-mismatch",
        "新招录人员30名，其中男性12名、女性20名。",
        "新招录人员30名，其中男性12名、少数民族20名。",
    ),
    ("percent-over-100", "全年抽检合格率105%。", "全年抽检合格率100%。"),
    ("percent-over-100", "持证率达120%。", "检查数量同比增长120%。"),
    ("percent-over-100", "检查320家，整改率110%。", "计划检查320家，实际检查352家，完成率110%。"),
    ("rate-mismatch", "抽检200批次，合格180批次，合格率95%。", "抽检200批次，合格180批次，合格率90%。"),
    ("rate-mismatch", "抽检300批次，合格200批次，合格率67.6%。", "抽检300批次，合格200批次，合格率66.6%。"),
    ("contradictory-figures", TWICE.format(301), TWICE.format(310)),
    ("unexplained-number", "我局完成了4567的工作。", "我局完成了4567件。"),
    ("likely-slip", "推进法制政府建设。", "推进法治政府建设，做好法制审核。"),
    ("likely-slip", "对22各单位开展检查。", "2022年各单位开展检查。"),
    ("likely-slip", "梳理行政审批事项事项。", "梳理行政审批事项、服务事项。"),
    ("unreadable", "我局坚持依\ufffd行政。", "我局坚持依法行政。"),
    (
        "furniture-left",
        "我局坚持依法行政。\n转载请打印 说明",
        "我局打印宣传资料，浏览次数明显上升，群众反映良好，取得了较好的效果，值得进一步推广和总结。",
    ),
    ("private-data", fill("联系人手机{mobile}。"), "联系电话0915-0000000。"),
    ("private-data", fill("身份证号{identity}。"), fill("编号{wrong_identity}。")),
    ("late-publication", TITLE + OWED + "2024年4月2日", TITLE + OWED + "2024年4月1日"),
    ("year-mismatch", TITLE + OWED + "2026年1月9日", TITLE + OWED + "2024年1月9日"),
    ("missing-required-part", TITLE + OWED.replace("第一责任人职责", "其他"), TITLE + OWED),
    ("missing-required-part", TITLE + OWED.partition("四、")[0], TITLE + OWED),
    (
        "missing-required-part",
        TITLE + OWED.replace("二、存在的不足和原因\n法治宣传的形式还不够多样。\n", ""),
        TITLE + OWED.replace("二、存在的不足和原因\n", "我局还存在一些问题。"),
    ),
]
# Sentences whose figures agree, or say nothing of one another, though they stand side by side.
AGREEING = (
    "立案45件，罚款20件、没收30件。",
    "受理163家，延续办理99家，变更21家，关闭93家。",
    "开展培训10场，其中线上3场、线下7场，培训1000人次，其中领导干部200人次。",
    "共有执法人员30人，其中持证30人。",
    "受理投诉举报200件，其中投诉120件、举报80件，办结200件，办结率100%。",
    "检查企业50家，发现问题60个，整改60个，整改率100%。",
    "抽检100批次，合格98批次，不合格2批次，合格率98%。",
    "应参加30人，实际参加28人，参加率93.3%。",
    "全年抽检合格率98%，比上年的95%提高3个百分点。",
    "受理案件120件，办结108件，同比增长150%。",
    "培养法律明白人62名，其中女性27名，党员41名。",
    "现有执法人员40人，其中本科以上学历38人、持证人员39人、35岁以下12人。",
)
CUT = (
    "为深入学习贯彻党的会议精神，我委认真贯彻落实法治政府建设的各项要求，坚持以习近平新时代中国特色\n\n"
    "一、2023年度法治政府建设工作基本情况\n\n"
    "我委高度重视法制建设工作，年初制定卫健委党政主要负责人履行推进法治建设第一责任人职责清单，抓好落实。\n\n"
)
SUMS = {"653226": [264, 310, 230, 21], "440704": [1116], "410802": [], "411523": [], "433126": []}


def codes(result: Result) -> list[str]:
    return [f.code for f in result.findings]


def prose(text: str) -> Result:
    return result_of(text if text.startswith(TITLE) else HEAD + text)


def report_at(place: str, text: str, record: Record | None = None) -> Result:
    """Return the result of a text that lies at <region code>/<year>-<department>."""
    region, name = place.split("/")
    year, _, department = name.partition("-")
    source = Source(
        path=Path(f"source_reports/{place}.txt"),
        sha256="0" * 64,
        media_type="text/plain",
        record=record,
        region_code=region,
        year=int(year),
        department=department,
    )
    return with_source_findings(result_of(text, source))


@pytest.mark.heavy
@pytest.mark.parametrize(("code", "wrong", "right"), TEXTS)
def test_a_text_calls_for_its_finding_and_its_neighbour_does_not(code: str, wrong: str, right: str) -> None:
    assert Counter(codes(prose(wrong)))[code] == 1
    assert code not in codes(prose(right))


@pytest.mark.parametrize("text", AGREEING)
def test_figures_that_agree_raise_no_alarm(text: str) -> None:
    alarms = {"sum-mismatch", "rate-mismatch", "contradictory-figures", "percent-over-100"}
    assert not alarms & {*codes(prose(text))}


@pytest.mark.parametrize(
    ("code", "wrong", "right"),
    [
        ("region-mismatch", "440704/2023-health", "411523/2023-health"),
        ("year-mismatch", "411523/2022-health", "411523/2023-health"),
        ("department-mismatch", "411523/2023-water", "411523/2023-health-cdc"),
    ],
)
def test_the_place_of_a_file_is_held_against_its_words(code: str, wrong: str, right: str) -> None:
    assert code in codes(report_at(wrong, TITLE + OWED))
    assert code not in codes(report_at(right, TITLE + OWED))


def held(place: str, agency: str) -> list[tuple[str, str]]:
    result = report_at(place, f"{agency}2023年法治政府建设年度报告\n{OWED}")
    named = ("region-mismatch", "department-mismatch")
    return [(f.severity, f.message.rsplit("source_reports/")[-1]) for f in result.findings if f.code in named]


@pytest.mark.parametrize(
    ("place", "agency", "right"),
    [
        ("411523/2023-health", "于田县卫生健康委员会", "653226/2023-health.txt"),
        ("440700/2023-health", "江门市江海区卫生健康局", "440704/2023-health.txt"),
        ("130131/2023-government", "平山县岗南镇人民政府", "130131104/2023-government.txt"),
        ("130102/2023-government", "石家庄市长安区跃进街道办事处", "130102005/2023-government.txt"),
        ("130131/2023-government", "平山县子虚乡人民政府", "130131/2023-government-township.txt"),
        ("411523/2023-water", "新县卫生健康委员会", "411523/2023-health.txt"),
        ("411523/2023-government", "新县乡村振兴局", "411523/2023-rural-revitalisation.txt"),
        ("411523/2023-housing", "新县城市管理局", "411523/2023-urban-management.txt"),
        ("411523/2023-science", "新县教育体育局", "411523/2023-education.txt"),
    ],
)
def test_a_name_that_excludes_the_place_is_refused_and_told_where_it_belongs(
    place: str, agency: str, right: str
) -> None:
    assert held(place, agency) == [("error", right)]


@pytest.mark.parametrize(
    ("place", "agency"),
    [
        ("411523/2023-health", "新县卫生健康委员会"),
        ("540102/2023-health", "城关区卫生健康委员会"),
        ("620102/2023-health", "城关区卫生健康委员会"),
        ("411523/2023-health", "县卫生健康委员会"),
        ("410172/2023-social-affairs", "郑州高新区社会事业局"),
        ("410102/2023-social-affairs-gaoxin", "郑州高新区社会事业局"),
        ("440111008/2023-government", "新市街道办事处"),
        ("130131104/2023-government", "平山县岗南镇人民政府"),
        ("130131/2023-government", "平山县人民政府"),
        ("130131/2023-government-township", "平山县子虚乡人民政府"),
        ("520328/2023-ecology", "遵义市生态环境局湄潭分局"),
    ],
)
def test_a_name_that_leaves_the_place_open_is_not_refused(place: str, agency: str) -> None:
    assert [severity for severity, _ in held(place, agency) if severity == "error"] == []


@pytest.mark.parametrize(
    ("place", "agency"),
    [
        ("411523/2023-science", "新县教育和科学技术局"),
        ("411523/2023-industry", "新县科技和工业信息化局"),
        ("411523/2023-government", "新县人民政府办公室"),
        ("411523/2023-health-cdc", "新县疾病预防控制中心"),
        ("520328/2023-ecology", "遵义市生态环境局"),
    ],
)
def test_a_place_that_the_name_allows_is_but_doubtful(place: str, agency: str) -> None:
    assert [severity for severity, _ in held(place, agency)] == ["warning"]


def test_who_put_the_page_up_is_no_reason_to_refuse() -> None:
    """发布机构 of a portal's box: the government's office, for every department."""
    result = report_at("411523/2023-health", TITLE + OWED)
    for text, severity in (
        ("2023年，新县人民政府办公室坚持依法行政。", "error"),
        ("发布机构：新县人民政府办公室", "warning"),
        ("[发布机构] 新县人民政府办公室 成文日期", "warning"),
    ):
        block = Block(BlockKind.PARAGRAPH, Span(0, len(text)))
        meta = replace(result.report.meta, agency="新县人民政府办公室", department="government-office")
        clean = replace(result.report.clean, text=text)
        report = replace(result.report, meta=meta, clean=clean, blocks=(block,))
        assert [f.severity for f in check_department_mismatch(report)] == [severity]


def test_a_file_is_held_against_its_record() -> None:
    kept = Record(title=None, issuer=None, year=None, url=None, taken_on=None, sha256="0" * 64)
    changed = Record(title=None, issuer=None, year=None, url=None, taken_on=None, sha256="1" * 64)
    place = "411523/2023-health"
    assert "record-missing" in codes(report_at(place, TITLE + OWED))
    assert "source-changed" in codes(report_at(place, TITLE + OWED, changed))
    assert not {"source-changed", "record-missing"} & {*codes(report_at(place, TITLE + OWED, kept))}


@pytest.mark.heavy
def test_a_text_out_of_order_is_told_where_it_was_put_right() -> None:
    path = ROOT / "source_reports" / "653226" / "2023-health.txt"
    moves = [f for f in process(read_source(path, ROOT), path).findings if f.code == "reading-order"]
    assert [f.severity for f in moves] == [Severity.NOTE, Severity.NOTE]
    assert all("已移至" in f.message for f in moves)


def test_a_text_that_breaks_off_and_goes_on_nowhere_is_left_and_not_called_moved() -> None:
    findings = [f for f in result_of(CUT).findings if f.code == "reading-order"]
    assert [f for f in findings if "已移至" in f.message] == []


def test_only_private_data_stop_a_report() -> None:
    errors = {f.code for _, wrong, _ in TEXTS for f in prose(wrong).findings if f.severity is Severity.ERROR}
    assert errors == {"private-data"}


def test_a_false_total_is_one_warning_however_many_parts_it_has() -> None:
    result = prose("办理许可100件，其中甲类20件、乙类30件、丙类40件、其他20件。")
    assert [(f.code, f.severity) for f in result.findings if f.code.startswith("sum-")] == [
        ("sum-mismatch", Severity.WARNING)
    ]


def test_a_finding_says_both_sides_of_a_false_total_and_where_it_stands() -> None:
    result = prose("办理许可30件，其中新办20件、变更11件。")
    finding = next(f for f in result.findings if f.code == "sum-mismatch")
    assert "20+11=31" in finding.message
    assert "30" in finding.message
    assert finding.span
    assert finding.span.of(result.report.clean.raw.text) == "30件"


def test_findings_stand_in_the_order_of_their_places() -> None:
    result = prose("推进法制政府建设，合格率105%。\n办理许可30件，其中新办20件、变更11件。")
    starts = [f.span.start for f in result.findings if f.span]
    assert starts == sorted(starts)


def test_every_finding_is_one_that_the_pages_have_a_name_for() -> None:
    told = {f.code for _, wrong, right in TEXTS for text in (wrong, right) for f in prose(text).findings}
    assert told <= FINDINGS.keys()


def findings_of(path: Path) -> tuple[Result, tuple[Finding, ...]]:
    result = process(read_source(path, ROOT), path)
    return result, result.findings


@pytest.mark.parametrize("path", find_sources(ROOT), ids=lambda p: p.parent.name)
def test_the_sums_of_the_published_reports_are_confirmed(path: Path) -> None:
    result, findings = findings_of(path)
    values = {m.id: int(m.quantity.value) for m in result.metrics}
    confirmed = [values[s.total] for s in result.sums if s.holds]
    assert sorted(confirmed) == sorted(SUMS[path.parent.name])
    assert [f.code for f in findings].count("sum-ok") == len(SUMS[path.parent.name])


@pytest.mark.parametrize("path", find_sources(ROOT), ids=lambda p: p.parent.name)
def test_the_published_reports_give_no_false_alarm(path: Path) -> None:
    """解放区 tells 163 accepted, of which 99, 21 and 93 are steps that overlap; 古丈 ends a line with 97.30%."""
    _, findings = findings_of(path)
    quiet = {"sum-mismatch", "percent-over-100", "unexplained-number", "private-data", "furniture-left"}
    assert [f for f in findings if f.code in quiet] == []


def test_a_rate_at_the_end_of_a_line_is_whole() -> None:
    path = ROOT / "source_reports" / "433126" / "2023-health.txt"
    rates = [m.quantity.raw for m in findings_of(path)[0].metrics if m.quantity.unit == "%"]
    assert "97.30" in rates


def test_a_text_of_no_place_has_no_finding_of_places() -> None:
    found = {*codes(result_of(TITLE + OWED, source_at("外面.txt")))}
    assert not found & {"region-mismatch", "year-mismatch", "source-changed", "record-missing"}


def test_a_body_that_tells_of_another_year_is_told() -> None:
    body = "2021年，我局召开会议4次。2021年开展检查20次。2021年发放资料300份。"
    assert "year-mismatch" in codes(prose(body))
    assert "year-mismatch" not in codes(prose(body.replace("2021", "2023")))


def test_an_agency_in_prose_is_known_without_its_pattern() -> None:
    """All short paragraphs: a Han sign follows the agency, which is not the value of a field."""
    for agency in ("甲局", "甲 局", "甲["):
        pattern = re.compile(r"(?<![：:】\]|])" + r"\s*".join(map(re.escape, agency)) + "(?=[一-鿿])")
        pieces = (agency, "甲", "局", "：", "|", " ", "a")
        for words in map("".join, chain.from_iterable(product(pieces, repeat=n) for n in range(5))):
            if "".join(agency.split()) in "".join(words.split()):
                assert _goes_on(agency, words) is bool(pattern.search(words)), words
