"""Word files: what is read of them, and that the same report says the same as its plain text."""

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from build_scripts.errors import UnreadableError
from build_scripts.pipeline import process_bytes, process_raw
from build_scripts.read import read_raw
from build_scripts.read.list_numbers import write_number
from tests.formats.blocks import MADE, SEEDS, Block, Kind, blocks_of, facts_of, share_whole, text_of
from tests.formats.word_files import cell, paragraph, plain_file, run, styled_file, table, word_file
from tests.texts import source_at


def read(data: bytes) -> str:
    return read_raw(source_at("报告.docx"), data).text


def shown(body: str, **parts: str) -> str:
    """Return what is read of ``body`` behind an opening paragraph."""
    return read(word_file(paragraph("全文如下。") + body, **parts)).removeprefix("全文如下。\n")


@pytest.mark.heavy
@pytest.mark.parametrize("seed", [*SEEDS, MADE], ids=lambda path: path.parent.name)
@pytest.mark.parametrize("make", [plain_file, styled_file])
def test_a_report_says_the_same_as_its_text(make: Callable[[Sequence[Block]], bytes], seed: Path) -> None:
    raw = read_raw(source_at("报告.docx"), make(blocks_of(seed)))
    wanted, found = facts_of(process_bytes(source_at("报告.txt"), text_of(seed))), facts_of(process_raw(raw))
    assert found.headings == wanted.headings
    assert found.meta == wanted.meta
    assert found.figures == wanted.figures
    assert share_whole(wanted, found) >= 0.98


def tracked(kind: str, inner: str) -> str:
    return f'<w:{kind} w:id="1" w:author="甲" w:date="2024-01-01T00:00:00Z">{inner}</w:{kind}>'


def deleted(text: str) -> str:
    return tracked("del", f"<w:r><w:delText>{text}</w:delText></w:r>")


VANISH = "<w:vanish/>"
BOX = f"<w:txbxContent>{paragraph('盒，1次')}</w:txbxContent>"
ALTERNATE = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
    f"{BOX}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r>"
)
GONE = f"<w:rPr>{tracked('del', '')}</w:rPr>"

