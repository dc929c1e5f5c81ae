"""The wheel that students install holds no hidden room of the course."""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest
import trove_classifiers

import autograder
from autograder.course import find_course
from autograder.release.gate.packaging import wheel_leaks
from autograder.release.leaks import leaks
from autograder.release.template import template_files

ROOT = Path(__file__).parents[1]
STUDENTS_NEED = {"numpy", "jaxtyping", "msgspec", "click", "rich", "markupsafe"}


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The wheel's files."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.slow
def test_the_wheel_holds_the_command_and_its_templates(packed: dict[str, bytes]) -> None:
    assert "autograder/cli/__init__.py" in packed
    assert "autograder/reports/templates/report.html" in packed
    assert "autograder/checks/public.py" in packed
    assert "homework_cells.py" in packed


@pytest.mark.slow
def test_the_wheel_holds_every_template_of_the_package(packed: dict[str, bytes]) -> None:
    folders = [ROOT / "autograder" / room / "templates" for room in ("release", "reports")]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"README.md.jinja", "hidden_suite.py.jinja", "report.html"}
    for path in files:
        assert packed[path.relative_to(ROOT).as_posix()] == path.read_bytes()


@pytest.mark.slow
def test_the_wheel_holds_no_hidden_suite_no_reference_and_no_named_wrong_answer(packed: dict[str, bytes]) -> None:
    rooms = ("suites/", "autograder/misconceptions", "solutions/", "assignment/")
    assert [name for name in packed if any(room in name for room in rooms)] == []


@pytest.mark.slow
def test_no_public_suite_is_in_the_wheel_as_its_homework_may_not_be_released_yet(packed: dict[str, bytes]) -> None:
    suites = [path.read_bytes() for path in (ROOT / "autograder/suites/public").rglob("*.py")]
    assert len(suites) > 40
    assert [name for name, data in packed.items() if data in suites] == []


@pytest.mark.slow
@pytest.mark.parametrize("homework", find_course(ROOT).homeworks)
def test_no_hidden_line_is_in_the_wheel_or_in_what_students_get(packed: dict[str, bytes], homework: str) -> None:
    course = find_course(ROOT)
    spec = course.homework(homework)
    ours = {name: data for name, data in packed.items() if name.endswith((".html", ".md", ".jinja"))}
    assert "autograder/release/templates/question/solution.py.jinja" in ours
    assert leaks(course, spec, ours) == []
    assert wheel_leaks(course, spec, packed) == []
    assert leaks(course, spec, template_files(course, spec)) == []


@pytest.mark.slow
def test_the_wheel_says_what_it_is(packed: dict[str, bytes]) -> None:
    (name,) = [name for name in packed if name.endswith(".dist-info/METADATA")]
    assert name == f"dl_homework-{autograder.__version__}.dist-info/METADATA"
    metadata = message_from_bytes(packed[name])
    assert (metadata["Name"], metadata["Version"]) == ("dl-homework", autograder.__version__)
    assert (metadata["License-Expression"], metadata["License-File"]) == ("BSD-3-Clause", "LICENSE")
    assert metadata["Author"] == "dl-homework developers"
    assert metadata["Requires-Python"] == ">=3.10"
    assert "otter-grader" in metadata["Keywords"].split(",")
    assert set(metadata.get_all("Provides-Extra")) >= {"notebook", "grade", "gate"}
    # Students need a few small libraries, and no more.
    needed = [line for line in metadata.get_all("Requires-Dist") if "extra ==" not in line]
    assert sorted(re.split(r"[<>=]", line)[0] for line in needed) == sorted(STUDENTS_NEED)
    classifiers = metadata.get_all("Classifier")
    assert set(classifiers) <= trove_classifiers.classifiers and len(classifiers) == len(set(classifiers))
    assert {f"Programming Language :: Python :: 3.{minor}" for minor in range(10, 15)} <= set(classifiers)
    assert "Auto-graded" in str(metadata.get_payload())  # the README, which an index shows


@pytest.mark.slow
def test_the_wheel_brings_its_licence_its_types_and_its_command(packed: dict[str, bytes]) -> None:
    info = f"dl_homework-{autograder.__version__}.dist-info"
    assert packed[f"{info}/licenses/LICENSE"] == (ROOT / "LICENSE").read_bytes()
    assert packed["autograder/py.typed"] == b""
    assert packed[f"{info}/entry_points.txt"].decode().split() == [
        "[console_scripts]",
        "homework",
        "=",
        "autograder.cli:main",
    ]
    assert {name.partition("/")[0] for name in packed} == {"autograder", "homework_cells.py", info}


def test_the_changelog_has_a_dated_section_for_the_version_and_one_for_what_comes() -> None:
    heads = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert heads[0] == "Unreleased"
    version, _, date = heads[1].partition(" — ")
    assert version == autograder.__version__
    assert datetime.date.fromisoformat(date).year >= 2026


@pytest.mark.slow
def test_a_course_is_begun_and_proved_by_what_the_wheel_holds_alone(packed: dict[str, bytes], tmp_path: Path) -> None:
    for name, data in packed.items():
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    environment = {key: value for key, value in os.environ.items() if key != "HOMEWORK_COURSE"}
    environment |= {"PYTHONPATH": str(tmp_path / "site"), "PYTHONSAFEPATH": "1"}
    for folder, arguments in (
        (tmp_path, ["new", "--course", "numbers"]),
        (tmp_path / "numbers", ["verify", "--seeds", "2", "--jobs", "1", "--no-install"]),
        (tmp_path / "numbers", ["new", "first/more"]),
        (tmp_path / "numbers", ["template", "--check"]),
    ):
        command = [sys.executable, "-m", "autograder.cli", *arguments]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
