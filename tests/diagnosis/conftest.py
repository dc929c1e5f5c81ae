"""Tables of the course's questions, each made once in a run of the tests and kept in the user's cache."""

import fcntl
import functools

import pytest

from autograder.course import find_course
from autograder.diagnosis.tables import make, user_cache
from autograder.questions.loading import load_question


@pytest.fixture(scope="session")
def course_tables(tmp_path_factory):
    """The tables of a question by function: `course_tables("losses", "sigmoid")`."""
    course = find_course()
    folder = tmp_path_factory.getbasetemp().parent  # which the processes of one run of the tests share

    @functools.cache
    def tables(homework, question):
        spec = next(q for q in course.homework(homework).questions if q.name == question)
        with (folder / f"{homework}-{question}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # while one process makes them, another waits and finds them
            return make(course, course.homework(homework), load_question(course, homework, spec), user_cache())

    return tables
