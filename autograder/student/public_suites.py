"""Public suites where students run them: without otter, whose format is a decorator and two names.

What otter's own classes make of these files is the same (a test holds the two together), and takes a hundred megabytes.
"""

from __future__ import annotations

import contextlib
import inspect
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from autograder.questions.suites import Case, Suite
from autograder.questions.trusted import QuestionError, read_source


class TestCase:
    """A case as `@test_case(...)` makes it."""

    __test__ = False  # nothing for pytest

    def __init__(self, name: str | None = None, points: float | None = None, hidden: bool = False, **_: Any) -> None:
        """Takes what otter's decorator takes; messages are not used here."""
        self.name, self.points, self.hidden = name, points, hidden
        self.test_func: Callable[..., None] = lambda: None

    def __call__(self, test_func: Callable[..., None]) -> TestCase:
        """Decorates a case."""
        self.test_func = test_func
        return self


def load_public_suite(path: Path) -> Suite:
    """Executes a suite file that came with the homework, and returns its cases.

    Raises:
        QuestionError: the file is missing, raises, or breaks the format.
    """
    source = read_source(path)
    namespace: dict[str, Any] = {}
    try:
        with _test_case():
            exec(compile(source, str(path), "exec", dont_inherit=True), namespace)  # noqa: S102  comes with the homework
    except (Exception, SystemExit) as error:
        raise QuestionError(f"{path}: {type(error).__name__}: {error}") from error
    found = [value for value in namespace.values() if isinstance(value, TestCase)]
    if "name" not in namespace or not found:
        raise QuestionError(f"{path}: holds no {'name' if found else '@test_case'}")
    cases = tuple(_case(str(namespace["name"]), number, case) for number, case in enumerate(found, 1))
    return Suite(str(namespace["name"]), path, cases, namespace)


def _case(suite: str, number: int, case: TestCase) -> Case:
    parameters = tuple(inspect.signature(case.test_func).parameters)

    def run(environment: Mapping[str, Any]) -> None:
        case.test_func(**{p: environment if p == "env" else environment.get(p) for p in parameters})

    return Case(case.name or f"{suite} - {number}", float(case.points or 0), bool(case.hidden), parameters, run)


@contextlib.contextmanager
def _test_case() -> Iterator[None]:
    """While a suite is executed, `from otter.test_files import test_case` gives ours; otter itself is left alone."""
    before = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "otter"}
    for name in before:
        del sys.modules[name]
    otter, files = types.ModuleType("otter"), types.ModuleType("otter.test_files")
    otter.__path__ = []
    vars(otter)["test_files"], vars(files)["test_case"] = files, TestCase
    sys.modules |= {"otter": otter, "otter.test_files": files}
    try:
        yield
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "otter"]:
            del sys.modules[name]
        sys.modules.update(before)
