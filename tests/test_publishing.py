"""The samples of docs/publishing.md: they load, have what each service asks for, call what is there, hold no secret."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from build_scripts.cli import _parser
from tests.every import every
from tests.test_docs import find_targets

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/publishing.md").read_text(encoding="utf-8")
# By the file that each is to be saved as, which its first line names. The plain loader, to which `on` is no boolean.
SAMPLES: dict[str, Any] = {
    name: yaml.load(text, yaml.BaseLoader)  # noqa: S506 - makes nothing but texts, lists and mappings
    for name, text in re.findall(r"```yaml\n# (\S+)\n(.*?)```", PAGE, re.DOTALL)
}
GITHUB = [name for name in SAMPLES if name.startswith(".github/workflows/")]
# As variables of an environment are called.
SECRET_RE = re.compile("[A-Z_]*(?:KEY|SECRET|TOKEN|PASSWORD)[A-Z_]*")


def test_every_service_has_its_sample() -> None:
    assert set(SAMPLES) - set(GITHUB) == {".gitlab-ci.yml", ".workflow/site.yml"}
    assert len(GITHUB) == 2
    assert PAGE.count("```yaml") == len(SAMPLES)


@every("name", GITHUB)
def test_a_workflow_of_github_is_whole(name: str) -> None:
    flow = SAMPLES[name]
    assert flow["name"]
    assert flow["on"]["push"]["branches"] == ["main"]
    assert flow["permissions"]["contents"] == "read"
    assert "cancel-in-progress" in flow["concurrency"]
    for job in flow["jobs"].values():
        assert re.fullmatch(r"ubuntu-\d\d\.04", job["runs-on"])
        assert int(job["timeout-minutes"]) > 0
        for step in job["steps"]:
            assert ("run" in step) != ("uses" in step)
            assert re.fullmatch(r"actions/[a-z-]+@v\d+", step.get("uses", "actions/checkout@v4"))
        known = {step["id"] for step in job["steps"] if "id" in step}
        assert set(re.findall(r"steps\.(\w+)\.", repr(job))) <= known


def test_the_pipeline_of_gitlab_is_whole() -> None:
    job = SAMPLES[".gitlab-ci.yml"]["pages"]
    assert job["stage"] == "deploy"
    assert re.fullmatch(r"python:3\.\d+-\w+", job["image"])
    assert job["artifacts"]["paths"] == ["public"], "what GitLab publishes"
    assert job["script"][-1] == "mv site public"
    assert job["rules"]


def test_the_pipeline_of_gitee_is_whole() -> None:
    flow = SAMPLES[".workflow/site.yml"]
    assert flow["version"] == "1.0"
    assert re.fullmatch(r"[a-z_-]+", flow["name"])
    assert flow["triggers"]["push"]["branches"]["prefix"] == ["main"]
    for stage in flow["stages"]:
        assert {"name", "displayName", "strategy", "trigger", "executor", "steps"} <= stage.keys()
        for step in stage["steps"]:
            assert {"step", "name", "displayName", "commands", "caches", "notify", "strategy"} <= step.keys()
            assert step["step"].startswith("build@")


def texts(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a sample with its key."""
    if isinstance(value, dict):
        for name, of in value.items():
            yield from texts(of, name)
    elif isinstance(value, list):
        for of in value:
            yield from texts(of, key)
    else:
        yield key, str(value)


@every("name", SAMPLES)
def test_what_a_sample_calls_is_there(name: str) -> None:
    lines = [text for key, text in texts(SAMPLES[name]) if key in {"run", "script", "commands"}]
    targets = [target for line in lines for target in re.findall(r"\bmake ([a-z-]+)", line)]
    assert targets
    assert set(targets) <= set(find_targets())
    for line in lines:
        command = line.partition("-m build_scripts ")[2]
        if command:
            _parser().parse_args(shlex.split(command))
        for file in re.findall(r"-r (\S+)", line):
            assert (ROOT / file).is_file()


@every("name", SAMPLES)
def test_a_sample_holds_no_secret(name: str) -> None:
    for key, text in texts(SAMPLES[name]):
        if SECRET_RE.fullmatch(key):
            assert re.fullmatch(r"\$\{\{ secrets\.[A-Z_]+ \}\}", text), key
        assert not re.search("[A-Za-z0-9+/=]{32,}", text.replace("/", " ")), text
