"""Names of organs: what is one, whose it is, and whether two names mean the same one.

An organ's name opens with a place (平山县水利局) or with one of a few words (中共…), or the departments know it. A
place that governs itself (平山县, 岗南镇) is one too where a report calls itself so.
"""

import re
from functools import cache

from build_scripts.rules.departments import classify_department, load_departments
from build_scripts.rules.head_parts import agency_pattern, is_agency
from build_scripts.rules.loading import any_of, load_rules, load_words
from build_scripts.rules.regions import load_regions, resolve_region

FILE = "head.yml"
_PLACE_RE = re.compile(
    r"(?:中共|共青团)?[\u3400-\u9fff]{1,14}?(?:省|自治区|[市县区州盟旗镇乡]|街道|地区|兵团)(?=[\u3400-\u9fff])"
)
_REPEATED_RE = re.compile(r"(?:中共|共青团)?(?P<place>[\u3400-\u9fff]{1,12}?[省市县区州盟旗镇乡])")
_OWN_BODY = ("党组", "党委", "党工委")
_GOVERNMENTS = frozenset({"government", "government-office"})
# 水利部, 高新区管委会, 县公安局: longer names without a known place are other words with a name at their end.
_LONGEST_PLACE, _LONGEST_BARE = 16, 8
_NO_NAME_PLACE_RE = re.compile("[某×ＸX]{1,3}[省市县区州盟旗镇乡]")


def is_organ(name: str) -> bool:
    """Say whether ``name`` is an organ's: 平山县水利局, 国家税务总局, not 新闻中心 nor 公开目录.

    >>> is_organ("平山县水利局"), is_organ("办事大厅"), is_organ("今天是星期二")
    (True, False, False)
    """
    if not is_agency(name):
        return False
    if opens_with_place(name):
        return True
    if len(name) > _LONGEST_BARE or _is_menu(name):
        return False
    return classify_department(load_departments(), name) is not None or names_region(name)


def _is_menu(name: str) -> bool:
    """Say whether a name is one of a portal's menu: 新闻中心, 政务公开."""
    return any(rule.pattern.fullmatch(name) for rule in load_rules("furniture.yml", "portal_edges"))


@cache
def is_place(name: str) -> bool:
    """Say whether ``name`` is a place with a government of its own: 平山县, 天津市静海区, 岗南镇, not 幸福社区.

    >>> is_place("平山县"), is_place("岗南镇"), is_place("示范县")
    (True, True, False)
    """
    if len(name) > _LONGEST_PLACE or not re.fullmatch(r"[\u3400-\u9fff]{2,}", name):
        return False
    table = load_regions()
    if table.named(name):
        return True
    if any(table.named(name[:i]) and is_place(name[i:]) for i in range(len(name) - 2, 1, -1)):
        return True
    endings = (*load_words(FILE, "township_endings"), *load_words(FILE, "zone_endings"))
    own = name.startswith(load_words(FILE, "self_words")) or name[0] in "乡镇县区市省"
    return name.endswith(endings) and not own and name not in endings


def opens_with_place(name: str) -> bool:
    """Say whether ``name`` opens with a place that is known, or with 中共, 国家 …: 平山县水利局, not 召开全县会议…."""
    if name.startswith(load_words(FILE, "organ_openings")):
        return True
    ends = [m.end() for m in re.finditer("[省市县区州盟旗镇乡]|街道", name[:_LONGEST_PLACE])]
    return any(is_place(name[:end]) or _NO_NAME_PLACE_RE.fullmatch(name[:end]) for end in ends)


def names_region(name: str) -> bool:
    """Say whether ``name`` opens with a region whose kind is left out: 湄潭分局 is of 湄潭县."""
    return resolve_region(load_regions(), name, None, "", None) is not None


@cache
def _opening() -> str:
    return any_of(load_words(FILE, "title_openings"))


@cache
def _leading_re() -> re.Pattern[str]:
    places = r"(?:省|自治区|[市县区州盟旗镇乡]|街道)"
    year = "[0-9二〇○零一]{4}年(?:度)?"
    rest = rf"(?=(?:[（(][^（()）]{{2,20}}[）)])?(?:{_opening()}|[0-9二]))"
    return re.compile(
        rf"(?:关于)?(?:{year})?(?:(?P<agency>{agency_pattern()}){rest}|(?P<place>[\u3400-\u9fff]{{2,16}}?{places}){rest})"
    )


