"""Imports flow one way: what may import what, read off the source."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import autograder

PACKAGE = Path(autograder.__file__).parent
# What each room may import of ours. Reports and release know results and the manifest, not the engine's insides.
ALLOWED = {
    "wire": {"wire"},
    "checks": {"wire", "checks"},
    "sandbox": {"wire", "sandbox"},
    "results": set(),
    "course": set(),
    "files": set(),
    "engine": {"wire", "checks", "engine", "results", "course", "files"},
    "reports": {"reports", "results", "course"},
    "student": {"student", "engine", "sandbox", "wire", "checks", "reports", "results"},
}
# Of rooms that do more than a student's machine can or should: what `homework check` may use.
STUDENT = {
    "engine": ("autograder.engine.suites", "autograder.engine.contracts", "autograder.engine.diagnosis"),
    "sandbox": ("autograder.sandbox.cells", "autograder.sandbox.imports"),
    "reports": ("autograder.reports.escape",),
}
# Both the standard library and these; what a sandbox may use is what students may use.
OUTSIDE = {"wire": {"msgspec", "numpy"}, "sandbox": {"msgspec", "numpy", "torch"}}


def sources(room):
    path = PACKAGE / room
    return sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


def imported(path):
    """Every module that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield node.module
            if node.module == "autograder":
                yield from (f"autograder.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("room", ALLOWED)
def test_a_room_imports_only_what_it_may(room):
    for path in sources(room):
        ours = {name.split(".")[1] for name in imported(path) if name.startswith("autograder.")}
        assert ours <= ALLOWED[room], f"{path.name} imports {ours - ALLOWED[room]}"


@pytest.mark.parametrize("room", OUTSIDE)
def test_the_untrusted_side_uses_little_from_outside(room):
    for path in sources(room):
        outside = {name.split(".")[0] for name in imported(path)} - set(sys.stdlib_module_names) - {"autograder"}
        assert outside <= OUTSIDE[room], path


def test_a_student_s_check_uses_no_part_that_grades():
    for path in sources("student"):
        for name in imported(path):
            room = name.split(".")[1] if name.startswith("autograder.") else ""
            parts = STUDENT.get(room)
            assert parts is None or name == f"autograder.{room}" or name.startswith(parts), f"{path.name}: {name}"


def test_nothing_but_a_student_s_own_check_and_a_process_of_its_own_imports_the_sandbox():
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.relative_to(PACKAGE).parts[0]
        if room in ("sandbox", "student", "suites", "misconceptions"):
            continue
        assert not [name for name in imported(path) if name.startswith("autograder.sandbox")], path


def test_the_classroom_does_not_reach_into_the_sandbox_or_the_release_gate():
    for path in sources("classroom"):
        ours = {name.split(".")[1] for name in imported(path) if name.startswith("autograder.")}
        assert not ours & {"sandbox", "wire", "student", "cli"}, path


def modules_after(code):
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import autograder", {"numpy", "click", "torch"}),
        ("import autograder.cli", {"numpy", "torch", "otter", "rich", "pandas", "IPython"}),
        (
            "import autograder.sandbox.server",
            {"otter", "pandas", "IPython", "torch", "click", "rich", "jinja2", "sklearn"},
        ),
        ("import autograder.engine.grader", {"otter.api", "pandas", "IPython", "torch", "click", "rich"}),
        ("import autograder.classroom.pool", {"pandas", "IPython", "torch"}),
        ("import autograder.student.check", {"numpy", "torch", "otter", "pandas", "IPython"}),
        ("import autograder.student.runner", {"torch", "pandas", "IPython", "otter.api"}),
    ],
    ids=lambda v: v.removeprefix("import ") if isinstance(v, str) else "",
)
def test_importing_a_part_loads_nothing_heavy(code, absent):
    assert not modules_after(code) & absent
