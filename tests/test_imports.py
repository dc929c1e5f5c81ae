"""Imports flow one way: what may import what, read off the source."""

import ast
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

import autograder

PACKAGE = Path(autograder.__file__).parent
# What each room may import of ours, from the ground floor up: ARCHITECTURE.md draws it.
# The manifest, from the course down to the texts in it.
MANIFEST = {"course", "manifest", "homework", "fitting", "texts"}
GROUND = {"errors", "clock", "tools", "files", "cache", "results", "submission", "digests", "spreadsheets", *MANIFEST}
ALLOWED = {
    "errors": set(),
    "clock": set(),
    "results": set(),
    "spreadsheets": set(),
    "files": {"errors"},
    "cache": {"files"},
    "texts": set(),
    "tools": set(),
    "fitting": set(),
    "homework": {"texts"},
    "manifest": {"errors", "fitting", "homework", "texts"},
    "course": {"fitting", "homework", "manifest", "texts"},
    "submission": {"wire"},
    "digests": {"course", "submission"},
    "wire": {"wire"},
    "checks": {"wire", "checks"},
    "sandbox": {"wire", "sandbox"},
    "questions": {"questions", "checks", "wire", "tools", "errors", "results", *MANIFEST},
    "diagnosis": {"diagnosis", "questions", "checks", "wire", *GROUND},
    "engine": {"engine", "diagnosis", "questions", "checks", "wire", *GROUND},
    "reports": {"reports", "results", *MANIFEST},
    "written": {"written", "engine", "reports", "wire", *GROUND},
    "reader": {"written", "reports", "sandbox", "wire"},
    "student": {"student", "diagnosis", "questions", "sandbox", "checks", "wire", "written", "reports", *GROUND},
    "marks": {"marks", "reports", *GROUND},
    "classroom": {"classroom", "marks", "written", "reports", "engine", "diagnosis", "questions", *GROUND},
    "cluster": {"cluster", "classroom", "engine", "diagnosis", "questions", "reports", *GROUND},
    "export": {"export", "classroom", "reports", "wire", *GROUND},
    "gradescope": {"gradescope", "export", "classroom", "reports", *GROUND},
    "explain": {"explain", "classroom", "written", "reports", "engine", "diagnosis", "questions", *GROUND},
    "similar": {"similar", "classroom", "written", "engine", "questions", "reports", *GROUND},
    "release": {
        "release",
        "classroom",
        "engine",
        "diagnosis",
        "questions",
        "checks",
        "wire",
        "written",
        *GROUND,
    },
}
# Of rooms that do more than a student's machine can or should: what `homework check` may use.
STUDENT = {
    "sandbox": (
        "autograder.sandbox.cells",
        "autograder.sandbox.following",
        "autograder.sandbox.imports",
        "autograder.sandbox.loading",
        "autograder.sandbox.reaching",
        "autograder.sandbox.statements",
    ),
    "reports": ("autograder.reports.escape",),
    "written": ("autograder.written.extract", "autograder.written.markers"),
}
# Both the standard library and these; what a sandbox may use is what students may use.
OUTSIDE = {
    "wire": {"msgspec", "numpy"},
    "sandbox": {"msgspec", "numpy", "torch"},
    "reader": {"msgspec", "markupsafe", "markdown_it", "mdit_py_plugins", "latex2mathml"},
}
# The corner of `written` that is on the untrusted side: its process reads strangers' documents.
READER = {f"autograder.written.{name}" for name in ("reader", "extract", "images", "markdown", "maths", "effort")}
SHARED_WITH_READER = {f"autograder.written.{name}" for name in ("fragment", "markers", "messages", "pictures")}
# What parses; a submission's bytes are never given to it on the trusted side. Intake takes one file out of a zip.
PARSERS = {
    *("ast", "email", "gzip", "json", "lzma", "bz2", "marshal", "pickle", "plistlib", "shelve", "symtable", "tarfile"),
    *("tokenize", "xml", "zipfile", "zlib", "jupytext", "latex2mathml", "markdown_it", "mdit_py_plugins", "nbformat"),
    *("nbclient", "yaml", "tomlkit", "lxml", "bs4"),
}
# `wire/statements.py` knows what a statement is, and is given statements that were parsed elsewhere.
# Gradescope's own list of who handed in what is YAML: read as nodes within limits, never made into objects.
MAY_PARSE = {
    "classroom/zips.py": {"zipfile"},
    "classroom/downloads.py": {"zipfile"},
    "classroom/layouts/gradescope.py": {"yaml"},
    "export/archive.py": {"zipfile"},
    "wire/statements.py": {"ast"},
}


