from pathlib import Path

import pytest
from small_course import write_small_course

from autograder.course import Course, Homework


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A whole small course, of one homework named vectors."""
    return write_small_course(tmp_path / "course")


@pytest.fixture
def homework(course: Course) -> Homework:
    return course.homework("vectors")
