"""Which region an agency serves: the ways agencies write it, the names that mislead, the years of a code."""

import csv
import time
from pathlib import Path

import pytest

from build_scripts.rules import regions
from build_scripts.rules.regions import excluded_by_name, load_regions, region_of_code, resolve_region
from tests.every import every

TABLE = Path(regions.__file__).with_name("regions.csv")

AGENCIES = [
    # The whole chain, a part of it, and names beside it.
    ("江门市江海区卫生健康局", "440704"),
    ("广东省江门市江海区卫生健康局", "440704"),
    ("广东江门江海区卫健局", "440704"),
    ("解放区卫健委", "410802"),
    ("于田县卫生健康委员会", "653226"),
    ("新县卫生健康委员会", "411523"),
    ("中共新县县委全面依法治县委员会办公室", "411523"),
    ("国家税务总局新县税务局", "411523"),
    ("国家税务总局遵义市播州区税务局", "520304"),
    ("湄潭县经济开发区管委会", "520328"),
    ("新 县 卫生健康委员会", "411523"),
    # The region stands after the office, or lacks its 县 or 区.
    ("遵义市生态环境局湄潭分局", "520328"),
    ("江门市公安局交通警察支队江海大队", "440704"),
    ("江门市交通运输局江海综合行政执法大队", "440704"),
    ("南京市公安局鼓楼分局", "320106"),
    ("西宁市公安局城东分局", "630102"),
    ("重庆市公安局江北分局", "500105"),
    ("古丈卫健局", "433126"),
    ("江海卫健局", "440704"),
    ("浦东司法局", "310115"),
    ("湄潭乡村振兴局", "520328"),
    ("湄潭市场监管局", "520328"),
    # Autonomous regions in full and in their short forms.
    ("湘西土家族苗族自治州司法局", "433100"),
    ("湘西自治州司法局", "433100"),
    ("湘西州卫健委", "433100"),
    ("恩施州司法局", "422800"),
    ("博州卫健委", "652700"),
    ("屏边苗族自治县公安局", "532523"),
    ("屏边县公安局", "532523"),
    ("东乡县卫健局", "622926"),
    ("莫旗公安局", "150722"),
    ("科右前旗司法局", "152221"),
    ("管城区卫健委", "410104"),
    ("海南州司法局", "632500"),
    ("新疆司法厅", "650000"),
    # Prefectures and provinces; cities without counties, counties without a prefecture.
    ("江门市卫生健康局", "440700"),
    ("长沙卫健委", "430100"),
    ("荆州市公安局", "421000"),
    ("国家税务总局遵义市税务局第一稽查局", "520300"),
    ("广东省司法厅", "440000"),
    ("北京市卫生健康委员会", "110000"),
    ("东莞市卫生健康局", "441900"),
    ("中山市司法局", "442000"),
    ("儋州市司法局", "460400"),
    ("嘉峪关市司法局", "620200"),
    ("仙桃市卫健委", "429004"),
    ("新疆生产建设兵团第八师石河子市司法局", "659001"),
    ("新疆生产建设兵团第一师司法局", "659002"),
    ("第十四师司法局", "659009"),
    ("神农架林区司法局", "429021"),
    ("六枝特区司法局", "520203"),
    # A survey team is named by its county alone; a district of that name would stand behind its city's.
    ("国家统计局平山调查队", "130131"),
    ("国家统计局海安调查队", "320685"),
    # Districts that the statistics office alone gives a code, and a zone that took over a dissolved district.
    ("呼中区教育局", "232764"),
    ("万盛经开区应急管理局", "500110"),
    # A name inside or beside another.
    ("海南省司法厅", "460000"),
    ("海南区司法局", "150303"),
    ("吉林市市场监督管理局", "220200"),
    ("吉林市场监督管理厅", "220000"),
    ("安徽省和县司法局", "340523"),
    ("公安县教育局", "421022"),
    ("沙县区公安局", "350405"),
    # Newer counties.
    ("钱塘区卫健局", "330114"),
    ("米林市卫健委", "540481"),
    ("错那市卫健委", "540581"),
    ("和康县公安局", "653228"),
    ("和安县公安局", "653229"),
    ("岑岭县公安局", "653132"),
    ("草湖市公安局", "659013"),
]

