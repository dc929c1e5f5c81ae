"""The small course, loaded once, and what this machine can contain."""

import os
import sys
from pathlib import Path

import hypothesis
import pytest

# Public suites speak the language of the environment.
os.environ["HOMEWORK_LANG"] = "en"

from autograder.course import Course, open_course
from autograder.diagnosis import Tables
from autograder.engine.faults import SandboxGone, SandboxUnavailable
from autograder.engine.grader import Grader
from autograder.engine.sandbox_process import LAYERS, Layer, Server, best_layer
from autograder.questions.loading import LoadedHomework, load_homework
from autograder.submission import Submission
from tests.patient import graded

# A busy machine is slow, and no example is a measurement.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

MINI_COURSE = Path(__file__).parent / "mini_course"
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not IS_ROOT:
        for item in items:
            if item.get_closest_marker("root"):
                item.add_marker(pytest.mark.skip(reason="needs to be root"))


@pytest.fixture(scope="session")
def mini_course() -> Course:
    return open_course(MINI_COURSE)


@pytest.fixture(scope="session")
def mini(mini_course: Course) -> LoadedHomework:
    return load_homework(mini_course, "mini")


@pytest.fixture(scope="session")
def strongest() -> Layer:
    try:
        return best_layer()[0]
    except SandboxUnavailable as error:
        if sys.platform == "linux" and IS_ROOT:
            raise
        pytest.skip(str(error))


@pytest.fixture(scope="session", params=LAYERS)
def layer(request: pytest.FixtureRequest) -> Layer:
    """Each layer that works here."""
    try:
        Server.start(request.param, ("numpy",)).close()
    except (SandboxUnavailable, SandboxGone) as error:
        pytest.skip(f"{request.param}: {error}")
    return request.param


@pytest.fixture(scope="session")
def mini_tables(mini: LoadedHomework) -> Tables:
    return Tables(mini)


@pytest.fixture(scope="module")
def grader(mini: LoadedHomework, mini_tables: Tables, strongest: Layer):
    with Grader(mini, strongest, tables=mini_tables) as grader:
        yield grader


@pytest.fixture
def grade(grader: Grader):
    """Grades a source as a script: `grade(source)`, or with a name and a seed."""

    def run(source: str | bytes, name: str = "student", seed: int = 1, kind: str = "py"):
        data = source.encode() if isinstance(source, str) else source
        return graded(grader, Submission(name, kind, data), seed)

    return run