def find_leading(title: str) -> tuple[int, int] | None:
    """Return where the name stands that opens a title, 关于 and the year before it aside; ``None`` where none does.

    "解放区卫健委2022年度法治政府建设情况报告" gives the place of 解放区卫健委, "平山县2023年…" that of 平山县.
    """
    match = _leading_re().match(title)
    if not match:
        return None
    agency, place = match["agency"], match["place"]
    # Where a title names its organ, a name is one that the departments know, however long.
    if agency and (
        is_organ(agency) or (is_agency(agency) and classify_department(load_departments(), agency))
    ):
        return match.span("agency")
    return match.span("place") if place and is_place(place) else None


def split_names(name: str, cuts: frozenset[int] = frozenset()) -> list[tuple[int, int]]:
    """Return where each of several names stands that are written as one: 中共平山县委、平山县人民政府.

    ``cuts`` are the places where a blank or a line's end parts the words.
    """
    for cut in _cuts(name, cuts):
        left = name[:cut].rstrip("、和与及")
        right = name[cut:].lstrip("、和与及")
        if is_organ(left) and is_agency(right) and _PLACE_RE.match(right):
            start = len(name) - len(right)
            later = frozenset(c - start for c in cuts if c > start)
            return [(0, len(left)), *((s + start, e + start) for s, e in split_names(right, later))]
    return [(0, len(name))]


def _cuts(name: str, cuts: frozenset[int]) -> list[int]:
    """Return where a name may end and the next begin: at a mark, a blank, or where its place is said once more."""
    found = set(cuts) | {m.start() for m in re.finditer("[、和与及]", name)}
    place = _REPEATED_RE.match(name)
    if place and len(place["place"]) > 1:
        again = name.find(place["place"], place.end())
        while again > 0:
            before = name[:again]
            found.add(again - (2 if before.endswith("中共") else 0))
            again = name.find(place["place"], again + 1)
    return sorted(c for c in found if 0 < c < len(name))


def bare_organ(name: str) -> str:
    """Return ``name`` without the committee of its own party members: 平山县水利局党组 is 平山县水利局."""
    for own in _OWN_BODY:
        bare = name.removesuffix(own)
        if bare != name and is_agency(bare):
            return bare
    return name


def same_organ(one: str, other: str) -> bool:
    """Say whether two names may mean one organ: 解放区卫健委 and 解放区卫生健康委员会, 平山县 and 平山县人民政府.

    Names differ when their departments or their places do; where either says neither, they are held to be the same.
    """
    if (
        one == other
        or one.startswith(other)
        or other.startswith(one)
        or one.endswith(other)
        or other.endswith(one)
    ):
        return True
    first, second = classify_organ(one), classify_organ(other)
    if first and second and first != second and not {first, second} <= _GOVERNMENTS:
        return False
    places = [match.group() for match in (_PLACE_RE.match(one), _PLACE_RE.match(other)) if match]
    whole = [p for p in places if len(p) > 2]  # noqa: PLR2004 - 某县 and 新县 are shortest; 县 alone says nothing
    return len(whole) < 2 or whole[0].endswith(whole[1]) or whole[1].endswith(whole[0]) or _within(one, other)  # noqa: PLR2004


def _within(one: str, other: str) -> bool:
    """Say whether the place of the shorter chain stands in the longer: 平山县水利局, 石家庄市平山县水利局."""
    return any(p in q for p, q in ((_tail(one), other), (_tail(other), one)) if p)


def _tail(name: str) -> str:
    found = re.findall(r"[\u3400-\u9fff]{1,8}?[县区镇乡旗]", name)
    return str(found[-1]) if found else ""


def classify_organ(name: str) -> str | None:
    """Return the slug of the department that ``name`` is of; a place that names itself alone is its government."""
    if is_place(name):
        return "government"
    department = classify_department(load_departments(), name)
    return department.slug if department else None
