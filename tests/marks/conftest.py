"""A homework and a class, made up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from small_class import DUE, POINTS, made_homework, row, without_result

from autograder.classroom.outputs import write_outputs
from autograder.classroom.store import Store
from autograder.course import Course, Homework, Late, open_course
from autograder.results import SubmissionResult


@pytest.fixture
def homework() -> Homework:
    return made_homework()


@pytest.fixture
def due_homework() -> Homework:
    return made_homework(due=DUE, late=Late(10, 3, 15))


@pytest.fixture
def rows() -> list[SubmissionResult]:
    """Two of section A, with ids, and three of B: one absent, one whose file cannot be read."""
    return [
        row("0012_Ann", id="0012", name="Ann", section="A"),
        row("20231001_陈思远", (0.8, 0.2, 1.0), id="20231001", name="陈思远", section="A"),
        row("Cid", (0.0, 1.0, 0.0), section="B"),
        without_result("Dora", "absent", section="B"),
        without_result("Eve", "unreadable", section="B"),
    ]


COURSE = """name = "small"
title = { en = "Small", zh = "小课程" }
seed = 7

[[homework]]
name = "mini"
title = { en = "Small", zh = "小作业" }
"""
QUESTION = """
[[homework.question]]
name = "{0}"
functions = ["{0}"]
points = {1}
title = {{ en = "{0}", zh = "{0}" }}
"""
ESSAY = """
[[homework.written]]
name = "essay"
title = { en = "Why", zh = "为什么" }
rubric = [
    { name = "idea", points = 6, text = { en = "the idea", zh = "思路" } },
    { name = "style", points = 4, text = { en = "the style", zh = "文字" } },
]
"""


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Course]:
    """Writes the course of that homework, with these rules of lateness; commands find it."""
    root = tmp_path / "course"

    def made(rules: str = "") -> Course:
        (root / "assignment").mkdir(parents=True, exist_ok=True)
        questions = "".join(QUESTION.format(name, points) for name, points in POINTS.items())
        (root / "assignment/course.toml").write_text(COURSE + rules + questions + ESSAY, encoding="utf-8")
        return open_course(root)

    monkeypatch.setenv("HOMEWORK_COURSE", str(root))
    return made


@pytest.fixture
def folder(tmp_path: Path, course: Callable[[str], Course], rows: list[SubmissionResult]) -> Path:
    """What grading the class has written."""
    out = tmp_path / "marks"
    with Store(out, "mini"):
        write_outputs(out, course("").homework("mini"), rows, "today")
    return out
