"""What a student runs imports little, and nothing that an older Python lacks."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder import cli

ROOT = Path(__file__).parents[2]
SHOW = "import sys; import autograder.student.{0}; print(*sorted(sys.modules))"
ENTRIES = ["runner", "notebook", "check", "show", "live", "pack", "progress", "status", "layers"]
# What they load besides, once there is a file to check.
LATER = ["autograder.written.extract", "autograder.questions.layers", "autograder.questions.handout"]
PATTERNS = """
import importlib, re, re._parser, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
for name, module in sorted(sys.modules.items()):
    for key, pattern in vars(module).items() if name.startswith("autograder") else ():
        if isinstance(pattern, re.Pattern):
            said = repr(re._parser.parse(pattern.pattern, pattern.flags).data)
            print(name, key, "POSSESSIVE" in said or "ATOMIC" in said)
"""
# Distributions that students do not have, or that only graders have.
HEAVY = {"otter", "nbformat", "jinja2", "platformdirs", "pandas", "torch", "tomllib", "tomlkit", "IPython", "yaml"}
# In the standard library from 3.11 on.
NEWER = {
    "StrEnum",
    "UTC",
    "Self",
    "Never",
    "LiteralString",
    "assert_never",
    "NotRequired",
    "chdir",
    "TaskGroup",
    "batched",
}


def loaded(entry):
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", SHOW.format(entry)]
    return subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=True).stdout.split()


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_check_loads_nothing_that_students_do_not_have(entry):
    names = loaded(entry)
    assert {name.partition(".")[0] for name in names} & HEAVY == set()


@pytest.mark.parametrize("entry", ["runner", "notebook", "live", "pack"])
def test_what_a_check_loads_is_python_3_10(entry):
    ours = [name for name in loaded(entry) if name.startswith("autograder")]
    assert len(ours) > 20
    for name in ours:
        path = ROOT / name.replace(".", "/")
        path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 10))
        taken = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
        assert taken & NEWER == set(), name


@pytest.mark.skipif(sys.version_info < (3, 11), reason="an older Python does not compile what is looked for")
def test_no_pattern_that_a_check_loads_is_too_new_for_python_3_10():
    modules = [f"autograder.student.{entry}" for entry in ENTRIES] + LATER
    command = [sys.executable, "-c", PATTERNS, *modules]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    said = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=True).stdout.splitlines()
    assert len(said) > 30 and any(line.startswith("autograder.written.fragment _TOKEN") for line in said)
    assert [line for line in said if not line.endswith("False")] == []


def test_on_an_older_python_a_command_that_grades_says_what_it_needs(monkeypatch):
    monkeypatch.setattr("autograder.cli.group.GRADING", (9, 9))
    done = CliRunner().invoke(cli.main, ["grade", "losses", "x", "--out", "y"])
    assert done.exit_code == 2
    assert done.output.count("\n") == 1 and "homework grade needs Python 3.11 or later" in done.output
    assert CliRunner().invoke(cli.main, ["check", "--help"]).exit_code == 0
