"""What is known of the pinned packages: under which licence each may be used, which faults of its version there are.

Where something could not be looked up that is said, and the exit code says so too: silence is no clean bill.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import cast

from build_scripts.bootstrap import read_pins
from build_scripts.package_hashes import PUBLISHED, fold_pin, read_hashes

FINE, FAULTY, UNCHECKED = 0, 1, 3
# The GNU licences that hold for whatever is linked with a package; the Lesser one does not.
_COPYLEFT_RE = re.compile(r"(?<![A-Za-z])A?GPL|GNU (?:Affero )?General Public", re.IGNORECASE)
# What their own words say and their classifiers do not: under either, as one likes.
_EITHER = {"text-unidecode": "Artistic License OR GPL-2.0-or-later"}
_OR_RE = re.compile(r"\bOR\b|;")
_LONGEST = 100  # characters of a licence's name; what is longer is its text
_SECONDS = 600.0  # the registry is asked once for each package

Say = Callable[[str], None]


@dataclass(slots=True)
class Audit:
    """What was found: lines that must be dealt with, and what could not be looked up."""

    faults: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)

    @property
    def code(self) -> int:
        """The exit code: 1 for faults, 3 where not all was looked up, else 0."""
        return FAULTY if self.faults else UNCHECKED if self.unchecked else FINE


def run_audit(root: Path, say: Say) -> int:
    """List the licences of all packages pinned in ``root`` and tell the known faults; return the exit code."""
    pins = read_pins(file for file in sorted(root.glob("requirements*.txt")) if file.name != PUBLISHED)
    audit = Audit()
    published = read_hashes(root / PUBLISHED)
    for name, version in sorted(pins.items(), key=lambda pin: pin[0].lower()):
        licence = read_licence(name, version)
        say(f"{name} {version}：{licence or '未安装这一版，许可证未查'}")
        if fold_pin(f"{name}=={version}") not in published:
            audit.faults.append(f"{name} {version}：{PUBLISHED} 里没有校验值")
        if licence is None:
            audit.unchecked.append(f"{name} {version} 的许可证（未安装这一版）")
        elif problem := check_licence(licence):
            audit.faults.append(f"{name} {version}：{problem}")
    _check_known_faults(pins, audit)
    for line in audit.faults:
        say(f"要处理：{line}")
    if audit.unchecked:
        say(
            f"没有查成 {len(audit.unchecked)} 项：{'；'.join(audit.unchecked[:3])}{'…' if audit.unchecked[3:] else ''}"
        )
    if audit.code == FINE:
        say(f"完成：{len(pins)} 个软件包，校验值都有，许可证都可用，没有已知漏洞")
    return audit.code


def read_licence(name: str, version: str) -> str | None:
    """Return the licence that an installed package names, "" where it names none; ``None`` where it is not there."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    if told["Version"] != version:
        return None
    if name in _EITHER:
        return _EITHER[name]
    if expression := told.get_all("License-Expression"):
        return str(expression[0])
    classes = [line for line in told.get_all("Classifier") or [] if line.startswith("License ::")]
    named = " AND ".join(line.rpartition(" :: ")[2] for line in classes)
    first = "".join(told.get_all("License") or []).strip().partition("\n")[0]
    return named or (first if len(first) <= _LONGEST else first[:_LONGEST])


def check_licence(licence: str) -> str:
    """Return what is wrong with a licence, "" where the project may be linked with what is under it.

    >>> check_licence("LGPL-3.0-only"), check_licence("MIT OR GPL-2.0"), check_licence("AGPL-3.0-or-later")
    ('', '', '许可证 AGPL-3.0-or-later 要求整个程序以同样方式发布，不能用')
    """
    if not licence:
        return "没有写明许可证，请人看"
    if all(_COPYLEFT_RE.search(one) for one in _OR_RE.split(licence)):
        return f"许可证 {licence} 要求整个程序以同样方式发布，不能用"
    return ""


def _check_known_faults(pins: Mapping[str, str], audit: Audit) -> None:
    """Ask the registry, through pip-audit, which faults of these versions are known."""
    told = ask_registry(pins)
    entries = [] if told is None else list(_entries(told))
    if len(entries) < len(pins):
        audit.unchecked.append("已知漏洞（连不上软件包登记处，或没有装 pip-audit）")
    for name, version, reason, faults in entries:
        if reason:
            audit.unchecked.append(f"{name} {version} 的已知漏洞（登记处没有这一版）")
        audit.faults += [f"{name} {version}：已知漏洞 {fault}" for fault in faults]


def ask_registry(pins: Mapping[str, str]) -> object | None:
    """Return what pip-audit says of the versions as JSON, ``None`` where it gives no answer."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder, "pins.txt")
        wanted.write_text("".join(f"{name}=={pin}\n" for name, pin in pins.items()), encoding="utf-8")
        command = [sys.executable, "-m", "pip_audit", "-r", str(wanted), "--no-deps", "--disable-pip"]
        command += ["--format", "json", "--progress-spinner", "off", "--timeout", "15"]
        try:
            done = subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS)
            return cast("object", json.loads(done.stdout))
        except (OSError, ValueError, subprocess.TimeoutExpired):
            return None


def _entries(told: object) -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield of each package its name and version, why it was not looked up, and its known faults."""
    listed = cast("dict[str, list[dict[str, object]]]", told).get("dependencies", [])
    for entry in listed:
        faults = cast("list[dict[str, object]]", entry.get("vulns") or [])
        lines = [f"{fault.get('id')}，改正于 {_versions(fault)}" for fault in faults]
        reason = str(entry.get("skip_reason") or "")
        yield str(entry.get("name")), str(entry.get("version") or ""), reason, lines


def _versions(fault: Mapping[str, object]) -> str:
    return "、".join(map(str, cast("list[object]", fault.get("fix_versions") or []))) or "尚无版本"
