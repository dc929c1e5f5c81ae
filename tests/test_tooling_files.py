"""Workflows, hooks, Dockerfile and the container for editors cannot be run by a test: what they name is there."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
TARGETS = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
CONTAINER = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text(encoding="utf-8"))


def parsed(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def steps(path: Path) -> Iterator[dict[str, Any]]:
    for job in parsed(path)["jobs"].values():
        yield from job["steps"]


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's: the word in capitals, and what follows."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)).splitlines()
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


def commands() -> list[str]:
    """Every command line in these files."""
    found = [step["run"] for path in WORKFLOWS for step in steps(path) if "run" in step]
    found += [hook["entry"] for repo in parsed(ROOT / ".pre-commit-config.yaml")["repos"] for hook in repo["hooks"]]
    found += [part for word, rest in instructions() if word == "RUN" for part in rest.split("&&")]
    return [*found, CONTAINER["postCreateCommand"]]


def not_there(command: str) -> list[str]:
    """What a command line names and this repository lacks: make targets, paths, extras of the package."""
    words = shlex.split(command)
    extras = {extra for word in words for extra in re.findall(r"^\.\[(.*)\]$", word)}
    lacking = [f"extra {extra}" for extra in extras if extra not in PROJECT["optional-dependencies"]]
    if words[0] == "make":
        return lacking + [f"target {word}" for word in words[1:] if word not in TARGETS]
    for word in words:
        is_path = re.fullmatch(r"\.?\w[\w.-]*(/[\w.-]+)+|[\w-]+\.(lock|py|toml|txt)", word)
        made = word.startswith(".venv/bin/")  # by make, from the lock
        if is_path and not made and not (ROOT / word).exists():
            lacking.append(f"path {word}")
    return lacking


def test_there_are_commands_in_each_kind_of_file() -> None:
    assert [path.name for path in WORKFLOWS] == ["students.yml", "test.yml"]
    assert {"make test", "make demo", ".venv/bin/mypy"} <= set(commands())
    assert sum("pip install" in command for command in commands()) == 4


@pytest.mark.parametrize("command", commands())
def test_every_target_path_and_extra_of_a_command_is_there(command: str) -> None:
    assert not_there(command) == []


@pytest.mark.parametrize(
    ("command", "lacking"),
    [
        ("make test nothing", ["target nothing"]),
        ("python -m pytest tests/student tests/nowhere", ["path tests/nowhere"]),
        ('pip install ".[notes]" -r requirements.txt', ["extra notes", "path requirements.txt"]),
    ],
)
def test_what_is_not_there_would_be_noticed(command: str, lacking: list[str]) -> None:
    assert not_there(command) == lacking


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_takes_actions_by_their_major_version_and_may_only_read(path: Path) -> None:
    used = [step["uses"] for step in steps(path) if "uses" in step]
    assert used and all(re.fullmatch(r"actions/[\w-]+@v\d+", action) for action in used)
    assert parsed(path)["permissions"] == {"contents": "read"}
    for step in steps(path):
        cached = step.get("with", {}).get("cache-dependency-path", "pyproject.toml")
        assert (ROOT / cached).is_file()


def test_students_are_tried_on_the_oldest_python_that_is_promised_and_on_the_newest() -> None:
    matrix = parsed(ROOT / ".github/workflows/students.yml")["jobs"]["student"]["strategy"]["matrix"]
    promised = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))
    assert set(matrix["python"]) <= set(promised)
    assert PROJECT["requires-python"] == f">={matrix['python'][0]}" == f">={promised[0]}"
    assert matrix["python"][-1] == promised[-1]
    assert {system.partition("-")[0] for system in matrix["os"]} == {"windows", "macos"}


def test_what_students_run_there_imports_nothing_that_they_do_not_have() -> None:
    (command,) = [command for command in commands() if "pytest" in command and "tests/student_machine" in command]
    ours = re.compile(r"^\s*(?:from|import) (tests|torch|otter|hypothesis|jinja2|yaml|tomllib)\b", re.MULTILINE)
    for word in command.split():
        place = ROOT / word
        for file in place.glob("*.py") if place.is_dir() else [place] if word.endswith(".py") else []:
            assert ours.findall(file.read_text(encoding="utf-8")) == [], file.name


def test_hooks_are_local_and_fetch_nothing() -> None:
    for repo in parsed(ROOT / ".pre-commit-config.yaml")["repos"]:
        assert repo["repo"] == "local"
        for hook in repo["hooks"]:
            assert hook["language"] == "system" and "additional_dependencies" not in hook
            tool = Path(hook["entry"].split()[0]).name
            assert any(needed.startswith(tool) for needed in PROJECT["optional-dependencies"]["dev"])


def test_the_dockerfile_copies_what_is_there_and_has_the_lock_s_python() -> None:
    known = {"FROM", "RUN", "WORKDIR", "COPY", "ENV", "ENTRYPOINT", "CMD"}
    assert {word for word, _ in instructions()} == known
    for word, rest in instructions():
        if word == "COPY":
            assert all((ROOT / source).exists() for source in rest.split()[:-1])
        if word in ("ENTRYPOINT", "CMD"):
            json.loads(rest)
    (image,) = [rest for word, rest in instructions() if word == "FROM"]
    linux = next(step["with"] for step in steps(ROOT / ".github/workflows/test.yml") if "setup-python" in step["uses"])
    assert image.startswith(f"python:{linux['python-version']}-")
    (entry,) = [json.loads(rest) for word, rest in instructions() if word == "ENTRYPOINT"]
    assert entry == [*PROJECT["scripts"]]


def test_the_editor_s_container_is_made_by_the_dockerfile() -> None:
    folder = ROOT / ".devcontainer"
    assert (folder / CONTAINER["build"]["dockerfile"]).resolve() == ROOT / "Dockerfile"
    assert (folder / CONTAINER["build"]["context"]).resolve() == ROOT
