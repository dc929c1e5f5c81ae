"""The references, which are made from the code: nothing is missing in them, and their examples are what happens."""

import doctest
import importlib
import pkgutil
import re
from typing import get_args

import click
import msgspec
import numpy as np
import pytest
from homework_docs.docstrings import parsed
from homework_docs.fields import RECORDS, SECTIONS, keys
from homework_docs.pages import LOADED, included_at, whole
from homework_docs.reference import MADE
from sphinx.errors import ExtensionError

import autograder.checks
from autograder.cli import main
from autograder.course import find_course
from autograder.homework import Manifest
from autograder.manifest import CourseError, load_manifest
from autograder.reports.grades_csv import ADJUSTED, COLUMNS
from autograder.reports.people import PERSON
from autograder.results import SubmissionResult
from tests.docs import page

COURSE_TOML = re.search(r"```toml\n(.*?)```", page.text("reference/course-toml.md"), re.DOTALL).group(1)
CHECKS = [name for _, name, _ in pkgutil.iter_modules(autograder.checks.__path__)]


def sections(text):
    """By heading, what stands below it."""
    parts = re.split(r"^#+ (.*)$", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def structs_of(kind):
    """The structs that a value of a type may hold, with itself."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return {kind}.union(*(structs_of(field.type) for field in keys(kind)))
    return set().union(*map(structs_of, get_args(kind)))


# -- course.toml ------------------------------------------------------------------------------------------------------


def test_every_key_of_the_manifest_has_a_row_with_its_type_and_its_meaning():
    made = sections(MADE["course-toml"]())
    assert {kind for kind, _ in SECTIONS.values()} == structs_of(Manifest)
    for heading, (kind, _) in SECTIONS.items():
        rows = [line.strip("| ").split(" | ") for line in made[heading].splitlines() if line.startswith("| `")]
        assert [row[0].strip("`") for row in rows] == [field.encode_name for field in keys(kind)]
        assert all(len(row) == 4 and row[1] and row[3] for row in rows), rows


@pytest.mark.parametrize("kind", sorted(structs_of(Manifest) | {*RECORDS}, key=lambda kind: kind.__name__))
def test_a_docstring_describes_every_field_and_no_other(kind):
    assert list(parsed(kind).entries("Attributes")) == list(kind.__struct_fields__)


def test_the_smallest_manifest_is_one(tmp_path):
    (tmp_path / "course.toml").write_text(COURSE_TOML, encoding="utf-8")
    assert load_manifest(tmp_path / "course.toml").homework[0].max_score == 100


BOUNDS = {
    "homework.question points": ("above 0", "points = 100", "points = 0"),
    "homework.question minutes": ("above 0", "points = 100", "points = 100\nminutes = 0"),
    "homework points": ("above 0", 'title = "First homework"', 'title = "First homework"\npoints = 0.0'),
    "late percent_a_day": ("at most 100", "", "due = 2026-11-30T23:59:00+08:00\nlate = { percent_a_day = 101 }"),
    "late days": ("0 or more", "", "due = 2026-11-30T23:59:00+08:00\nlate = { percent_a_day = 1, days = -1 }"),
    "late grace_minutes": (
        "0 or more", "", "due = 2026-11-30T23:59:00+08:00\nlate = { percent_a_day = 1, grace_minutes = -1 }",
    ),
    "homework.question functions": ("at least one", 'functions = ["distances"]', "functions = []"),
    "homework.written rubric": (
        "at least one", "", '[[homework.written]]\nname = "why"\ntitle = "Why"\nrubric = []\n[[homework.question]]',
    ),
}  # fmt: skip


@pytest.mark.parametrize("key", BOUNDS)
def test_what_a_meaning_forbids_is_refused(tmp_path, key):
    said, old, new = BOUNDS[key]
    section, name = key.split()
    (heading,) = [one for one in SECTIONS if re.search(rf"(`|\[){re.escape(section)}(\]|`)", one)]
    (row,) = [line for line in sections(MADE["course-toml"]())[heading].splitlines() if f"| `{name}` |" in line]
    assert said in row
    old = old or "[[homework.question]]"
    text = COURSE_TOML.replace(old, new if "[[" in new or old != "[[homework.question]]" else f"{new}\n{old}")
    assert text != COURSE_TOML
    (tmp_path / "course.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match=name):
        load_manifest(tmp_path / "course.toml")


# -- commands ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_is_described_with_all_its_options(name):
    command = main.commands[name]
    made = sections(MADE["commands"]())[f"homework {name}"]
    rows = {re.split(r"[ ,`]+", line.split("`")[1])[0]: line for line in made.splitlines() if line.startswith("| `")}
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    assert list(rows) == [option.opts[0] for option in options]
    for option in options:
        assert option.help and option.help[:10].replace("_", "\\_") in rows[option.opts[0]].split(" | ", 1)[1]
    for argument in (parameter for parameter in command.params if isinstance(parameter, click.Argument)):
        assert argument.make_metavar(click.Context(command)) in made
    assert command.help.split(".")[0].split("`")[0].split("\n")[0][:40] in made.replace("\\", "")


def test_students_commands_are_described_in_chinese():
    described = sections(MADE["commands-zh"]())
    assert set(described) == {f"homework {name}" for name in ("check", "status", "pack", "hint")}
    assert all("用法" in text for text in described.values())


def test_every_environment_variable_that_the_program_reads_is_on_the_page():
    read = set()
    for path in (page.ROOT / "autograder").rglob("*.py"):
        read |= set(re.findall(r"HOMEWORK_[A-Z]+", path.read_text(encoding="utf-8")))
    assert read == set(re.findall(r"`(HOMEWORK_[A-Z]+)`", page.text("reference/commands.md")))


# -- checks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHECKS)
def test_the_examples_of_the_vocabulary_are_what_happens(name):
    module = importlib.import_module(f"autograder.checks.{name}")
    done = doctest.testmod(module, extraglobs={"np": np})
    assert done.attempted > 0 and done.failed == 0


def test_the_whole_vocabulary_is_described_and_all_that_can_be_called_has_an_example():
    described = sections(MADE["checks"]())
    assert set(described) >= set(autograder.checks.__all__)
    without = {name for name, text in described.items() if "```python" in text and "```pycon" not in text}
    # Public ones have theirs together; classes are made by what has one.
    assert without <= {"compare", "integer", "parts", "unchanged", "failure", "Misconception", "Together", "Shown"}


def test_the_suite_of_the_page_is_that_of_the_tutorial():
    (shown,) = re.findall(r"```python\n(.*?)```", page.text("reference/checks.md"), re.DOTALL)
    assert page.files(page.text("tutorial-instructor.md"))["autograder/suites/hidden/first/spread.py"].startswith(shown)


def test_the_columns_of_the_tables_that_are_written_are_named():
    text = page.text("reference/results.md")
    assert [name for name in (*COLUMNS, ADJUSTED, *PERSON) if f"`{name}`" not in text] == []


# -- results and questions --------------------------------------------------------------------------------------------


def test_every_field_of_a_result_has_a_row():
    made = sections(MADE["results"]())
    assert {*RECORDS} == structs_of(SubmissionResult)
    for kind in RECORDS:
        names = re.findall(r"^\| `(\w+)` \|", made[kind.__name__], re.MULTILINE)
        assert names == [name for name in kind.__struct_fields__ if name != "traceback"]


def test_every_question_of_the_course_is_listed_with_its_points_and_functions():
    made = MADE["questions"]()
    for homework in find_course(page.ROOT).homeworks.values():
        for question in homework.questions:
            (row,) = [line for line in made.splitlines() if line.startswith(f"| `{question.name}` |")]
            assert f"| {question.points:g} |" in row and all(f"`{function}`" in row for function in question.functions)
        for written in homework.written:
            assert f"| `{written.name}` |" in made


# -- pages ------------------------------------------------------------------------------------------------------------


def test_every_part_is_on_a_page_and_every_page_in_the_contents():
    pages = [path for path in page.DOCS.rglob("*.md") if "_build" not in path.parts]
    asked = [name for path in pages for name in re.findall(r"<!-- generated: ([\w-]+) -->", path.read_text("utf-8"))]
    assert sorted(asked) == sorted(MADE)
    contents = re.findall(r"^([\w./-]+)$", page.text("index.md"), re.MULTILINE)
    names = {path.relative_to(page.DOCS).with_suffix("").as_posix() for path in pages} - {"index"}
    assert sorted(contents) == sorted(names)


def test_links_of_an_included_file_lead_to_pages_or_become_paths():
    security, contributing = (whole(page.DOCS / name, page.text(name)) for name in ("security.md", "contributing.md"))
    assert "[CONTRIBUTING.md](contributing.md)" in security and "](autograder/" not in security
    assert "`autograder/classroom/zips.py`" in security
    assert "[docs/new-question.md](new-question.md)" in contributing
    assert {file.name for file in included_at()} == {
        "SECURITY.md",
        "CONTRIBUTING.md",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
    }


def test_a_page_that_asks_for_what_nothing_makes_or_links_to_what_is_not_there_is_an_error():
    with pytest.raises(KeyError, match="nothing"):
        whole(page.DOCS / "x.md", "<!-- generated: nothing -->")
    with pytest.raises(ExtensionError, match=r"nothing\.md is not there"):
        whole(page.DOCS / "x.md", "[a page](nothing.md)")


@pytest.mark.parametrize(
    ("html", "is_loaded"),
    [
        ('<script src="https://cdn.example/x.js"></script>', True),
        ('<link rel="stylesheet" href="//fonts.example/css">', True),
        ('<link href="https://fonts.example" rel="preconnect">', True),
        ("@import url('https://fonts.example/css');", True),
        ("src: url(http://fonts.example/a.woff2)", True),
        ('<img alt="x" src="https://badge.example/x.svg">', True),
        ('<a href="https://example.org">a link that a reader may follow</a>', False),
        ('<link rel="canonical" href="https://example.org/">', False),
        ('<script src="_static/x.js"></script>', False),
        ("src: url(../fonts/a.woff2)", False),
    ],
)
def test_what_a_page_loads_from_elsewhere_is_noticed(html, is_loaded):
    assert bool(LOADED.search(html)) is is_loaded


def test_pictures_are_small_and_each_is_on_a_page():
    pictures = {path.name: path.stat().st_size for path in (page.DOCS / "images").iterdir()}
    assert {name: size for name, size in pictures.items() if size >= 150_000 or not name.endswith(".png")} == {}
    shown = {
        name for path in page.DOCS.glob("*.md") for name in re.findall(r"\]\(images/(.*?)\)", path.read_text("utf-8"))
    }
    assert shown == set(pictures)