WORDS: dict[str, tuple[str, str]] = {
    "runs cut in a number": (paragraph("检查1", "2", "3家"), "检查123家\n"),
    "a run put in": (paragraph("检查", tracked("ins", run("5")), "家"), "检查5家\n"),
    "a run deleted": (paragraph("检查", deleted("9"), "家"), "检查家\n"),
    "a run moved": (
        paragraph("检查", tracked("moveFrom", run("9")), "家", tracked("moveTo", run("8"))),
        "检查家8\n",
    ),
    "deleted within what was put in": (paragraph("检查", tracked("ins", deleted("9") + run("5"))), "检查5\n"),
    "a paragraph put in": (tracked("ins", paragraph("检查5家")), "检查5家\n"),
    "an end deleted": (paragraph("检查", properties=GONE) + paragraph("5家"), "检查5家\n"),
    "all deleted": (paragraph(deleted("检查9家"), properties=GONE) + paragraph("检查5家"), "检查5家\n"),
    "hidden": (paragraph("检查", run("9", VANISH), "家"), "检查家\n"),
    "hidden is off": (paragraph(run("检查5家", '<w:vanish w:val="0"/>')), "检查5家\n"),
    "no size": (paragraph("检查", run("9", '<w:sz w:val="2"/>'), run("5家", '<w:sz w:val="18"/>')), "检查5家\n"),
    "a box of text": (paragraph("检查5家", f"<w:r><w:pict>{BOX}</w:pict></w:r>"), "检查5家\n盒，1次\n"),
    "a box told twice": (paragraph("检查5家", ALTERNATE), "检查5家\n盒，1次\n"),
    "tab and line break": (paragraph("甲", "<w:r><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>"), "甲\t乙\n丙\n"),
    "a tab as indent": (paragraph("<w:r><w:tab/><w:t>甲</w:t></w:r>"), "　　甲\n"),
    "signs": (
        paragraph("2024", "<w:r><w:noBreakHyphen/><w:t>01</w:t><w:softHyphen/></w:r>", "甲\u00a0乙\u200b\u00ad丙"),
        "2024-01甲 乙丙\n",
    ),
    "pictures of fonts": (
        paragraph(
            "<w:r><w:sym w:font='Wingdings' w:char='F0FE'/><w:sym w:font='甲' w:char='F0FE'/>"
            "<w:sym w:font='Symbol' w:char='F0B3'/><w:sym w:font='宋体' w:char='2460'/><w:sym w:char='x'/></w:r>",
            "达标",
        ),
        "☑□≥①达标\n",
    ),
    "a field": (
        paragraph(
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE 99</w:instrText></w:r>"
            "<w:r><w:fldChar w:fldCharType='separate'/></w:r>",
            "5",
            "<w:r><w:fldChar w:fldCharType='end'/></w:r>",
            "页",
        ),
        "5页\n",
    ),
    "a link": (paragraph(f"<w:hyperlink r:id='x'>{run('条例')}</w:hyperlink>", "办理"), "条例办理\n"),
    "a field to fill in": (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('甲，1次')}</w:sdtContent></w:sdt>",
        "甲，1次\n",
    ),
    "a field that nobody filled in": (
        paragraph(
            f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('请输入')}</w:sdtContent></w:sdt>",
            "甲",
        ),
        "甲\n",
    ),
    "phonetic signs": (
        paragraph(f"<w:r><w:ruby><w:rt>{run('xian')}</w:rt><w:rubyBase>{run('县')}</w:rubyBase></w:ruby></w:r>"),
        "县\n",
    ),
    "mathematics": (paragraph("面积", "<m:oMath><m:r><m:t>5</m:t></m:r></m:oMath>", "亩"), "面积5亩\n"),
    "an indent": (paragraph("甲", properties='<w:ind w:firstLine="640"/>'), "　　甲\n"),
    "an indent typed": (paragraph("　　甲", properties='<w:ind w:firstLine="640"/>'), "　　甲\n"),
    "no indent": (paragraph("甲", properties='<w:ind w:firstLine="0"/>'), "甲\n"),
    "a heading that runs on": (
        paragraph("（一）加强领导。", properties="<w:rPr><w:vanish/><w:specVanish/></w:rPr>") + paragraph("开会3次。"),
        "（一）加强领导。开会3次。\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WORDS)
def test_words(case: str) -> None:
    body, text = WORDS[case]
    assert shown(body) == text


def test_a_box_at_the_head_stands_above_the_text() -> None:
    assert read(word_file(paragraph("报告正文", ALTERNATE) + paragraph("甲"))) == "盒，1次\n报告正文\n甲\n"


def test_a_style_hides_and_another_shows() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="off"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="too"><w:basedOn w:val="off"/></w:style>'
        '<w:style w:type="character" w:styleId="on"><w:rPr><w:vanish w:val="false"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="round"><w:basedOn w:val="round"/></w:style>'
    )
    body = paragraph("检查9家", properties='<w:pStyle w:val="too"/>')
    body += paragraph(
        "检查9家", run("检查5家", '<w:rStyle w:val="on"/>'), properties='<w:pStyle w:val="off"/>'
    )
    assert (
        shown(body + paragraph("甲", properties='<w:pStyle w:val="round"/>'), styles=styles)
        == "检查5家\n甲\n"
    )


def level(at: int, form: str, text: str, more: str = "") -> str:
    told = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{at}">{told}</w:lvl>'


LISTS = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "（%4）")
    + level(4, "decimal", "%1.%5", "<w:isLgl/>")
    + level(5, "bullet", "\uf0b7")
    + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="1">'
    + level(0, "chineseCounting", "第%1章", '<w:pStyle w:val="chapter"/>')
    + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    "</w:lvlOverride></w:num>"
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="0"/></w:num>'
)


def numbered(text: str, at: int = 0, list_id: int = 1) -> str:
    told = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return paragraph(text, properties=told) if text else paragraph(properties=told)