NO_REGION = [
    "高新县卫生健康委员会",
    "创新县级卫生体系办公室",
    "和县级机关事务管理局",
    "卫生健康局",
    "县卫生健康局",
    "长安街道办事处",
    "新华镇人民政府",
    "郑州高新区社会事业局",
    "郑州市高新技术产业开发区管委会",
    "许昌市东城区卫健局",
    "城东分局",
    "鼓楼区卫健局",
    "市中区司法局",
    "新华区司法局",
    "江北区卫健委",
    "城区卫生健康局",
    "东城区卫健局",
    "大理卫健委",
]

# agency, title, text, year, code
WITH_CONTEXT = [
    ("鼓楼区卫健局", None, "在南京市委的坚强领导下，", 2023, "320106"),
    ("鼓楼区卫健局", None, "按照福建省委依法治省办要求，", 2023, "350102"),
    ("鼓楼区卫健局", None, "贯彻《南京市法治政府建设实施方案》", 2023, "320106"),
    ("鼓楼区卫健局", "徐州市鼓楼区卫健局2023年法治政府建设年度报告", "", 2023, "320302"),
    ("鼓楼区卫健局", None, "南京市鼓楼区卫健局。学习福州市、福州市经验。", 2023, "320106"),
    ("鼓楼区卫健局", None, "南京市、福州市", 2023, None),
    ("新华区司法局", None, "石家庄市", 2023, "130105"),
    ("河北新华区司法局", None, "沧州市", 2023, "130902"),
    ("市中区司法局", None, "乐山市", 2023, "511102"),
    ("城区卫生健康局", None, "晋城市委、市政府", 2023, "140502"),
    ("东城区卫健局", None, "北京市委、市政府", 2023, "110101"),
    ("江北区卫健委", None, "重庆市", 2023, "500105"),
    ("江北区卫健委", None, "学习浙江枫桥经验", 2023, None),
    ("江北区卫健委", None, "重庆市", None, "500105"),
    ("朝阳卫健局", None, "在县委、县政府领导下，我县", 2023, "211321"),
    ("大理卫健委", None, "州委、州政府", 2023, "532900"),
    ("大理卫健委", None, "市委、市政府", 2023, "532901"),
    ("长沙司法局", None, "县委、县政府", 2023, "430121"),
    # The title, where the agency names none or only the city above.
    (None, "湄潭县2023年法治政府建设年度报告", "", 2023, "520328"),
    (None, "2023年度古丈县法治政府建设报告", "", 2023, "433126"),
    (None, "关于印发江门市江海区2023年法治政府建设报告的通知", "", 2023, "440704"),
    ("卫健委", "解放区卫健委2022年度法治政府建设情况报告", "", 2022, "410802"),
    ("遵义市生态环境局", "遵义市生态环境局湄潭分局2023年法治政府建设报告", "", 2023, "520328"),
    ("江门市卫健局", "江门市江海区卫健局2023年法治政府建设报告", "", 2023, "440704"),
    ("江门市司法局", "江门市司法局关于2023年法治政府建设情况的报告", "", 2023, "440700"),
    ("江海区卫健局", "新县卫健委2023年法治政府建设报告", "", 2023, "440704"),
    # The body alone, where one county is named again and again.
    ("县卫健局", None, "在县委领导下，新县卫健局推进工作。新县、高新县城、我县新县", 2023, "411523"),
    ("县卫健局", None, "在县委领导下，高新县城、创新县域，高新县城、创新县乡、革新县治", 2023, None),
    ("县卫健局", None, "在县委领导下，古丈县卫健局推进工作。古丈县卫健局", 2023, "433126"),
    ("县卫健局", None, "县委：屏边县人民政府，屏边苗族自治县", 2023, "532523"),
    ("县卫健局", None, "在县委领导下，古丈县、新晃县、古丈县、新晃县", 2023, None),
    ("区卫健局", None, "区委区政府，城区内、城区、郊区、矿区、老城区、城区", 2023, None),
    ("区卫健局", None, "内蒙古自治区、我区、内蒙古自治区、我区", 2023, None),
    (None, None, "", None, None),
]

