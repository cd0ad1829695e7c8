"""Add one file with an editor at the terminal, or with all answers given as options."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from build_scripts.adding.answers import (
    AnswerError,
    Answers,
    address_of_answers,
    open_items,
    parse_day,
    parse_word,
    parser_of,
)
from build_scripts.adding.placing import compare_reports, refusal_of
from build_scripts.adding.proposal import Choice, Found, Item, Proposal, propose
from build_scripts.adding.wording import LABELS, difference_lines, missing_line
from build_scripts.check.privacy import find_open
from build_scripts.errors import ReportError, UsageError
from build_scripts.intake.add_outcomes import Fate, LeftError, Outcome
from build_scripts.intake.desk import Candidate, Desk, filed, read_candidate, record_of, same_as
from build_scripts.intake.filing import suffix_of
from build_scripts.models import Address, PrivatePlace, Record, Result
from build_scripts.plain_lines import told_line
from build_scripts.render.address_rules import address_of_path
from build_scripts.web import parse_web_address

_CHANGES = (Item.REGION, Item.DEPARTMENT, Item.YEAR, Item.TITLE)
_HINTS = {
    Item.REGION: "代码或全名",
    Item.DEPARTMENT: "代号或名称，可加一词，如 health-cdc",
    Item.YEAR: "四位数字",
}
_YES, _NO = "y", "n"
_PRIVATE = "private-data"
_OPTIONAL = "（没有就直接回车）"


@dataclass(slots=True)
class OneFile:
    """One file on its way to the shelf. ``result`` and ``proposal`` are what was read of it."""

    desk: Desk
    candidate: Candidate
    result: Result
    proposal: Proposal
    answers: Answers
    is_origin_asked: bool = False

    def add(self) -> Outcome:
        """Ask what is open, file it, and return what became of it. Raises ``LeftError`` where it is not filed."""
        self._see_kind()
        while True:
            self._ask_open()
            address = address_of_answers(self.proposal, self.answers)
            if not self._is_allowed(address):
                continue
            places = self._find_place(address)
            if places and self._is_confirmed(places[0]):
                return self._file(address, *places)

    def _see_kind(self) -> None:
        """Let nothing pass that is marked as secret, or is no report, unless the editor says that it is one."""
        if self.proposal.classified:
            raise LeftError(told_line(self.proposal.classified))
        told = told_line(self.proposal.no_report)
        if not told or self.answers.report:
            return
        if not self.desk.screen.asks:
            raise LeftError(f"{told}；确实是年度报告，请加 --report")
        self.desk.screen.say(f"  {told}")
        if not self.desk.screen.confirm("它确实是法治政府建设年度报告吗？"):
            raise LeftError("不是年度报告，没有收入")
        self.answers = replace(self.answers, report=True)

    def _ask_open(self) -> None:
        items = open_items(self.proposal, self.answers)
        if items and not self.desk.screen.asks:
            raise LeftError(told_line(missing_line(self.proposal, items)))
        for item in items:
            self._ask(item)

    def _ask(self, item: Item) -> None:
        found, screen = self.proposal.get(item), self.desk.screen
        if found.choices:
            screen.say(f"  {LABELS[item]}可能是：")
            for number, choice in enumerate(found.choices, 1):
                screen.say(f"    {number}  {choice.label}（{choice.value}）")
        hint = _HINTS.get(item, "")
        question = LABELS[item] if found.value or not hint else f"{LABELS[item]}（{hint}）"
        parse = parser_of(item, self.desk.today.year)
        answer = screen.ask(
            question, lambda written: _numbered(found, written) or parse(written), found.value
        )
        self.answers = replace(self.answers, values={**self.answers.values, item: answer})

    def _is_allowed(self, address: Address) -> bool:
        """Say whether the report's own names let it lie there; else ask for region and department once more."""
        refusal = told_line(refusal_of(self.result, address))
        if not refusal:
            return True
        if not self.desk.screen.asks:
            raise LeftError(refusal)
        self.desk.screen.say(f"  {refusal}")
        self._ask(Item.REGION)
        # A township that no list has is told by a word behind its department: government-township.
        self._ask(Item.DEPARTMENT)
        return False

    def _find_place(self, address: Address) -> tuple[Path, Path | None] | None:
        """Return where it goes and which file it takes the place of; ``None`` where the address was changed."""
        shelf = self.desk.shelf
        place = shelf.place_of(address, self.proposal.suffix)
        others = shelf.find_at(address)
        if not others:
            return place, None
        old = next((file for file in others if file == place), others[0])
        if not (self.answers.replace or self.answers.another_format):
            self._show_difference(old)
        reply = self._ask_relation(place, others)
        if reply == "w":
            self._ask_word()
            return None
        if reply == "r" and place not in others and len(others) > 1:
            raise LeftError(f"这个地址已有 {len(others)} 种格式，说不清替换哪一个；请用 --another-format")
        if reply == "f" and place in others:
            raise LeftError(f"{shelf.told(place)} 已是这种格式；确实要换掉它，请用 --replace")
        return place, (old if reply == "r" and old != place else None)

    def _show_difference(self, old: Path) -> None:
        shelf, screen = self.desk.shelf, self.desk.screen
        try:
            known = read_candidate(Candidate(old, old.read_bytes()), self.desk, self.answers)
        except (ReportError, OSError):
            screen.say(f"这个地址已有 {shelf.told(old)}，但它读不了，没有比较。")
            return
        for line in difference_lines(compare_reports(known, self.result), shelf.told(old)):
            screen.say(line)

    def _ask_relation(self, place: Path, others: Sequence[Path]) -> str:
        """Return r where it takes the place of the other, f where it is another format, w for a second body."""
        if self.answers.replace or self.answers.another_format:
            return "r" if self.answers.replace else "f"
        options = [] if place in others else [Choice("f", "同一份报告的另一种格式")]
        if not self.desk.screen.asks:
            other = "" if place in others else "；是同一份的另一种格式，加 --another-format"
            raise LeftError(f"没有收入：要换掉现有的，加 --replace{other}；是另一个机关，加 --word 英文词")
        choices = (
            *options,
            Choice("r", "换掉现有的"),
            Choice("w", "另一个机关的"),
            Choice("n", "不收（回车）"),
        )
        reply = self.desk.screen.choose("它是：", choices, _NO)
        if reply == _NO:
            raise LeftError("没有收入")
        return reply

    def _ask_word(self) -> None:
        word = self.desk.screen.ask("部门后加哪个英文词（如 cdc）", parse_word)
        self.answers = replace(self.answers, word=word)

    def _is_confirmed(self, place: Path) -> bool:
        """Say whether the editor wants it filed there; ``False`` where he has changed something."""
        screen = self.desk.screen
        if not screen.asks or self.answers.yes:
            return True
        self._ask_further()
        numbered = [Choice(str(i), LABELS[item]) for i, item in enumerate(_CHANGES, 1)]
        choices = (Choice(_YES, "收入（回车）"), Choice(_NO, "不收"), *numbered)
        reply = screen.choose(f"收入 {self.desk.shelf.told(place)}？", choices, _YES)
        if reply == _NO:
            raise LeftError("没有收入")
        if reply != _YES:
            self._ask(_CHANGES[int(reply) - 1])
        return reply == _YES

    def _ask_further(self) -> None:
        """Ask once for what a record has besides: the title that the text lacks, where the file is from."""
        if self.is_origin_asked:
            return
        self.is_origin_asked = True
        screen, values = self.desk.screen, self.answers.values
        if not self.proposal.get(Item.TITLE).value and Item.TITLE not in values:
            title = screen.ask(f"标题{_OPTIONAL}", str.strip)
            self.answers = replace(self.answers, values={**values, Item.TITLE: title})
        if not self.candidate.url and not self.answers.url:
            url = screen.ask(f"来源网址{_OPTIONAL}", parse_origin)
            self.answers = replace(self.answers, url=url)
        if self.answers.url and not self.answers.taken_on:
            day = screen.ask("哪天取得的", parse_day, self.desk.today.isoformat())
            self.answers = replace(self.answers, taken_on=day)

    def _file(self, address: Address, place: Path, old: Path | None) -> Outcome:
        shelf, record = self.desk.shelf, self._record(address)
        shelf.put(place, self.candidate.data, record)
        if old:
            shelf.remove(old)
        settled = (_PRIVATE,) if record.redactions else ()
        return filed(self.candidate.name, shelf.told(place), self.proposal, self.answers, settled)

    def _record(self, address: Address) -> Record:
        record = record_of(self.proposal, self.answers, address, self.candidate.url, self.desk.today)
        return replace(record, redactions=self._ask_redactions())

    def _ask_redactions(self) -> tuple[PrivatePlace, ...]:
        """Return the places of private data that the editor wants taken out of what is published."""
        places = find_open(self.result.report)
        if not places or not self.desk.screen.asks or self.answers.yes:
            return ()
        question = f"上面 {len(places)} 处个人信息，公开时都换成 ■ 吗？（收入的文件不变）"
        return tuple(places) if self.desk.screen.confirm(question) else ()


