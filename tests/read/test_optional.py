"""What is read without the optional packages: text as ever, and for the rest the one line that says what to install."""

import subprocess
import sys
from pathlib import Path

import pytest

from build_scripts.errors import UnreadableError
from build_scripts.read import read_raw
from build_scripts.read.scan import NoRecognitionError, _engine
from tests.read.tiny import tiny
from tests.texts import source_at

ROOT = Path(__file__).parents[2]
HEAVY = ("pypdfium2", "rapidocr", "onnxruntime", "cv2", "PIL")


@pytest.mark.heavy
def test_a_text_report_loads_no_heavy_package() -> None:
    code = (
        "import sys; from pathlib import Path; from build_scripts.pipeline import process\n"
        "from build_scripts.sources import read_source\n"
        "path = Path('source_reports/653226/2023-health.txt'); process(read_source(path), path)\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "[]"


def test_without_its_package_a_pdf_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(("build_scripts.read.pdf", "pypdfium2"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(UnreadableError, match=r"pip install -r requirements-formats\.txt"):
        read_raw(source_at("报告.pdf"), tiny(["法治政府"]))


@pytest.mark.parametrize("missing", ["rapidocr", "onnxruntime"])
def test_without_recognition_that_is_told(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    _engine.cache_clear()
    with pytest.raises(NoRecognitionError):
        _engine()
    _engine.cache_clear()