# agency, folder, code: what the name leaves open the folder decides, and nothing else.
IN_FOLDER = [
    ("城关区卫健局", "540102", "540102"),
    ("城关区卫健局", "620102", "620102"),
    ("城关区卫健局", "410802", None),
    ("鼓楼区司法局", "350102", "350102"),
    ("朝阳卫健局", "110105", "110105"),
    ("卫生健康局", "411523", "411523"),
    ("郑州高新区社会事业局", "410172", "410172"),
    ("郑州高新区社会事业局", "410102", "410102"),
    ("新市街道办事处", "440111008", "440111008"),
    ("新市街道办事处", "440111", "440111008"),
    ("新市街道办事处", "440112", None),
    ("湄潭县司法局", "411523", "520328"),
    ("遵义市生态环境局", "520328", "520300"),
    ("岗南镇人民政府", "130131", "130131104"),
]

TOWNSHIPS = [
    ("石家庄市长安区跃进街道办事处", 2023, "130102005"),
    ("石家庄市跃进街道办事处", 2023, "130102005"),
    ("湄潭县兴隆镇人民政府", 2023, "520328108"),
    ("湄潭县兴隆镇", 2023, "520328108"),
    ("东莞市长安镇人民政府", 2023, "441900119"),
    ("嘉峪关市新城镇人民政府", 2023, "620201100"),
    ("中共平山县岗南镇委员会", 2023, "130131104"),
    ("平山县岗南镇综合行政执法队", 2023, "130131104"),
    ("平山县岗南镇财政所", 2023, "130131104"),
    ("平山县平山镇人民政府", 2023, "130131100"),
    ("锡林浩特市杭盖街道办事处", 2023, "152502003"),
    ("鄂托克旗阿尔巴斯苏木人民政府", 2023, "150624201"),
    ("北京市朝阳区南磨房地区办事处", 2023, "110105021"),
    ("双江自治县沙河乡人民政府", 2023, "530925201"),
    ("郑州高新区枫杨街道办事处", 2023, "410172560"),
    # The list has a longer name: 湾丘彝族乡, 南磨房地区.
    ("米易县湾丘乡人民政府", 2023, "510421201"),
    ("北京市朝阳区南磨房乡人民政府", 2023, "110105021"),
    # Alone, where the country has one of that name; a street may be named by another city.
    ("岗南镇人民政府", 2023, "130131104"),
    ("2023年岗南镇人民政府", 2023, "130131104"),
    ("南京东路街道办事处", 2023, "310101002"),
    ("上海市黄浦区南京东路街道办事处", 2023, "310101002"),
    # Gone since, or under another county's code then.
    ("杭州市下城区天水街道办事处", 2018, "330103003"),
    ("富阳市新桐乡人民政府", 2014, "330111200"),
    # Of several, or none that the list has: no code, and never the county's.
    ("新市街道办事处", 2023, None),
    ("城关镇人民政府", 2023, None),
    ("平山县子虚乡人民政府", 2023, None),
    ("平山县子虚街道", 2023, None),
    ("平山县上庄镇人民政府", 2023, None),  # there is one in 鹿泉区
]

# Offices of a county whose names look like a township's.
COUNTY_OFFICES = [
    "平山县住房和城乡建设局",
    "平山县乡村振兴局",
    "平山县城镇管理局",
    "平山县城乡管理局",
    "平山县村镇建设办公室",
    "平山县乡镇企业局",
    "平山县国有林场管理处",
    "平山县种马场",
    "平山县团委",
    "共青团平山县委员会",
    "平山县水务集团",
    "平山县城乡规划局",
    "平山县街道工作委员会",
    "平山县新城镇化办公室",
    "平山县街道工作办公室",
]

