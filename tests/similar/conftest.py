"""A class of the small course with written questions, graded once, in which some have shared their work."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "written"))

from similar_class import FILES, grade_class
from written_class import write_course


@pytest.fixture(scope="session")
def graded(tmp_path_factory, strongest):
    """The course, the folder of results, and its files as they were before anybody looked."""
    root = tmp_path_factory.mktemp("similar")
    course = write_course(root / "course")
    return course, grade_class(course, root, FILES, strongest)
