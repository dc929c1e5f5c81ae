"""Otter's exception-format suites, loaded once and run case by case against a dict of functions.

Otter's own classes parse a suite and resolve its points. `import otter` takes a second, for IPython, pandas and a
thousand other modules, of which the exception format needs four: these are imported below two bare packages that stand
in for `otter` and `otter.test_files`. That layout is private to otter, so its version is pinned and a test checks it.
"""

from __future__ import annotations

import importlib.machinery
import importlib.util
import inspect
import sys
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.questions.trusted import MissingTool, QuestionError, failed, read_source
from autograder.tools import TOOLS


@dataclass(frozen=True)
class Case:
    """One test case of a suite, ready to run."""

    name: str
    points: float
    hidden: bool
    parameters: tuple[str, ...]
    run: Callable[[Mapping[str, Any]], None]
    file: str = ""  # of its suite


@dataclass(frozen=True)
class Suite:
    """One suite file; `namespace` holds what its cases see, its helpers and constants."""

    name: str
    path: Path
    cases: tuple[Case, ...]
    namespace: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def points(self) -> float:
        """What its cases are worth in total."""
        return sum(case.points for case in self.cases)


def import_exception_format() -> types.ModuleType:
    """Otter's `exception_test` module, without the rest of otter unless that is imported already."""
    if "otter.test_files" not in sys.modules:
        spec = importlib.util.find_spec("otter")  # finds, does not import
        if spec is None or not spec.submodule_search_locations:
            raise MissingTool(Path("otter"), TOOLS["otter"])
        root = Path(next(iter(spec.submodule_search_locations)))
        if "otter" not in sys.modules:
            sys.modules["otter"] = _bare_package("otter", root)
        sys.modules["otter.test_files"] = _bare_package("otter.test_files", root / "test_files")
    module = importlib.import_module("otter.test_files.exception_test")
    package = sys.modules["otter.test_files"]
    if not hasattr(package, "test_case"):
        package.test_case = module.test_case  # type: ignore[attr-defined]
    return module


def _bare_package(name: str, folder: Path) -> types.ModuleType:
    module = types.ModuleType(name)
    module.__path__ = [str(folder)]
    module.__spec__ = importlib.machinery.ModuleSpec(name, None, is_package=True)
    return module


def load_suite(path: Path) -> Suite:
    """Executes a suite file, which is ours and trusted, and returns its cases.

    Raises:
        QuestionError: the file is missing, raises, or breaks the format.
    """
    exception_test = import_exception_format()
    source = read_source(path)
    try:
        file = exception_test.ExceptionTestFile.from_string(source, path=str(path))
    except (Exception, SystemExit) as error:
        raise failed(path, error) from error
    if not file.test_cases:
        raise QuestionError(f"{path}: holds no @test_case")
    if file.all_or_nothing:
        raise QuestionError(f"{path}: all_or_nothing is not supported; give each case its points")
    cases = tuple(
        Case(
            name=str(case.name),
            points=float(case.points),
            hidden=bool(case.hidden),
            parameters=tuple(case.body._get_func_params()),
            run=_runner(case.body),
            file=str(path),
        )
        for case in file.test_cases
    )
    return Suite(file.name, path, cases, inspect.unwrap(file.test_cases[0].body.test_func).__globals__)


def _runner(body: Any) -> Callable[[Mapping[str, Any]], None]:
    """Does what otter's `call_func` does, but inspects the signature once and not at each call."""
    parameters: list[str] = body._get_func_params()

    def run(environment: Mapping[str, Any]) -> None:
        body.test_func(**{p: environment if p == "env" else environment.get(p) for p in parameters})

    return run