YEARS = [
    ("重庆市江北区卫健委", 2023, "500105"),
    ("重庆市江北区卫健委", 2026, "500105"),
    ("江北区卫健委", 2026, "330205"),
    ("两江新区卫健委", 2026, "500157"),
    ("米林县卫健委", 2012, "542623"),
    ("米林县卫健委", 2020, "540422"),
    ("米林县卫健委", 2024, "540422"),
    ("毕节市七星关区司法局", 2023, "520502"),
    ("密云县卫生局", 2013, "110228"),
    ("密云区卫健委", 2023, "110118"),
    ("沙县公安局", 2019, "350427"),
    ("沙县公安局", 2023, "350405"),
    ("杭州市下城区司法局", 2019, "330103"),
    ("莱芜市司法局", 2015, "371200"),
    ("黔西县司法局", 2019, "520522"),
    ("黔西司法局", 2019, "520522"),
    ("黔西司法局", 2023, "520581"),
    ("黔西司法局", None, "520581"),
]


def code(agency: str | None, title: str | None, text: str, year: int | None) -> str | None:
    region = resolve_region(load_regions(), agency, title, text, year)
    return region.code if region else None


@every(("agency", "expected"), AGENCIES)
def test_agency_names_its_region(agency: str, expected: str) -> None:
    assert code(agency, None, "", 2024) == expected


@every("agency", NO_REGION)
def test_doubtful_agency_gets_no_region(agency: str) -> None:
    assert code(agency, None, "", 2024) is None


@every(("agency", "title", "text", "year", "expected"), WITH_CONTEXT)
def test_title_and_body_decide(
    agency: str | None, title: str | None, text: str, year: int | None, expected: str | None
) -> None:
    assert code(agency, title, text, year) == expected


@every(("agency", "year", "expected"), YEARS)
def test_code_is_of_the_year(agency: str, year: int | None, expected: str) -> None:
    assert code(agency, None, "", year) == expected


@pytest.mark.parametrize(("agency", "folder", "expected"), IN_FOLDER)
def test_the_folder_decides_what_the_name_leaves_open(agency: str, folder: str, expected: str | None) -> None:
    region = resolve_region(load_regions().filed_under(folder), agency, None, "", 2023)
    assert (region.code if region else None) == expected


@every(("agency", "year", "expected"), TOWNSHIPS)
def test_township_has_the_code_of_the_statistics_office(agency: str, year: int, expected: str | None) -> None:
    assert code(agency, None, "", year) == expected


@every("agency", COUNTY_OFFICES)
def test_an_office_of_the_county_is_no_township(agency: str) -> None:
    assert code(agency, None, "", 2023) == "130131"


def test_a_farm_office_is_the_county_s_although_the_list_has_a_farm() -> None:
    assert code("泰州市姜堰区林场管理局", None, "", 2023) == "321204"
    assert code("泰州市姜堰区林场", None, "", 2023) == "321204403"


def test_body_decides_between_townships_of_one_name() -> None:
    assert code("新市街道办事处", None, "在广州市委、白云区委领导下，白云区", 2023) == "440111008"
    assert code("新市街道办事处", None, "贯彻《广州市法治政府建设实施纲要》", 2023) is None


@pytest.mark.parametrize(
    "text",
    [
        "贯彻《广州市法治政府建设实施纲要》《中共广州市委全面依法治市委员会2023年工作要点》，市委、市政府",
        "贯彻中共广州市委全面依法治市委员会工作要点和广州市法治政府建设实施方案",
        "对照广州市委、广州市政府部署，广州市",
        "我街道按照市委、市政府部署，学习广州市经验，广州市委、广州市",
    ],
)
def test_a_plan_that_is_named_is_no_evidence(text: str) -> None:
    assert code(None, None, text, 2023) is None


@pytest.mark.parametrize(
    ("agency", "folder", "right"),
    [
        ("于田县司法局", "411523", ["653226"]),
        ("平山县岗南镇人民政府", "130131", ["130131104"]),
        ("江门市江海区卫健局", "440700", ["440704"]),
        ("城关区卫健局", "411523", ["540102", "620102"]),
        ("新县卫健委", "411523", []),
        ("遵义市生态环境局", "520328", []),
        ("平山县人民政府", "130131104", []),
        ("卫健委", "411523", []),
        ("郑州高新区社会事业局", "410102", []),
        ("米林县卫健委", "540481", []),
        ("伊宁县卫健委", "654002", ["654021"]),
        ("鼓楼区卫健局", "320106", []),
    ],
)
def test_a_name_excludes_the_folder_only_where_it_is_clear(
    agency: str, folder: str, right: list[str]
) -> None:
    excluded = excluded_by_name(load_regions().filed_under(folder), agency, None, 2023)
    assert [region.code for region in excluded] == right


