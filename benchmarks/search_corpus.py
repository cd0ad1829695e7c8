"""Reports for the search benchmark: the real ones first, then as many made-up ones as wanted, the same in every run.

A made-up report has a county, department and year that no other has, and says sentences of real reports anew
(``search_sentences``) among others that are made from word lists (``search_words.yml``). Report ``n`` does not depend
on how many are made: a small corpus is the beginning of a large one. Chances in here are only for variety.
"""

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TypedDict

from benchmarks.search_inventions import Inventor, Setting, load_words
from benchmarks.search_sentences import LACK, PLAN, WORK, Stock, read_results, read_stock
from build_scripts.models import Passage, Result, Searchable, SearchFigure
from build_scripts.render.address_rules import address_of
from build_scripts.render.anchors import find_places
from build_scripts.render.searching import searchable_of as told_to_search
from build_scripts.rules.departments import Department, load_departments
from build_scripts.rules.regions import Region, load_regions

SEED = 20240401
_YEARS = range(2015, 2025)
_MOST = 20_000  # reports that the drawing of counties, departments and years is made for
_CHARACTERS, _SPREAD, _LEAST, _LONGEST = 3_050, 900, 1_500, 6_800  # of the prose of a report
_SHARES = {WORK: 0.78, LACK: 0.08, PLAN: 0.14}  # of the chapters
_FROM_REAL, _LONGER = (
    0.5,
    0.5,
)  # how many sentences are those of real reports, and how many have a clause more
_NUMERALS = "一二三四五六七八九十"
_WHOLE_NAME = re.compile("(?:府|室|会|社|团)$")
_STOPS = re.compile(r"[^。！；]+[。！；]?")
_FIGURE = re.compile(
    r"([\u4e00-\u9fff]{2,8})([0-9][0-9,]*(?:\.[0-9]+)?)(万元|元|件|次|人次|人|份|个|家|名|场|项|户|宗|部|期)"
)
_MOST_FIGURES = 60


class Record(TypedDict):
    """A report as a line of the corpus file. ``department`` is its label, ``issued`` the date in digits and words."""

    id: str
    region_code: str
    place: str
    province: str
    department: str
    year: int
    title: str
    agency: str
    doc_number: str
    signer: str
    issued: list[str]
    lines: list[str]


@dataclass(frozen=True, slots=True)
class _Frame:
    """What made-up reports are drawn from."""

    counties: Sequence[Region]
    departments: Sequence[Department]
    neighbours: dict[str, tuple[str, ...]]
    stock: Stock


def make_records(root: Path, count: int) -> Iterator[Record]:
    """Yield ``count`` reports, those of source_reports/ first."""
    real = [_record_of(_told(result)) for result in read_results(root) if result.publishable]
    yield from islice(real, count)
    frame = _read_frame(root)
    taken = {record["id"] for record in real}
    made = (record for record in map(_Maker(frame), range(_MOST)) if record["id"] not in taken)
    yield from islice(made, max(0, count - len(real)))