def module(path):
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)


def sources(room):
    if room in ("reader", "written"):
        return [
            path
            for path in sorted((PACKAGE / "written").rglob("*.py"))
            if (module(path) in READER) == (room == "reader")
        ]
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
            if node.module.split(".")[0] == "autograder":  # what it takes from a package may be a module
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


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
        if room in ("sandbox", "student", "suites", "misconceptions") or module(path) in READER:
            continue
        assert not [name for name in imported(path) if name.startswith("autograder.sandbox")], path


def test_nobody_imports_the_reader_but_a_student_s_own_check_what_finds_answers():
    for path in sorted(PACKAGE.rglob("*.py")):
        if module(path) not in READER:
            may = {"autograder.written.extract"} if module(path) == "autograder.student.check" else set()
            assert READER & {".".join(name.split(".")[:3]) for name in imported(path)} <= may, path


def test_the_reader_knows_nothing_of_written_answers_but_how_to_read_them():
    for path in sources("reader"):
        modules = {".".join(name.split(".")[:3]) for name in imported(path)}  # not what is taken from one
        assert {name for name in modules if name.startswith("autograder.written.")} <= READER | SHARED_WITH_READER, path
        assert {name for name in modules if name.startswith("autograder.reports")} <= {"autograder.reports.escape"}, (
            path
        )


@pytest.mark.parametrize(
    "room",
    ["classroom", "cluster", "engine", "export", "reports", "similar", "written", "wire", "submission", "results"],
)
def test_no_room_that_holds_submissions_imports_what_could_parse_them(room):
    for path in sources(room):
        outside = {name.split(".")[0] for name in imported(path)}
        assert outside & PARSERS == MAY_PARSE.get(path.relative_to(PACKAGE).as_posix(), set()), path


def test_every_room_has_its_rule():
    rooms = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert rooms - {"__init__", "cli"} == set(ALLOWED) - {"reader"}


def test_the_rule_is_the_one_that_architecture_md_draws():
    """Each line of its drawing, `room: rooms it may import`, is this table's, and none is left out."""
    text = (PACKAGE.parent / "ARCHITECTURE.md").read_text(encoding="utf-8")
    drawn = dict(re.findall(r"^(\w+) *◄── (.*?)  ", text, flags=re.MULTILINE))
    ground = {name: rooms for name, rooms in ALLOWED.items() if name in GROUND}
    above = {name: rooms - GROUND - {name} for name, rooms in ALLOWED.items() if name not in ground}
    assert {name: set(rooms.replace("nothing", "").split()) for name, rooms in drawn.items()} == above


def test_the_main_path_of_architecture_md_is_the_way_of_the_imports():
    """Each file of the list imports the next; the last one is started as a process."""
    text = (PACKAGE.parent / "ARCHITECTURE.md").read_text(encoding="utf-8")
    path = re.findall(r"^\d\. .*?\]\(autograder/([\w/]+)\.py\)", text, flags=re.MULTILINE)
    assert (path[0], path[-1], len(path)) == ("cli/graders", "sandbox/worker", 8)
    for here, there in pairwise(path[:-1]):
        name = "autograder." + there.replace("/", ".")
        assert name in set(imported(PACKAGE / f"{here}.py")), f"{here} does not import {there}"
    assert "autograder.sandbox.server" in (PACKAGE / f"{path[-2]}.py").read_text(encoding="utf-8")
    assert "autograder.sandbox.worker" in set(imported(PACKAGE / "sandbox/server.py"))


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
        ("import autograder.written.markers", {"numpy", "msgspec", "markdown_it", "latex2mathml"}),
        ("import autograder.release.handout", {"markdown_it", "latex2mathml"}),
        ("import autograder.written.marking", {"markdown_it", "mdit_py_plugins", "latex2mathml", "torch", *READER}),
        (
            "import autograder.written.reader",
            {"otter", "pandas", "IPython", "torch", "click", "jinja2", "sklearn", "autograder.sandbox.worker"},
        ),
    ],
    ids=lambda v: v.removeprefix("import ") if isinstance(v, str) else "",
)
def test_importing_a_part_loads_nothing_heavy(code, absent):
    assert not modules_after(code) & absent
