"""The words readers see for what the pipeline calls by short names. An unknown name shows as itself."""

from collections.abc import Mapping
from datetime import date

from build_scripts.models import Doubt, Meta

UNKNOWN = "未载明"
OWED = "年度报告应当写明的四项内容，以及应当公开的时间。"

THEMES = (
    "权责清单", "行政许可", "行政处罚", "监督检查", "双随机", "复议诉讼", "法制审核", "普法宣传",
    "学法培训", "执法队伍", "法律顾问", "政务服务", "纠纷信访", "监管对象", "组织领导", "其他",
)  # fmt: skip

TOLD: Mapping[str, str] = {"section": "有专门一节", "mention": "提到", "none": "未见"}
CHANGES: Mapping[str, str] = {"increase": "增加", "decrease": "减少"}
KINDS: Mapping[str, str] = {"result": "实绩", "target": "目标", "norm": "常规要求"}
SEVERITIES: Mapping[str, str] = {"error": "暂不公开", "warning": "存疑", "note": "说明"}

DOUBTS: Mapping[str, str] = {
    Doubt.SUBJECT_UNSURE: "名称取自前文",
    Doubt.LINK_UNSURE: "归属拿不准",
    Doubt.THEME_UNSURE: "主题拿不准",
    Doubt.TABLE_REBUILT: "由拆散的表格还原",
    Doubt.OCR: "由文字识别读出",
}
RELATIONS: Mapping[str, str] = {"part": "分项", "outcome": "结果"}
EVIDENCE: Mapping[str, str] = {
    "of-which": "“其中”一类的话",
    "includes": "“包括”“含”一类的话",
    "divided": "“分为”“具体为”一类的话",
    "respectively": "“分别为”一类的话",
    "respectively-named": "先列名称、再说“分别为”",
    "by-kind": "“按类别分”“从类型看”一类的话",
    "as-follows": "“具体情况：”一类的话",
    "among": "“审结的案件中”一类的话",
    "involves": "“涉及”“主要是”一类的话",
    "beside": "跟着合计与分项的另一组数",
    "same-words": "与合计旁边的数说法相同",
    "bare-verbs": "收到的东西各怎样了，正好说尽",
    "told-by-form": "“不予”“尚未”“正在”一类的话说明是结果",
    "far-sentence": "中间隔着一句",
    "colon": "冒号后的一串",
    "bracket": "括号里的一串",
    "outcomes": "说完合计接着说结果",
    "exact-sum": "加起来正好",
    "near-sum": "加起来差一点",
    "other-unit": "单位不同",
    "one-set-of-outcomes": "是同一组结果，正好说尽",
    "rest": "有“其余”“其他”",
    "one-mark": "各项之间标点一致",
    "foreign-figure": "中间夹着别的数",
    "ratio": "写成比值",
}

FINDINGS: Mapping[str, str] = {
    "sum-mismatch": "合计与分项之和不符",
    "sum-ok": "合计与分项之和相符",
    "rate-mismatch": "比率与数量不符",
    "percent-over-100": "百分比超过 100",
    "contradictory-figures": "前后数字不一致",
    "unexplained-number": "有数字未能归类",
    "table-unread": "表格未能读出",
    "missing-required-part": "缺少应有内容",
    "late-publication": "晚于规定时间",
    "year-mismatch": "年度不一致",
    "region-mismatch": "地区不一致",
    "department-mismatch": "部门不一致",
    "ambiguous-agency": "发布机关不明",
    "source-changed": "原始文件有变动",
    "record-missing": "尚未登记来源",
    "formats-agree": "两种格式一致",
    "formats-differ": "两种格式不一致",
    "format-unread": "另一种格式未能读取",
    "reading-order": "段落次序曾错乱",
    "furniture-left": "可能残留页眉页脚",
    "likely-slip": "疑似笔误",
    "private-data": "含个人信息",
    "private-redacted": "已遮去个人信息",
    "private-waived": "核实可以公开",
    "classified": "标有密级或不公开",
    "private-unmatched": "遮去或放行的位置不对",
    "unreadable": "无法读取",
    "ocr": "由文字识别读出",
    "line-lost": "可能漏了一行",
    "picture-unread": "图片没有读",
    "internal-fault": "程序内部出错",
    "not-a-report": "疑非年度报告",
}

