"""What the machine must have besides Python's packages: for the tests a browser, a Chinese font, LibreOffice, nginx.

Standard library only. What is missing is installed by the package manager when run as root; else one line says how.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

# The shell is Chromium without its windows: a page costs it half.
BROWSER_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
BROWSER_PLACES = {
    "darwin": (
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "win32": (
        r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
        r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
        r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
        r"%LocalAppData%\Chromium\Application\chrome.exe",
        r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
    ),
}
# What each package manager calls the things that may be missing; a tuple's names are tried one after the other.
PACKAGES = {
    "apt-get": {
        "venv": (f"python{sys.version_info.major}.{sys.version_info.minor}-venv", "python3-venv"),
        "chromium": ("chromium-headless-shell", "chromium", "chromium-browser"),
        "font": ("fonts-noto-cjk",),
        "fontconfig": ("fontconfig",),
        "office": ("--no-install-recommends libreoffice-writer",),
        "nginx": ("nginx-light", "nginx"),
    },
    "dnf": {
        "venv": ("python3-libs python3-pip",),
        "chromium": ("chromium",),
        "font": ("google-noto-sans-cjk-fonts", "google-noto-sans-cjk-ttc-fonts"),
        "fontconfig": ("fontconfig",),
        "office": ("libreoffice-writer",),
        "nginx": ("nginx",),
    },
}


class SetupError(Exception):
    """The machine lacks something that cannot be installed from here: one line for the reader, exit code 2."""


def say(line: str) -> None:
    """Tell the reader one line, on standard error."""
    print(line, file=sys.stderr, flush=True)


def install_packages(wants: Sequence[str]) -> None:
    """Install what is missing (keys of `PACKAGES`) with the machine's package manager, as root.

    Raises `SetupError`, with the command for the reader to run, where there is no root or the installation fails.
    """
    manager = next((name for name in PACKAGES if shutil.which(name)), None)
    if manager is None:
        raise SetupError(f"本机缺少 {'、'.join(wants)}，又没有 apt-get 或 dnf；请手工安装后重试。")
    names = " ".join(PACKAGES[manager][want][0] for want in wants)
    command = f"{manager} install -y {names}"
    if not _is_root():
        raise SetupError(f"本机缺少软件包，请先运行：sudo {command}")
    say(f"正在安装 {names} …")
    if manager == "apt-get":
        _quietly(["apt-get", "update"])
    if not all(_install_first(manager, PACKAGES[manager][want]) for want in wants):
        raise SetupError(f"安装失败，请手工运行：{command}")


def _install_first(manager: str, names: Iterable[str]) -> bool:
    return any(_quietly([manager, "install", "-y", *name.split()]) for name in names)


def _quietly(command: Sequence[str]) -> bool:
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, stdout=subprocess.DEVNULL, env=env, check=False).returncode == 0


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def ensure_browser() -> Path:
    """The path of a Chromium, with a Chinese font beside it; what is missing is installed as root.

    `CHROMIUM` in the environment goes before what is found. Raises `SetupError`, with the command for the reader
    to run, where something is missing and cannot be installed.
    """
    wants = [] if find_browser() else ["chromium"]
    wants += missing_fonts()
    if wants:
        install_packages(wants)
    browser = find_browser()
    if browser is None or missing_fonts():
        raise SetupError("安装后仍找不到 Chromium 或中文字体；可用环境变量 CHROMIUM 指明浏览器的路径。")
    return browser


def ensure_fonts() -> None:
    """See that a Chinese font is there, in which PDF files are read that bring none; install it as root.

    Raises `SetupError`, with the command for the reader to run, where it is missing and cannot be installed.
    """
    if wants := missing_fonts():
        install_packages(wants)


def ensure_office() -> None:
    """See that LibreOffice is there, which reads old Word files in tests; install it as root.

    Raises `SetupError`, with the command for the reader to run, where it is missing and cannot be installed.
    """
    if not shutil.which("soffice"):
        install_packages(["office"])


def ensure_nginx() -> None:
    """See that nginx is there, by which tests serve the site as docs/hosting.md says; install it as root.

    Raises `SetupError`, with the command for the reader to run, where it is missing and cannot be installed.
    """
    if not find_nginx():
        install_packages(["nginx"])


def find_nginx() -> str | None:
    """The path of nginx, or `None`. Systems keep it where only root looks."""
    return shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"]))


def find_browser() -> Path | None:
    """The path of a Chromium or its kin, or `None`. Raises `SetupError` where `CHROMIUM` names no file."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not Path(named).is_file():
            raise SetupError(f"环境变量 CHROMIUM 指向的文件不存在：{named}")
        return Path(named)
    found = (shutil.which(name) for name in BROWSER_NAMES)
    places = (os.path.expandvars(place) for place in BROWSER_PLACES.get(sys.platform, ()))
    return next((Path(path) for path in (*found, *places) if path and Path(path).is_file()), None)


def missing_fonts() -> list[str]:
    """What a page in Chinese still needs to be seen, as keys of `PACKAGES`. Windows and macOS bring their own."""
    if sys.platform in BROWSER_PLACES:
        return []
    if shutil.which("fc-list") is None:
        return ["fontconfig", "font"]
    listed = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, check=False)
    return [] if listed.stdout.strip() else ["font"]