def _numbered(found: Found, answer: str) -> str:
    """Return the value of the choice that an answer names by its number, "" where it names none."""
    number = int(answer) if answer.isascii() and answer.isdecimal() and len(answer) == 1 else 0
    return found.choices[number - 1].value if 0 < number <= len(found.choices) else ""


def parse_origin(answer: str) -> str:
    """Return an address on the web, "" for none. Raises ``AnswerError``."""
    try:
        return parse_web_address(answer).geturl() if answer.strip() else ""
    except UsageError as error:
        raise AnswerError(str(error)) from error


def add_one(candidate: Candidate, answers: Answers, desk: Desk) -> Outcome:
    """Add a file and return what became of it. Raises ``ReportError`` where it cannot be read."""
    same = desk.shelf.find_same(candidate.data)
    if same and desk.shelf.has_record(same):
        return same_as(candidate.name, same, desk.shelf)
    desk.screen.say_busy(f"正在读 {candidate.name} …")
    result = read_candidate(candidate, desk, answers)
    proposal = propose(result, suffix_of(candidate.data, candidate.path.name), desk.today.year)
    if same:
        return write_missing_record(candidate, same, proposal, answers, desk)
    desk.screen.show(candidate.name, proposal, result)
    try:
        return OneFile(desk, candidate, result, proposal, answers).add()
    except LeftError as error:
        return Outcome(name=candidate.name, fate=Fate.LEFT, told=str(error))
    except EOFError:
        return Outcome(name=candidate.name, fate=Fate.LEFT, told="没有收入")


def write_missing_record(
    candidate: Candidate, same: Path, proposal: Proposal, answers: Answers, desk: Desk
) -> Outcome:
    """Write the record of a file that lies there without its own, as after a run that was killed."""
    address = address_of_path(same)
    if address is None:
        return same_as(candidate.name, same, desk.shelf)
    desk.shelf.put(same, candidate.data, record_of(proposal, answers, address, candidate.url, desk.today))
    return filed(candidate.name, f"{desk.shelf.told(same)}（已在那里，补上了记录）", proposal, answers)