def test_numbers_that_word_sets_are_written_out() -> None:
    body = "".join(
        (
            *(
                numbered("主要工作"),
                numbered("甲", 1),
                numbered("乙", 1),
                numbered("丙", 2),
                numbered("丁", 2),
            ),
            *(
                numbered("戊", 3),
                numbered("存在问题"),
                numbered("己", 1),
                numbered("2023年", 2),
                numbered("庚", 5),
            ),
            *(numbered("辛", 4), numbered("另一列", 0, 4), numbered("又一列", 0, 2), numbered("不列", 0, 0)),
        )
    )
    assert shown(body, numbering=LISTS).splitlines() == [
        *(
            "一、主要工作",
            "（一）甲",
            "（二）乙",
            "1.丙",
            "2.丁",
            "（1）戊",
            "二、存在问题",
            "（一）己",
            "1. 2023年",
        ),
        *("庚", "2.1 辛", "三、另一列", "一、又一列", "不列"),
    ]


def test_a_style_may_number() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="chapter">'
        '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="below"><w:basedOn w:val="chapter"/></w:style>'
    )
    body = "".join(
        paragraph(text, properties=f'<w:pStyle w:val="{style}"/>')
        for text, style in (("总则", "chapter"), ("分则", "below"))
    )
    assert shown(body, numbering=LISTS, styles=styles) == "第一章 总则\n第二章 分则\n"


def test_a_blank_paragraph_has_a_number_in_a_table_alone() -> None:
    body = numbered("") + table(
        [cell_of(numbered("", 2)), cell("甲")], [cell_of(numbered("", 2)), cell("乙")]
    )
    assert shown(body, numbering=LISTS) == "1.\t甲\n2.\t乙\n"


def cell_of(inner: str) -> str:
    return f"<w:tc><w:tcPr/>{inner}</w:tc>"


FORMS = {
    "chineseCounting": ["一", "十", "十一", "二十", "九十九", "一百零一", "一百一十"],
    "chineseLegalSimplified": ["壹", "壹拾", "壹拾壹", "贰拾", "玖拾玖", "壹佰零壹", "壹佰壹拾"],
    "ideographDigital": ["一", "一〇", "一一", "二〇", "九九", "一〇一", "一一〇"],
    "decimal": ["1", "10", "11", "20", "99", "101", "110"],
    "decimalZero": ["01", "10", "11", "20", "99", "101", "110"],
    "decimalFullWidth": ["１", "１０", "１１", "２０", "９９", "１０１", "１１０"],
    "decimalEnclosedCircle": ["①", "⑩", "⑪", "⑳", "99", "101", "110"],
    "upperLetter": ["A", "J", "K", "T", "UUUU", "WWWW"],
    "lowerRoman": ["i", "x", "xi", "xx", "xcix", "ci", "cx"],
    "ideographTraditional": ["甲", "癸", "甲"],
    "never heard of": ["1", "10", "11"],
}


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_numbers(form: str) -> None:
    wanted = FORMS[form]
    assert [write_number(n, form) for n in (1, 10, 11, 20, 99, 101, 110)[: len(wanted)]] == wanted


SPAN2, DOWN, ON = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
TABLES: dict[str, tuple[str, str]] = {
    "plain": (table(["项目", "件数"], ["处罚", "5"]), "项目\t件数\n处罚\t5\n"),
    "merged heads": (
        table(
            [cell("项目", DOWN), cell("处罚", SPAN2)],
            [cell("", ON), "警告", "罚款"],
            ["水政", "3", "9"],
        ),
        "项目\t处罚\t\n\t警告\t罚款\n水政\t3\t9\n",
    ),
    "a figure over two rows": (
        table(["甲", cell("7", DOWN)], ["乙", cell("7", ON)], ["丙", "8"]),
        "甲\t7\n乙\t\n丙\t8\n",
    ),
    "caption and note": (
        table([cell("统计表（单位：件）", SPAN2)], ["甲", "7"], [cell("注：截至年底。", SPAN2)]),
        "统计表（单位：件）\n甲\t7\n注：截至年底。\n",
    ),
    "a frame": (table([cell_of(paragraph("甲，1次") + paragraph("乙，2次"))]), "甲，1次\n乙，2次\n"),
    "a table in a table": (
        table([cell("左"), cell_of(paragraph("右") + table(["甲", "5"]) + paragraph())]),
        "左\n右\n甲\t5\n",
    ),
    "lines in a cell": (table([cell_of(paragraph("行政") + paragraph("许可")), "5"]), "行政许可\t5\n"),
    "a row deleted": (
        table(["甲", "5"], ["乙", "6"]).replace("<w:tr>", f"<w:tr><w:trPr>{tracked('del', '')}</w:trPr>", 1),
        "乙\t6\n",
    ),
    "blank cells at the edge": (
        table(["甲", "5"], ["6"]).replace(
            f"<w:tr>{cell('6')}", f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("6")}'
        )
        + table(["乙", "7"]),
        "甲\t5\n\t6\n乙\t7\n",
    ),
    "particulars": (
        table(["索引号", "A-1/2024-01"], ["发布机构", "平山县水利局"]),
        "索引号：A-1/2024-01\n发布机构：平山县水利局\n",
    ),
}


