"""Files that must not or cannot be published, of each kind in turn: what an operator gets sent as well."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from random import Random

from build_scripts.demo.agencies import Place, demo_places
from build_scripts.demo.reports import DemoReport, make_report, path_of, record_of
from build_scripts.demo.truths import Page

BROKEN = ("empty", "not-a-text", "statute", "news", "private-data", "changed")

_ARTICLES = (
    "为了规范{field}工作，维护公共利益，根据{law}，制定本办法。",
    "本行政区域内的{field}活动适用本办法。",
    "主管部门负责{field}的监督管理，有关部门按照各自职责做好相关工作。",
    "单位和个人应当遵守本办法，并有权举报违反本办法的行为。",
    "主管部门应当建立健全工作制度，公开办事程序。",
    "违反本办法规定的，由主管部门责令改正；拒不改正的，依法给予处罚。",
    "当事人对处罚决定不服的，可以依法申请行政复议或者提起行政诉讼。",
    "工作人员玩忽职守、滥用职权、徇私舞弊的，依法给予处分。",
    "本办法由主管部门负责解释。",
    "本办法自公布之日起施行。",
)
_NEWS = (
    "本网讯 近日，{agency}组织开展{field}主题宣传活动，现场气氛热烈。\n"
    "活动中，工作人员向过往群众讲解{law}，解答大家关心的问题。群众纷纷表示，活动内容贴近生活。\n"
    "下一步，该单位将继续开展形式多样的宣传活动。（通讯员）\n"
)
_HAN = "一二三四五六七八九十"
# GB 11643-1999, with a birthday that nobody has: in the year 9999.
_BIRTHDAY = "99991231"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def broken_reports(count: int, seed: int, after: int) -> Iterator[DemoReport]:
    """Yield ``count`` files for the places that come ``after`` so many reports, their kinds in turn."""
    places = islice(demo_places(seed), after, after + count)
    return (make_broken(place, seed, kind) for place, kind in zip(places, cycle(BROKEN), strict=False))


def make_broken(place: Place, seed: int, kind: str) -> DemoReport:
    """Return a file of one of the kinds ``BROKEN``; its ``flaws`` name the kind."""
    flaws = frozenset((kind,))
    whole = make_report(place, seed)
    if kind == "changed":
        return replace(whole, record=replace(whole.record, sha256="0" * 64), flaws=flaws)
    data = _data(place, kind, whole.page.text, seed)
    return DemoReport(path_of(place), data, record_of(place, None, data), Page(), flaws)


def _data(place: Place, kind: str, report: str, seed: int) -> bytes:
    words = {**place.body.department, "agency": place.body.agency}
    match kind:
        case "empty":
            return b""
        case "not-a-text":
            return Random(f"{seed} {place.address.id}").randbytes(2000)  # noqa: S311 - no secret
        case "statute":
            articles = (f"第{_HAN[at]}条　{text}\n" for at, text in enumerate(_ARTICLES))
            return (
                (f"{place.body.region}{words['field']}管理办法\n" + "".join(articles))
                .format(**words)
                .encode()
            )
        case "news":
            return _NEWS.format(**words).encode()
        case _:
            return f"{report}\n当事人身份证号码：{made_up_identity_number(place.body.code[:6])}\n".encode()


def made_up_identity_number(region: str) -> str:
    """Return an identity card number of right form that nobody has: born on the last day of the year 9999."""
    digits = f"{region}{_BIRTHDAY}001"
    return digits + _CHECKS[sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11]
