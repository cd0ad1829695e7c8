"""By which SHA-256 the pinned packages are installed: the published ones, and those of wheels built for a folder.

Standard library only. A folder of wheels for a network cut off from the internet holds wheels that no registry
published (jieba comes as source). ``python -m build_scripts.package_hashes <folder>`` lists them in the folder, on the
machine that filled it, and the set-up then installs by both lists.
"""

import hashlib
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

PUBLISHED = "requirements-hashes.txt"
LISTED = "hashes.txt"
_ENTRY = re.compile(
    r"^([A-Za-z0-9][\w.-]*==[\w.!+-]+)((?:[ \t\\\r\n]+--hash=sha256:[0-9a-f]{64})+)", re.MULTILINE
)
_HASH = re.compile(r"sha256:([0-9a-f]{64})")
_WHEEL = re.compile(r"([\w.]+)-([\w.!+]+)(?:-\d\w*)?-[\w.]+-[\w.]+-[\w.]+\.whl", re.ASCII)
_OFF = ("", "0", "false", "no", "off")

Hashes = dict[str, set[str]]


def read_hashes(file: Path) -> Hashes:
    """Return the SHA-256 that a list allows, by ``name==version`` with the name as registries fold it.

    Empty where there is no such file.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    return {fold_pin(pin): set(_HASH.findall(hashes)) for pin, hashes in _ENTRY.findall(text)}


def fold_pin(pin: str) -> str:
    """Return a pin with the name as registries fold it.

    >>> fold_pin("PyYAML_env.tag==1.1")
    'pyyaml-env-tag==1.1'
    """
    name, _, version = pin.partition("==")
    return f"{re.sub(r'[-_.]+', '-', name).lower()}=={version}"


def wheel_folders(environment: Mapping[str, str]) -> list[Path]:
    """Return the folders that pip is told to install from alone, [] where it may ask a registry."""
    if environment.get("PIP_NO_INDEX", "").lower() in _OFF:
        return []
    places = map(Path, environment.get("PIP_FIND_LINKS", "").split())
    return [place for place in places if place.is_dir()]


def allowed_hashes(root: Path, folders: Iterable[Path]) -> Hashes:
    """Return what may be installed: what is published, and what the folders of wheels list as built for them."""
    allowed = read_hashes(root / PUBLISHED)
    for folder in folders:
        for pin, hashes in read_hashes(folder / LISTED).items():
            allowed[pin] = allowed.get(pin, set()) | hashes
    return allowed


def render_requirements(pins: Iterable[str], allowed: Hashes) -> str:
    """Return requirement lines with hashes, as pip reads them. Raises ``KeyError`` with a pin that has none."""
    return "".join(
        f"{pin} {' '.join(f'--hash=sha256:{one}' for one in sorted(allowed[fold_pin(pin)]))}\n"
        for pin in pins
    )


def write_list(folder: Path, published: Hashes) -> list[str]:
    """List in a folder the wheels of pinned versions that no registry published; return the names of these files."""
    own: list[tuple[str, str, str]] = []
    for wheel in sorted(folder.glob("*.whl")):
        found = _WHEEL.fullmatch(wheel.name)
        pin = fold_pin(f"{found[1]}=={found[2]}") if found else ""
        hashed = hashlib.sha256(wheel.read_bytes()).hexdigest()
        if pin in published and hashed not in published[pin]:
            own.append((pin, hashed, wheel.name))
    lines = ["# 在本机做成、登记处没有公布的 wheel；准备运行环境时按此核对。", *_entries(own)]
    (folder / LISTED).write_text("\n".join([*lines, ""]), encoding="utf-8")
    return [name for *_, name in own]


def _entries(own: Sequence[tuple[str, str, str]]) -> list[str]:
    by_pin: dict[str, list[str]] = {}
    for pin, hashed, _ in own:
        by_pin.setdefault(pin, []).append(f"--hash=sha256:{hashed}")
    return [" ".join([pin, *hashes]) for pin, hashes in by_pin.items()]


def main(arguments: Sequence[str]) -> int:
    """List the wheels of a folder that were built for it, and say which; 2 where no folder is named."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print("用法：python -m build_scripts.package_hashes 存放wheel的文件夹", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    own = write_list(folder, read_hashes(Path(__file__).resolve().parent.parent / PUBLISHED))
    print(f"已写 {folder / LISTED}：在本机做成的 {len(own)} 个{'：' if own else ''}{'、'.join(own)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
