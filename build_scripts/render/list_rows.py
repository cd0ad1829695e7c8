"""The rows of long lists as HTML, each value escaped once: through a template a row costs four times as much."""

from collections.abc import Mapping, Sequence

from build_scripts.models import Account, CodeTally, Entry, ListedFigure, Share
from build_scripts.render.escape import escape
from build_scripts.render.labels import DOUBTS, word

_WITH_AGENCY = {"region", "department"}  # lists that lead on to each agency's own page
_SHORT = 10  # characters of a value that stay on one line


def render_entry(entry: Entry, root: str, by: str = "") -> str:
    """Return a report as a line of a list; ``root`` leads to the site's, ``by`` is what the list has in common."""
    link = f'<a href="{escape(root + entry.url)}">{escape(entry.title)}</a>'
    way = _agency(entry, root) if by in _WITH_AGENCY else ""
    return f"<li>{link}{_particulars(entry, by, way)}</li>\n"


def render_choice(entry: Entry, root: str) -> str:
    """Return a report as a line of a list to pick from."""
    told = f"{escape(entry.agency)} {entry.address.year} 年度"
    box = f'<input type="checkbox" name="r" value="{escape(entry.address.id)}" aria-label="选来比较：{told}">'
    link = f'<a href="{escape(root + entry.url)}">{escape(entry.title)}</a>'
    return f'<li><label class="pick">{box}</label><div>{link}{_particulars(entry)}</div></li>\n'


def _agency(entry: Entry, root: str) -> str:
    """Return the way to an agency's own page."""
    at = entry.address
    name = f"{escape(entry.agency)}历年"
    return f' <a href="{root}agencies/{at.region}/{at.department}/" aria-label="{name}">历年</a>'


def _particulars(entry: Entry, by: str = "", way: str = "") -> str:
    year = "" if by == "year" else f" <span>{entry.address.year} 年度</span>"
    agency = f"<span>{escape(entry.by)}</span> " if entry.by else ""
    doubtful = f" <span>{entry.doubtful} 处存疑</span>" if entry.doubtful else ""
    return (
        f"<small>{agency}<span>{escape(entry.place)}</span>{year}"
        f" <span>{escape(entry.dated)}</span> <span>{entry.figures} 个数字</span>{doubtful}{way}</small>"
    )


def render_share(share: Share, root: str) -> str:
    """Return what a report has of a theme as a line."""
    entry = share.entry
    page = escape(root + entry.url)
    first = "".join(
        f'<a href="{page}#{escape(one.id)}">{escape(one.subject)} {escape(one.written)}</a> '
        for one in share.first
    )
    told = f"<span>{escape(entry.place)}</span> <span>{share.figures} 个数字</span>"
    name = f"{escape(entry.agency)} {entry.address.year} 年度"
    return f'<li><a href="{page}#figures">{name}</a><small>{told}</small><small>{first}</small></li>\n'


def render_value(entry: Entry, figure: ListedFigure, root: str, *, pick: bool) -> str:
    """Return what a report says of an indicator as two rows; ``pick``: it can be picked for comparison there."""
    page, year = escape(root + entry.url), entry.address.year
    who = f"{escape(entry.agency)} {year} 年度"
    box = f'<input type=checkbox name=r value="{escape(entry.address.id)}" aria-label="选来比较：{who}"> '
    when = "" if figure.period == f"{year}年" else f"，{escape(figure.period)}"
    head = f'{box if pick else ""}<a href="{page}">{who}</a><small>{escape(entry.place)}{when}</small>'
    doubts = escape("；".join(word(DOUBTS, doubt) for doubt in figure.doubts))
    unsure = f" <small class=unsure>{doubts}</small>" if doubts else ""
    quote = f'<q>{escape(figure.quote)}</q> <a href="{page}#{escape(figure.sentence)}">原句</a>'
    return (
        f"<tbody><tr><th scope=row>{head}{_written(figure, page)}\n"
        f"<tr class=quote><td colspan=2><span>{escape(figure.subject)}</span>{unsure} {quote}\n"
    )


def _written(figure: ListedFigure, page: str) -> str:
    """Return the cell of a value as the report writes it; what it comes to in its canonical unit stands below."""
    long = "" if len(figure.written) <= _SHORT else " class=long"
    is_same = figure.written.replace(",", "") == figure.canonical.replace(",", "")
    meant = "" if is_same else f"<small>= {escape(figure.canonical)}</small>"
    zero = "<small>明说没有</small>" if figure.value == 0 else ""
    return f'<td{long}><a href="{page}#{escape(figure.id)}">{escape(figure.written)}</a>{meant}{zero}'


def render_silent(entry: Entry, root: str) -> str:
    """Return a report that says nothing of an indicator as a line."""
    link = f'<a href="{escape(root + entry.url)}">{escape(entry.agency)}</a>'
    return f"<li>{link} {entry.address.year} 年度</li>\n"


def render_account(
    row: tuple[Entry, Account, Sequence[CodeTally]], words: Mapping[str, str], root: str
) -> str:
    """Return what became of the numbers of a report as a row; ``words`` tell the rules."""
    entry, account, rules = row
    told = "、".join(f"{escape(words.get(rule.code, rule.code))} {rule.count}" for rule in rules)
    name = f"{escape(entry.agency)} {entry.address.year} 年度"
    link = f'<a href="{escape(root + entry.url)}">{name}</a>'
    numbers = (account.total, account.in_figures, account.left_out, account.unread, account.figures)
    cells = "".join(f'<td class="number">{number}</td>' for number in numbers)
    return f'<tr><th scope="row">{link}{f"<small>不计：{told}</small>" if told else ""}</th>{cells}</tr>\n'
