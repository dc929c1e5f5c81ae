"""Golden submissions are judged with the handout at hand, as in a course."""

import pytest
from golden import handed_out

from autograder.diagnosis import Tables
from autograder.engine.grader import Grader


@pytest.fixture(scope="module")
def grader(tmp_path_factory, strongest):
    homework = handed_out(tmp_path_factory.mktemp("golden"))
    with Grader(homework, strongest, tables=Tables(homework)) as grader:
        yield grader
