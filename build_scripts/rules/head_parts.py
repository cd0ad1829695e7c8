"""The parts of an official document around its body: letterhead, document number, signer, title, addressee, signature.

Source of the parts and their order: GB/T 9704-2012, 7.2 (版头), 7.3 (主体) and 7.4 (版记). Lines are matched with all
blanks taken out.
"""

import re
from functools import cache

from build_scripts.models import NamedBy
from build_scripts.rules.loading import any_of, load_words

FILE = "head.yml"
# Where a page names its organ, in words for readers.
NAMED_IN = {
    NamedBy.TITLE: "题目",
    NamedBy.LETTERHEAD: "版头",
    NamedBy.SIGNATURE: "落款",
    NamedBy.BOX: "信息框",
    NamedBy.OPENING: "正文首句",
}

# Characters. A title of three hundred is still one; no addressee has a hundred.
_LETTERHEAD, _ADDRESSEE, _LONGEST_TITLE = range(4, 41), range(2, 81), 320

DOC_NUMBER_RE = re.compile(
    r"[\u3400-\u9fff×A-Za-z]{1,14}(?:〔|［|\[|【|（|\(|﹝|〈)\s*[0-9０-９]{4}\s*(?:〕|］|\]|】|）|\)|﹞|〉)\s*第?\s*[0-9０-９]{1,4}\s*号"
)
SIGNER_RE = re.compile(r"签发人?[：:]\s*(?P<name>[\u3400-\u9fff·]{2,6})")
IMPRINT_RE = re.compile(
    r"(?:抄\s*送|抄\s*报|主\s*送)[：:].*|.{0,30}(?:20\d\d|二[〇○]..)年.{1,3}月.{1,3}日印发"
)
NOTE_RE = re.compile(r"[（(](?:此件|联系人|公开|信息公开).{0,60}[）)]")


@cache
def agency_pattern() -> str:
    """Return the pattern of an agency's whole name: some Han characters and an ending such as 局, 委员会, 人民政府."""
    return r"[\u3400-\u9fff、]{2,30}?" + any_of(load_words(FILE, "agency_endings"))


@cache
def _agency_re() -> re.Pattern[str]:
    return re.compile(agency_pattern())


@cache
def title_end_pattern() -> str:
    """Return the pattern of the words that a title may end with: 报告, 总结, 情况报告."""
    return any_of(load_words(FILE, "title_endings"))


@cache
def _title_end_re() -> re.Pattern[str]:
    return re.compile(rf"{title_end_pattern()}(?:[（(][^（()）]{{1,12}}[）)])?$")


def is_agency(line: str) -> bool:
    """Say whether ``line`` is an agency's name and nothing else: 古丈县卫生健康局, not 我局."""
    return bool(_agency_re().fullmatch(line)) and not line.startswith(load_words(FILE, "self_words"))


def is_letterhead(line: str) -> bool:
    """Say whether ``line`` is a red head: an agency's name, alone or followed by 文件."""
    return is_agency(line.removesuffix("文件")) or (line.endswith("文件") and len(line) in _LETTERHEAD)


def is_title_end(line: str) -> bool:
    """Say whether a title may end with ``line``: …情况的报告, …年度报告, 工作总结."""
    return bool(_title_end_re().search(line))


def is_title(text: str) -> bool:
    """Say whether ``text`` is a whole title of such a report: it names the matter and ends like a title."""
    return (
        is_title_end(text)
        and any(w in text for w in load_words(FILE, "title_matters"))
        and len(text) <= _LONGEST_TITLE
    )


def is_addressee(line: str) -> bool:
    """Say whether ``line``, right below the title, addresses someone: 县人民政府：, 县委依法治县办："""
    body = line[:-1]
    if line[-1:] not in ("：", ":") or len(body) not in _ADDRESSEE:
        return False
    return body.endswith(load_words(FILE, "addressee_endings")) and not any(
        w in body for w in load_words(FILE, "addressee_never")
    )
