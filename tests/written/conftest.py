"""The small course with written questions, and one reader for all these tests, as a run has one."""

import pytest
from written_class import write_course

from autograder.course import Homework
from autograder.written.reading import Reader


@pytest.fixture(scope="session")
def reader(strongest):
    with Reader(strongest) as reader:
        yield reader


@pytest.fixture
def course(tmp_path):
    return write_course(tmp_path / "course")


@pytest.fixture
def homework(course) -> Homework:
    return course.homework("vectors")