@pytest.mark.parametrize("case", TABLES)
def test_tables(case: str) -> None:
    body, text = TABLES[case]
    assert shown(body) == text


def test_notes_stand_behind_their_sentence_and_headers_nowhere() -> None:
    notes = f'<w:footnote w:type="separator" w:id="0">{paragraph("线")}</w:footnote>'
    notes += f'<w:footnote w:id="2">{paragraph("<w:r><w:footnoteRef/></w:r>", " 含乡镇5个。")}</w:footnote>'
    pointed = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = paragraph("一、检查", pointed) + paragraph("检查5家。") + paragraph("完")
    assert (
        shown(body, footnotes=notes, header1=paragraph("页眉9次")) == "一、检查\n检查5家。\n含乡镇5个。\n完\n"
    )
    assert shown(table(["甲", "5"]) + paragraph("完", pointed), footnotes=notes) == "甲\t5\n完\n含乡镇5个。\n"
    unknown = '<w:r><w:footnoteReference w:id="7"/></w:r>'
    assert shown(paragraph("检查5家。", unknown), footnotes=notes) == "检查5家。\n"


HEADS = {
    "number and signer on one line": paragraph("平水发〔2024〕6号", "<w:r><w:tab/></w:r>", "签发人：王建国"),
    "parted by blanks": paragraph("平水发〔2024〕6号          签发人：王建国"),
    "in a table": table(["平水发〔2024〕6号", "签发人：王建国"]),
    "in a box": paragraph(f"<w:r><w:pict>{BOX}</w:pict></w:r>").replace(
        paragraph("盒，1次"), paragraph("平水发〔2024〕6号") + paragraph("签发人：王建国")
    ),
}
FEET = {
    "nothing": "",
    "an imprint in tables": table(["抄送：县委依法治县办。"])
    + table(["平山县水利局办公室", "2024年1月17日印发"]),
    "an imprint with a tab": paragraph("平山县水利局办公室", "<w:r><w:tab/></w:r>", "2024年1月17日印发"),
    "a note": paragraph("（此件公开发布）"),
}


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize("head", HEADS)
def test_head_and_foot_are_read_however_they_are_set(head: str, foot: str) -> None:
    body = "".join(paragraph(b.text) for b in blocks_of(MADE)[3:] if b.kind is not Kind.ROW)
    data = word_file(HEADS[head] + body + FEET[foot])
    found = facts_of(process_raw(read_raw(source_at("报告.docx"), data)))
    assert found.meta[1:] == ("平山县水利局", "平水发〔2024〕6号", "王建国", "2024-01-16")


def test_a_file_within_the_file_is_said() -> None:
    with pytest.raises(UnreadableError, match="嵌了别的文件"):
        shown("<w:altChunk r:id='a'/>")


def test_the_strict_form_is_read() -> None:
    data = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word_file(paragraph("检查5家")))) as old,
        zipfile.ZipFile(data, "w") as new,
    ):
        for name in old.namelist():
            inner = old.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            new.writestr(name, inner)
    assert read(data.getvalue()) == "检查5家\n"
