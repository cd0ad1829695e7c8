"""YAML as a record may be: names and values. What other programs are led astray by is no part of it."""

import re
from typing import Any

import yaml

# A record is a list of names; its redactions are lists in it.
_DEEPEST = 10
# A line of nearly all records, of which YAML says the same. The library goes through each by the character: 0.7 ms a
# record, a fortieth of what becomes of a report. A sum with no letter but b might be a number: 0b101.
_LINE_RE = re.compile(
    r"(title|issuer|year|url|taken_on|sha256): (?:null"
    r"|([1-9][0-9]{3})"
    r"|'([0-9]{4}-[0-9]{2}-[0-9]{2})'"
    r"|([\u4e00-\u9fff][\u4e00-\u9fff〇0-9A-Za-z、，。“”《》（）〔〕]*|https?://[0-9A-Za-z./_~=?&%-]+|(?=[b0-9]*[ac-f])[0-9a-f]{64})"
    r")\n"
)


class _Loader(yaml.SafeLoader):
    """Makes no objects, and refuses what grows or hides: aliases, endless nesting, a name that is there twice."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:  # noqa: ANN401 - as the library has it
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("alias")
        self.depth += 1
        if self.depth > _DEEPEST:
            raise yaml.YAMLError("nesting")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: ANN401, FBT001, FBT002 - likewise
        names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        if len(set(names)) < len(names):
            raise yaml.YAMLError("the same name twice")
        return super().construct_mapping(node, deep=deep)


def parse_yaml(data: bytes) -> object:
    """Return what the YAML document ``data`` says: texts, numbers, days, lists and mappings of them.

    Raises ``ValueError`` where it is no YAML, or has aliases, tags of programs, or a name twice.
    """
    text = data.decode(errors="replace")
    if (known := _plain_lines(text)) is not None:
        return known
    # By fuzzing: a tag that a value does not fit ends in whatever the library's own parsing of it ends in.
    try:
        return yaml.load(data.decode(), _Loader)  # noqa: S506 - it is safe: a SafeLoader that can do less
    except (yaml.YAMLError, ValueError, TypeError, ArithmeticError, LookupError, AttributeError) as error:
        raise ValueError(f"not sound YAML: {type(error).__name__}") from error


def _plain_lines(text: str) -> dict[str, object] | None:
    """Return what a record of plain lines says, each name there once; ``None`` where it is anything else."""
    found = list(_LINE_RE.finditer(text))
    if not found or sum(len(line[0]) for line in found) < len(text):
        return None
    known: dict[str, object] = {
        name: int(number) if number else day or words
        for name, number, day, words in (line.groups() for line in found)
    }
    return known if len(known) == len(found) else None


class PlacedError(ValueError):
    """A document is no sound YAML, from ``line`` (from 1) on."""

    def __init__(self, line: int) -> None:
        """Keep the line."""
        super().__init__(f"not sound YAML in line {line}")
        self.line = line


def compose_yaml(data: bytes) -> yaml.Node | None:
    """Return the nodes of the YAML document ``data``, which know their places; ``None`` where it says nothing.

    Raises ``PlacedError`` where ``parse_yaml`` would raise ``ValueError``, but for a name that is there twice.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlacedError(data[: error.start].count(b"\n") + 1) from error
    line = 1
    try:
        loader = _Loader(text)
        try:
            node: yaml.Node | None = loader.get_single_node()
        except (yaml.YAMLError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
            line = loader.line + 1
            raise
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise PlacedError(mark.line + 1 if mark else line) from error
    except yaml.reader.ReaderError as error:
        raise PlacedError(text[: error.position].count("\n") + 1) from error
    except (yaml.YAMLError, ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise PlacedError(line) from error
    return node
