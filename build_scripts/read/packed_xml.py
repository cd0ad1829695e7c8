"""The XML within a packed file (DOCX, OFD): members read by their names alone, with limits, pointing nowhere."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from build_scripts.errors import UnreadableError
from build_scripts.file_kinds import MOST_MEMBERS
from build_scripts.models import Source
from build_scripts.read.elements import Element
from build_scripts.read.packages import load_package

# The text of a report is some 200 kB of XML, of a yearbook 10 MB; lxml takes ten times that of memory.
_LARGEST_MEMBER, _LARGEST_WHOLE = 32_000_000, 96_000_000
# Of tags a report has some 10,000, a yearbook 400,000; a million take ten seconds.
_MOST_TAGS = 1_000_000
# What zipfile raises on files that are damaged, encrypted, or packed in a way that it does not know.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, KeyError, ValueError, RuntimeError,
    NotImplementedError, OverflowError, IndexError,
)  # fmt: skip
_ADVICE = "请打开核对，另存为一份新的再试"
# The strict form of the format has other names for the same things.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
}


@dataclass(slots=True)
class PackedXml:
    """A packed file. ``left`` is how many bytes may still be unpacked of it."""

    source: Source
    file: zipfile.ZipFile
    members: Mapping[str, zipfile.ZipInfo]
    left: int = field(default=_LARGEST_WHOLE)

    def parse(self, name: str) -> Element | None:
        """Return the root of a member, ``None`` where there is none of that name. Raises ``UnreadableError``."""
        info = self.members.get(name)
        if info is None:
            return None
        etree = load_package(self.source, "lxml.etree")
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(self._unpack(info), parser)
        except etree.XMLSyntaxError as error:
            raise UnreadableError(self.source.path, "文件已损坏，里面的 XML 读不通", _ADVICE) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise UnreadableError(self.source.path, "文件里夹带了外部定义（DTD），不是正常的文件", _ADVICE)
        return cast("Element", root)

    def _unpack(self, info: zipfile.ZipInfo) -> bytes:
        """Return the bytes of a member. What it says of its size is not believed."""
        limit = min(_LARGEST_MEMBER, self.left)
        try:
            with self.file.open(info) as member:
                data = member.read(limit + 1)
        except _DAMAGED as error:
            raise UnreadableError(self.source.path, "文件已损坏或加了密，解不开", _ADVICE) from error
        if len(data) > limit:
            whole = _LARGEST_MEMBER if limit == _LARGEST_MEMBER else _LARGEST_WHOLE
            raise UnreadableError(
                self.source.path, f"文件解开后超过 {whole // 1_000_000} MB", "请确认这是一份报告"
            )
        self.left -= len(data)
        if data.count(b"<") > _MOST_TAGS:
            raise UnreadableError(
                self.source.path, f"文件的一个部件里有 {_MOST_TAGS} 个以上的标签", "请确认这是一份报告"
            )
        for strict, usual in _STRICT.items():
            data = data.replace(strict, usual)
        return data


def open_packed(source: Source, data: bytes) -> PackedXml:
    """Return a packed file; nothing is unpacked yet. Raises ``UnreadableError`` where it is damaged."""
    try:
        file = zipfile.ZipFile(io.BytesIO(data))
        members = {info.filename: info for info in file.infolist()}
    except _DAMAGED as error:
        raise UnreadableError(source.path, "文件已损坏，解不开", _ADVICE) from error
    if len(members) > MOST_MEMBERS:
        raise UnreadableError(source.path, f"文件里有 {len(members)} 个部件，不是正常的文件", _ADVICE)
    return PackedXml(source, file, members)
