"""Add a page of the web with the files that hang on it: the page as it came, and its files as further formats of it."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from build_scripts.adding.answers import Answers
from build_scripts.adding.proposal import ADDRESS, Proposal, propose
from build_scripts.adding.wording import add_command
from build_scripts.errors import ReportError, UsageError
from build_scripts.file_kinds import FileKind, kind_of
from build_scripts.intake.add_outcomes import Fate, Outcome
from build_scripts.intake.desk import Candidate, Desk, filed, read_candidate, record_of, same_as
from build_scripts.intake.filing import suffix_of
from build_scripts.intake.jobs import FileJob, read_attachments, reads_with_library
from build_scripts.intake.one_file import add_one
from build_scripts.models import Address, Result
from build_scripts.plain_lines import told_line
from build_scripts.read.html_attachments import Attachment
from build_scripts.render.address_rules import address_of_path
from build_scripts.rules.departments import load_departments
from build_scripts.web import Fetched, Fetcher, FetchError

# A report has one or two files; a page with more than this is a list of something else.
_MOST_FILES = 10
# A page that only hands over a file has its title, its dates and a line or two.
_FEWEST_CHARACTERS = 300
_ENDINGS = {FileKind.HTML: ".html", FileKind.PDF: ".pdf", FileKind.TEXT: ".txt"}


@dataclass(frozen=True, slots=True)
class Web:
    """Whom to ask for pages, beside what is at the desk."""

    fetcher: Fetcher
    desk: Desk


def add_page(url: str, answers: Answers, web: Web) -> Iterator[Outcome]:
    """Yield what became of a page, then of each file on it.

    Raises ``UsageError`` for an address that may not be asked, ``FetchError`` and ``ReportError`` where nothing came.
    """
    web.desk.screen.say_busy(f"正在取 {told_line(url)} …")
    page = _candidate(web.fetcher.fetch(url))
    files, failed = _fetch_files(page, web)
    if not files or not _is_cover(page, answers, web.desk):
        first = add_one(page, answers, web.desk)
        yield first
        yield from failed
        yield from _add_files(files, _address_of(first, page, web.desk), web.desk)
        return
    web.desk.screen.say(f"{page.name}：网页只有标题和附件，收的是附件")
    yield from failed
    first = add_one(files[0], answers, web.desk)
    yield first
    yield from _add_files(files[1:], _address_of(first, files[0], web.desk), web.desk)


def _candidate(fetched: Fetched) -> Candidate:
    """Return what came as a file to add; its name comes from the address, for the kind of a page without tags."""
    name = PurePosixPath(unquote(urlsplit(fetched.url).path)).name
    safe = "".join(c for c in told_line(name) if c not in '\\/:*?"<>|') or "page"
    ending = "" if PurePosixPath(safe).suffix else _ENDINGS.get(kind_of(fetched.data, safe), "")
    return Candidate(Path(safe + ending), fetched.data, fetched.url)


def _fetch_files(page: Candidate, web: Web) -> tuple[list[Candidate], list[Outcome]]:
    """Return the files of a page's article, and what became of those that could not be had."""
    files, failed = list[Candidate](), list[Outcome]()
    for attachment in _attachments(page, web.desk):
        try:
            address = urljoin(page.url, attachment.href)
            web.desk.screen.say_busy(f"正在取附件 {told_line(address)} …")
            files.append(_candidate(web.fetcher.fetch(address)))
        except (FetchError, UsageError, ValueError) as error:
            name = told_line(attachment.words or attachment.href)
            failed.append(Outcome(name=name, fate=Fate.FAILED, told=told_line(str(error))))
    return files, failed


def _attachments(page: Candidate, desk: Desk) -> Sequence[Attachment]:
    if kind_of(page.data, page.path.name) is not FileKind.HTML:
        return ()
    job = FileJob(path=page.path, data=page.data, this_year=desk.today.year, answers=Answers(values={}))
    outcomes = list(desk.engine.map_unordered(read_attachments, [job], apart=reads_with_library))
    return (outcomes[0].value or ())[:_MOST_FILES]


def _is_cover(page: Candidate, answers: Answers, desk: Desk) -> bool:
    """Say whether a page holds no report of its own and only hands over its files."""
    try:
        result = read_candidate(page, desk, answers)
    except ReportError:
        return True
    return not result.metrics and _length(result) < _FEWEST_CHARACTERS


def _length(result: Result) -> int:
    return sum(paragraph.span.end - paragraph.span.start for paragraph in result.report.paragraphs)


def _address_of(first: Outcome, candidate: Candidate, desk: Desk) -> Address | None:
    """Return the address at which the first file lies now, ``None`` where it was not filed."""
    if first.fate not in (Fate.FILED, Fate.SAME):
        return None
    same = desk.shelf.find_same(candidate.data)
    return address_of_path(same) if same else None


def _add_files(files: Sequence[Candidate], address: Address | None, desk: Desk) -> Iterator[Outcome]:
    """Yield what becomes of files beside a report: filed where they read as the same report, told else."""
    for file in files:
        if same := desk.shelf.find_same(file.data):
            yield same_as(file.name, same, desk.shelf)
            continue
        try:
            yield _add_file(file, address, desk)
        except ReportError as error:
            yield Outcome(name=file.name, fate=Fate.FAILED, told=told_line(str(error)))


def _add_file(file: Candidate, address: Address | None, desk: Desk) -> Outcome:
    """File what reads as the report at ``address``, where that has no file of the format yet."""
    nothing, shelf = Answers(values={}), desk.shelf
    proposal = propose(
        read_candidate(file, desk, nothing), suffix_of(file.data, file.path.name), desk.today.year
    )
    told = _difference(proposal, address)
    if told or address is None:
        return _left(file, told, desk)
    place = shelf.place_of(address, proposal.suffix)
    if place in shelf.find_at(address):
        return _left(file, f"已有 {shelf.told(place)}", desk)
    shelf.put(place, file.data, record_of(proposal, nothing, address, file.url, desk.today))
    told = f"{shelf.told(place)}（同一份报告的另一种格式）"
    return filed(file.name, told, proposal, nothing)


def _left(file: Candidate, told: str, desk: Desk) -> Outcome:
    """Return the outcome of a file that is not filed with its page, with the command that adds it by itself."""
    command = add_command(file.url, (), root=desk.root, windows=sys.platform == "win32")
    return Outcome(name=file.name, fate=Fate.LEFT, told=f"附件没有收入：{told}", command=command)


def _difference(proposal: Proposal, address: Address | None) -> str:
    """Return why a file is not the same report as the one at ``address``, "" where it reads as that."""
    if address is None:
        return "网页本身没有收入"
    if refused := proposal.classified or proposal.no_report:
        return told_line(refused)
    region, department, year = (proposal.get(item).value for item in ADDRESS)
    # A page of a second body is filed with a word that no text has: health-cdc is of health.
    filed_under = load_departments().get(address.department)
    is_same_body = filed_under is not None and filed_under.slug == department
    is_same = is_same_body and (region, year) == (address.region, str(address.year))
    return "" if is_same else "读出的地区、部门、年度与网页不同"