RULES: Mapping[str, str] = {
    "page-number": "页码",
    "page-number-bare": "页码",
    "page-number-dashed": "页码",
    "page-number-half-dashed": "页码",
    "page-print-time": "浏览器打印的时间",
    "page-web-address": "浏览器打印的网址",
    "page-number-of": "页码",
    "page-number-worded": "页码",
    "running-head": "页眉页脚",
    "repeated-title": "重复的标题",
    "repeated-head": "续页上重复的表头",
    "blank-entity": "空白代码",
    "not-a-report": "不是报告的文字",
    "portal-address": "网站文字（网址）",
    "portal-breadcrumb": "网站文字（位置）",
    "portal-button": "网站文字（按钮）",
    "contents": "目录",
    "portal-chrome": "网站文字",
    "portal-font-size": "网站文字（字号）",
    "portal-footer": "网站文字（页脚）",
    "information-box": "信息框",
    "portal-menu": "网站文字（栏目）",
    "portal-menu-item": "网站文字（栏目）",
    "portal-neighbour": "网站文字（上下篇）",
    "portal-scan": "网站文字（扫码）",
    "portal-browser": "网站文字（浏览器）",
    "portal-count": "网站文字（浏览次数）",
    "portal-dated": "网站文字（时间）",
    "portal-font-size-bare": "网站文字（字号）",
    "portal-path": "网站文字（位置）",
    "portal-today": "网站文字（今天日期）",
    "portal-welcome": "网站文字（欢迎语）",
    "portal-word": "网站文字（栏目）",
    "markdown-mark": "排版符号",
    "markdown-rule": "分隔线",
    "markdown-table": "表格线",
    "markdown-image": "图片的链接",
    "markdown-comment": "网页注释",
    "invisible": "看不见的字符",
    "reading-order": "调回次序",
    "line-break": "接上断行或另起一行",
    "column-gap": "分开并排的文字",
    "cell-line": "把一格一行的表格排回一行",
    "blank": "去掉多余空白",
    "age": "年龄",
    "anniversary": "周年",
    "article-number": "法规条款号",
    "clock-time": "钟点",
    "code-number": "编号",
    "date": "日期",
    "document-number": "发文字号",
    "document-title": "法规与文件名",
    "entity": "网页代码",
    "festival": "节日与宣传日",
    "generation": "年代",
    "list-mark": "序号",
    "name-with-letters": "含数字的名称",
    "ordinal": "第几、名次",
    "other-bodies": "一起办事的单位个数",
    "page-views": "网页浏览次数",
    "proportion": "比例",
    "quoted-target": "上级规划里的数字",
    "rating": "设备规格",
    "removed": "已去掉的文字",
    "road": "道路编号",
    "session": "会议届次",
    "slogan": "口号与专名",
    "span-of-years": "起止年份",
    "street-number": "门牌号",
    "table-number": "图表编号",
    "table-unread": "未能读出的表格",
    "telephone": "电话",
    "version": "版本号",
    "web-address": "网址",
    "year": "年份",
}


def word(table: Mapping[str, str], name: str) -> str:
    """Return what readers see for ``name``, or the name itself where the table lacks it."""
    return table.get(name, name)


def format_date(day: str | None) -> str:
    """Return a date in words; 未载明 for ``None``, the text as it is where it is no date.

    >>> format_date("2024-01-29")
    '2024年1月29日'
    """
    if day is None:
        return UNKNOWN
    try:
        parsed = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{parsed.year}年{parsed.month}月{parsed.day}日"


def dated_of(meta: Meta) -> str:
    """Return when a report was written, else when it was published: 2024年1月29日成文, 2024年2月2日发布, 日期未载明."""
    if meta.issued_on:
        return f"{format_date(meta.issued_on)}成文"
    return f"{format_date(meta.published_on)}发布" if meta.published_on else "日期未载明"
