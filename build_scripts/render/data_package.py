"""What programs are told of the data files: the descriptor of all, and how Datasette shows the database.

The descriptor: https://specs.frictionlessdata.io/data-package/ . Datasette: https://docs.datasette.io/en/stable/metadata.html
"""

import json
from collections.abc import Iterator, Mapping, Sequence

from build_scripts.models.media_types import MEDIA_TYPES
from build_scripts.render.data_layout import DataFile
from build_scripts.rules.data_columns import FIGURES, FINDINGS, REPORTS, CellType, Column, load_columns

_TITLE = "法治政府建设年度报告数据"
_TOLD = (
    "各地各部门年度报告里的数字，每个一行，连同它所在的句子；报告清单。没有写的不会出现，0 都是报告明说的。"
)
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_TYPES = {
    CellType.TEXT: "string",
    CellType.INTEGER: "integer",
    CellType.DECIMAL: "number",
    CellType.DATE: "date",
    CellType.LIST: "string",
}
_KEYS = {FIGURES: ["report_id", "metric_id"], REPORTS: ["id"]}
_TITLES = {FIGURES: "数字", REPORTS: "报告", FINDINGS: "提示"}
# The others are named as files: to read them, readers of the descriptor need further packages.
_DESCRIBED = "csv"
_FACETS = {
    FIGURES: ["report_year", "province", "department_name", "theme", "indicator_name", "unit"],
    REPORTS: ["report_year", "province", "department_name", "part_first_responsible"],
    FINDINGS: ["name", "severity"],
}
_SEARCH = "检索框里至少输入三个字；两个字的词请用下面“包含”一类的筛选，或首页上的查询。"
_QUERIES = {
    "find_reports": {
        "title": "在报告全文里找，几个字都行",
        "sql": (
            "select id, title, agency, report_year, page from reports"
            " where text like '%' || :words || '%' order by report_year desc, id limit 200"
        ),
    },
    "find_figures": {
        "title": "在数字的名称和句子里找，几个字都行",
        "sql": (
            "select report_id, agency, subject, raw, value, unit, sentence, page from metrics"
            " where subject like '%' || :words || '%' or sentence like '%' || :words || '%' limit 200"
        ),
    },
}


def render_package(files: Sequence[DataFile]) -> bytes:
    """Return ``datapackage.json``, which describes the files, as a Data Package."""
    whole = {
        "profile": "data-package",
        "name": "law-based-government-reports",
        "title": _TITLE,
        "description": _TOLD,
        "licenses": [{"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0", "path": _LICENCE}],
        "resources": [_resource(file, files) for file in files],
    }
    return _json(whole)


def _resource(file: DataFile, files: Sequence[DataFile]) -> dict[str, object]:
    about: dict[str, object] = {
        "name": file.name.replace(".", "-"),
        "title": file.told,
        "path": file.name,
        "format": file.format,
        "mediatype": MEDIA_TYPES[file.format],
    }
    if file.format != _DESCRIBED:
        return about | {"type": "file"}
    told = {"type": "table", "profile": "tabular-data-resource", "encoding": "utf-8"}
    return about | told | {"schema": _schema(file, files)}


def _schema(file: DataFile, files: Sequence[DataFile]) -> dict[str, object]:
    schema: dict[str, object] = {
        "fields": [_field(column) for column in load_columns(file.table)],
        "missingValues": [""],
        "primaryKey": _KEYS[file.table],
    }
    reports = [one for one in files if (one.table, one.format) == (REPORTS, file.format)]
    if file.table == FIGURES and len(reports) == 1:
        reference = {"resource": reports[0].name.replace(".", "-"), "fields": ["id"]}
        schema["foreignKeys"] = [{"fields": ["report_id"], "reference": reference}]
    return schema


def _field(column: Column) -> dict[str, object]:
    is_list = column.type is CellType.LIST
    constraints: dict[str, object] = {} if column.nullable or is_list else {"required": True}
    if column.codes and not is_list:
        constraints["enum"] = [code for code, _ in column.codes]
    told = {
        "name": column.name,
        "type": _TYPES[column.type],
        "description": column.meaning + ("（以空格隔开）" if is_list else ""),
        "descriptionInEnglish": column.english.replace("`", ""),
        "unit": column.unit,
        "constraints": constraints,
    }
    return {key: value for key, value in told.items() if value}


def render_datasette(files: Sequence[DataFile]) -> bytes:
    """Return ``metadata.json``, by which Datasette shows the database: names, facets, what columns mean, queries."""
    shown = {"tables": dict(_tables()), "queries": _QUERIES}
    databases = {file.name.removesuffix(".sqlite"): shown for file in files if file.format == "sqlite"}
    about = {"title": _TITLE, "description": _TOLD, "license": "CC BY 4.0", "license_url": _LICENCE}
    return _json(about | {"databases": databases})


def _tables() -> Iterator[tuple[str, Mapping[str, object]]]:
    for table, title in _TITLES.items():
        told: dict[str, object] = {
            "title": title,
            "facets": _FACETS[table],
            "columns": {column.name: column.meaning for column in load_columns(table)},
        }
        if table == FINDINGS:
            yield table, told
        else:
            yield (
                table,
                told | {"description": _SEARCH, "label_column": "title" if table == REPORTS else "subject"},
            )


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
