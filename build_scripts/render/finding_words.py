"""What each finding means and how it is found, in a sentence or two for readers; the method page says more."""

from collections.abc import Mapping

from build_scripts.models import Doubt

MEANINGS: Mapping[str, str] = {
    "sum-mismatch": (
        "报告写了合计，也写了各分项，分项加起来却不等于合计。"
        "程序把每个合计的分项加一遍，与文中的合计比；只列了一部分分项的、带“约”“余”的，不比。"
    ),
    "sum-ok": (
        "各分项加起来正好等于合计，核对无误，不是存疑。逐个写在各报告数字表的合计旁，这里只列每份报告有几处。"
    ),
    "rate-mismatch": "报告写的百分比，与它自己写的两个数算出来的不一样。",
    "percent-over-100": "合格率、办结率之类超过 100%。增长率和完成计划的比率不在此列。",
    "contradictory-figures": "同一件事，报告前后写了两个不同的数。",
    "unexplained-number": (
        "这个数没有读进数字表，也不合任何一条不计的规则。多半是程序还不认识的写法，不是报告的错。"
    ),
    "table-unread": "表格没有表头，或者表头与数字的个数对不上，里面的数一个也没有读。",
    "missing-required-part": (
        "年度报告应写四项内容，这一项没有专门的一节，正文里也没有提到。"
        "程序看各节的标题和正文的用词；换了说法的，可能认不出。"
    ),
    "late-publication": (
        "应在次年 4 月 1 日前公开，写明的日期却在此之后。有发布日期的按发布日期，没有的按成文日期。"
    ),
    "year-mismatch": "文件名、题目、正文或成文日期说的不是同一年。",
    "region-mismatch": "文件放在一个地区，报告里写的是另一个。",
    "department-mismatch": "文件名写的部门，与发布机关所属的部门不同。",
    "ambiguous-agency": "题目、版头、落款、信息框、正文首句写的机关不是同一个。",
    "likely-slip": "像是写错的词，例如“各”字用在该用“个”的地方。原文不改，只加提示。",
    "reading-order": "原始文件里段落次序是乱的（多见于从 PDF 复制出来的文字），已调回。",
    "furniture-left": "正文里像是还留着页眉、页脚或网站上的字。",
    "formats-agree": "同一份报告有两种格式的文件，逐句对过，没有不同。",
    "formats-differ": "同一份报告的两种格式的文件，数字或文字不同。",
    "format-unread": "同一份报告另一种格式的文件读不出来，没有对照。",
    "ocr": "这几页是扫描的图片，文字由程序从图上认出来，请对照原件。",
    "line-lost": "扫描的页上，一段文字中间空出一两行，多半漏认了一行。",
    "picture-unread": "页上的大幅图片，里面的字没有读。",
    "source-changed": "文件与登记时的校验和不同。",
    "record-missing": "这份报告还没有登记来源网址和取得日期。",
    "private-redacted": "依《政府信息公开条例》遮去了个人信息，换成 ■。",
    "private-waived": "看着像个人信息，核实后认为可以公开。",
}
# Things that are unsure of single figures.
UNSURE: Mapping[str, str] = {
    Doubt.SUBJECT_UNSURE: "这个数自己的话里没有名称，名称是从前文取来的。",
    Doubt.LINK_UNSURE: "原文像是列了分项，但拿不准是不是都属于那个合计。",
    Doubt.THEME_UNSURE: "两个主题都说得通，或者一个也不明显。",
    Doubt.TABLE_REBUILT: "原件里一格一行，行和列是程序排回去的。",
    Doubt.OCR: "原件这一页是图片，数字是程序从图上认出来的。",
}