def test_a_code_goes_by_the_name_of_the_year() -> None:
    names = [resolve_region(load_regions(), "万盛经开区应急管理局", None, "", year) for year in (2010, 2023)]
    assert [region.name for region in names if region] == ["万盛区", "綦江区"]


def test_a_township_reads_with_its_county() -> None:
    region = region_of_code(load_regions(), "130102005")
    assert region is not None
    assert (region.name, region.level, region.prefecture, region.province) == (
        "长安区跃进街道",
        "township",
        "石家庄市",
        "河北省",
    )
    assert region_of_code(load_regions(), "130102999") is None
    changan = region_of_code(load_regions(), "441900119")
    assert changan is not None
    assert (changan.name, changan.prefecture) == ("长安镇", "东莞市")


def test_region_carries_names_of_those_above() -> None:
    region = resolve_region(load_regions(), "湄潭县司法局", None, "", 2023)
    assert region is not None
    assert (region.name, region.level, region.prefecture, region.province) == (
        "湄潭县",
        "county",
        "遵义市",
        "贵州省",
    )
    beijing = load_regions().get("110101")
    assert beijing is not None
    assert (beijing.prefecture, beijing.province) == (None, "北京市")


@pytest.mark.heavy
def test_every_region_answers_to_its_full_name() -> None:
    table = load_regions()
    for region in table.regions:
        agency = f"{region.province or ''}{region.prefecture or ''}{region.name}司法局"
        assert resolve_region(table, agency, None, "", region.last_year or 2026) == region, agency


def test_a_city_keeps_its_own_offices() -> None:
    table = load_regions()
    offices = (
        "公安局",
        "市场监督管理局",
        "文化广电旅游局",
        "人民政府办公室",
        "民族宗教事务局",
        "安全生产监督管理局",
    )
    for region in table.regions:
        if region.level != "county" and not region.last_year:
            for office in offices:
                assert resolve_region(table, region.name + office, None, "", 2026) == region, office


def test_ambiguous_names_stay_open() -> None:
    table = load_regions()
    in_force = [r for r in table.regions if r.level == "county" and not r.last_year]
    names = [r.name for r in in_force]
    shared = {name for name in names if names.count(name) > 1}
    assert len(shared) == 28
    for name in shared:
        assert resolve_region(table, name + "司法局", None, "", 2024) is None
    for region in in_force:
        if region.name in shared and region.prefecture:
            found = resolve_region(
                table, region.name + "司法局", None, f"在{region.prefecture}委领导下", 2024
            )
            assert found == region


@pytest.mark.parametrize("agency", ["县卫健局", "鼓楼区卫健局", "朝阳卫健局"])
def test_long_body_takes_a_moment(agency: str) -> None:
    text = (
        "在县委、县政府领导下，古丈县卫生健康局坚持以人民为中心，推进全县依法行政，组织法治培训，开展普法宣传。"
        * 1100
    )[:50_000]
    table = load_regions()
    durations = []
    for _ in range(5):
        start = time.process_time()
        resolve_region(table, agency, None, text, 2023)
        durations.append(time.process_time() - start)
    # The promise is 5 ms; a slow machine gets ten times that, a search by one pattern a county would need seconds.
    assert min(durations) < 0.05


def test_table_is_sorted_and_sound() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    keys = [(row["code"], row["last_year"] or "9999") for row in rows]
    assert keys == sorted(keys)
    assert len({(row["code"], row["name"]) for row in rows}) == len(rows)
    in_force = [row["code"] for row in rows if not row["last_year"]]
    assert len(in_force) == len(set(in_force))
    assert (len(in_force), len(rows)) == (3215, 3593)
    codes = {row["code"]: row["level"] for row in rows}
    for row in rows:
        assert codes[row["province_code"]] == "province"
        assert not row["prefecture_code"] or codes[row["prefecture_code"]] == "prefecture"
        assert not row["prefecture_code"] or row["prefecture_code"][:4] == row["code"][:4]
        assert int(row["first_year"] or 0) <= int(row["last_year"] or 9999)