def write_corpus(root: Path, count: int, file: Path) -> None:
    """Write ``count`` reports into ``file``, one line of JSON each."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8") as out:
        for record in make_records(root, count):
            out.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")


def read_corpus(file: Path, count: int) -> Iterator[Record]:
    """Yield the first ``count`` reports of ``file``."""
    with file.open(encoding="utf-8") as lines:
        for line in islice(lines, count):
            yield json.loads(line)


def searchable_of(record: Record) -> Searchable:
    """Return the report as the search takes it: its words, a place to lead to for every sentence, its figures."""
    text = "\n".join(record["lines"])
    figures = tuple(islice(_figures(text), _MOST_FIGURES))
    return Searchable(
        id=record["id"],
        url=f"reports/{record['id']}/",
        title=record["title"],
        agency=record["agency"],
        doc_number=record["doc_number"],
        signer=record["signer"],
        issued=tuple(record["issued"]),
        lines=tuple(record["lines"]),
        passages=tuple(_passages(record["lines"])),
        figures=figures,
        year=record["year"],
        region_code=record["region_code"],
        place=record["place"],
        province=record["province"],
        department=record["department"],
        themes=tuple(dict.fromkeys(figure.theme for figure in figures)),
        findings=(),
    )


def words_of(record: Record) -> tuple[str, ...]:
    """Return all that a query can meet: title, agency, number, signer, date, and the whole text as one."""
    head = (record["title"], record["agency"], record["doc_number"], record["signer"], *record["issued"])
    return (*head, "\n".join(record["lines"]))


def _told(result: Result) -> Searchable:
    return told_to_search(address_of(result.report.clean.raw.source), result, find_places(result))


def _record_of(report: Searchable) -> Record:
    return Record(
        id=report.id,
        region_code=report.region_code,
        place=report.place,
        province=report.province,
        department=report.department,
        year=report.year,
        title=report.title,
        agency=report.agency,
        doc_number=report.doc_number,
        signer=report.signer,
        issued=list(report.issued),
        lines=list(report.lines),
    )


def _passages(lines: Iterable[str]) -> Iterator[Passage]:
    offset = 0
    for number, line in enumerate(lines):
        for found in _STOPS.finditer(line):
            yield Passage(number, found.start(), found.end(), f"s-{offset + found.start()}")
        offset += len(line) + 1


def _figures(text: str) -> Iterator[SearchFigure]:
    for found in _FIGURE.finditer(text):
        start = max(text.rfind(stop, 0, found.start()) for stop in "。！；\n") + 1
        number = Decimal(found[2].replace(",", ""))
        value, unit = (number * 10_000, "元") if found[3] == "万元" else (number, found[3])
        theme = "行政处罚" if "罚" in found[1] else "行政许可" if "许可" in found[1] else "其他"
        yield SearchFigure(
            subject=found[1],
            theme=theme,
            value=value,
            unit=unit,
            written=found[2] + found[3],
            anchor=f"m-{found.start(2)}",
            passage=f"s-{start}",
        )


@cache
def _read_frame(root: Path) -> _Frame:
    regions = [
        r for r in load_regions().regions if r.level == "county" and r.last_year is None and r.prefecture
    ]
    near: dict[str, list[str]] = {}
    for region in regions:
        near.setdefault(region.code[:4], []).append(region.name)
    neighbours = {code: tuple(names) for code, names in near.items()}
    return _Frame(regions, load_departments().departments, neighbours, read_stock(root))


class _Maker:
    """Makes the report of a number."""

    def __init__(self, frame: _Frame) -> None:
        self.frame = frame
        every = range(len(frame.counties) * len(frame.departments) * len(_YEARS))
        self.drawn = random.Random(SEED).sample(every, _MOST)  # noqa: S311 - for variety

    def __call__(self, number: int) -> Record:
        rest, year = divmod(self.drawn[number], len(_YEARS))
        county, department = divmod(rest, len(self.frame.departments))
        region, office = self.frame.counties[county], self.frame.departments[department]
        setting = Setting(
            county=region.name,
            prefecture=region.prefecture or "",
            province=region.province or "",
            neighbours=self.frame.neighbours[region.code[:4]],
            agency=_agency(region.name, office.name),
            department=office.slug,
            year=_YEARS[year],
        )
        inventor = Inventor(random.Random(f"{SEED}-{number}"), setting)  # noqa: S311 - for variety
        return _record(region.code, office, inventor, _body(inventor, self.frame.stock))


def _agency(county: str, office: str) -> str:
    return county + (
        office
        if _WHOLE_NAME.search(office)
        else f"{office.replace('机构', '委员')}局".replace("委员局", "委员会")
    )


def _record(code: str, office: Department, inventor: Inventor, body: list[str]) -> Record:
    setting, chance = inventor.setting, inventor.chance
    title = setting.agency + inventor.fill(chance.choice(_TITLES)).replace("年份", str(setting.year))
    number = inventor.document_number() if chance.random() < 0.4 else ""  # noqa: PLR2004
    signer = inventor.slot("person") if chance.random() < 0.25 else ""  # noqa: PLR2004
    month, day = chance.randint(1, 4), chance.randint(1, 28)
    told = f"{setting.year + 1}年{month}月{day}日"
    head = [number] if number else []
    head += [f"签发人：{signer}"] if signer else []
    return Record(
        id=f"{code}-{office.slug}-{setting.year}",
        region_code=code,
        place=setting.county,
        province=setting.province,
        department=office.name,
        year=setting.year,
        title=title,
        agency=setting.agency,
        doc_number=number,
        signer=signer,
        issued=[f"{setting.year + 1}-{month:02}-{day:02}", told],
        lines=[*head, title, *body, setting.agency, told],
    )


_TITLES = (
    "年份年法治政府建设年度报告",
    "年份年度法治政府建设工作报告",
    "关于年份年法治政府建设情况的报告",
    "年份年推进法治政府建设工作总结",
)


def _body(inventor: Inventor, stock: Stock) -> list[str]:
    """Return the lines between title and signature."""
    wanted = min(_LONGEST, max(_LEAST, inventor.chance.gauss(_CHARACTERS, _SPREAD)))
    opening = inventor.fill(inventor.chance.choice(load_words()["openings"]))
    lines = [opening]
    for numeral, chapter in zip(_NUMERALS, (WORK, LACK, PLAN), strict=False):
        heading = inventor.chance.choice(load_words()["chapters"][chapter].split())
        lines.append(f"{numeral}、{heading}")
        lines += _chapter(inventor, stock, chapter, wanted * _SHARES[chapter])
    return lines


def _chapter(inventor: Inventor, stock: Stock, chapter: str, wanted: float) -> Iterator[str]:
    """Yield paragraphs of about as many characters as wanted, of the work under headings of their own."""
    told, part = 0, 0
    while told < wanted:
        if chapter == WORK and part < len(_NUMERALS):
            heading = inventor.fill(inventor.chance.choice(load_words()["headings"][WORK]))
            yield f"（{_NUMERALS[part]}）{heading}"
        for _ in range(inventor.chance.randint(1, 3)):
            paragraph = "".join(
                _sentence(inventor, stock, chapter) for _ in range(inventor.chance.randint(2, 4))
            )
            told += len(paragraph)
            yield paragraph
        part += 1


def _sentence(inventor: Inventor, stock: Stock, chapter: str) -> str:
    chance = inventor.chance
    if chance.random() < _FROM_REAL:
        text = stock.pick(inventor, chapter)
    else:
        text = inventor.fill(chance.choice(load_words()["says"][chapter]))
    if chance.random() < _LONGER:
        clause = inventor.fill(chance.choice(load_words()["clauses"]))
        text = f"{text[:-1]}，{clause}{text[-1]}" if chance.random() < _LONGER else f"{clause}，{text}"
    return text
