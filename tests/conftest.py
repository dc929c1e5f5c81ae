"""The small course, loaded once, and what this machine can contain."""

import os
import sys
from pathlib import Path

import pytest

# Public suites read their language when they are loaded.
os.environ["HOMEWORK_LANG"] = "en"

from autograder.course import Course, open_course
from autograder.engine.faults import SandboxGone, SandboxUnavailable
from autograder.engine.grader import Grader, Submission
from autograder.engine.homeworks import LoadedHomework, load_homework
from autograder.engine.sandbox_process import LAYERS, Layer, Server, best_layer
from tests.patient import graded

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


@pytest.fixture(scope="module")
def grader(mini: LoadedHomework, strongest: Layer):
    with Grader(mini, strongest) as grader:
        yield grader


@pytest.fixture
def grade(grader: Grader):
    """Grades a source as a script: `grade(source)`, or with a name and a seed."""

    def run(source: str | bytes, name: str = "student", seed: int = 1, kind: str = "py"):
        data = source.encode() if isinstance(source, str) else source
        return graded(grader, Submission(name, kind, data), seed)

    return run
