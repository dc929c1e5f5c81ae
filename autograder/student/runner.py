"""The process that runs a student's file against its public tests; talks to `check` in JSON lines.

Started as `python -m autograder.student.runner`, so that an endless loop or a crash ends this and not the
command. What the file prints goes to the terminal's error stream; the protocol has a descriptor of its own.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.engine.suites import SuiteError, load_suite
from autograder.sandbox import cells
from autograder.sandbox.imports import Gate

Tell = Callable[..., None]


def main() -> None:
    """Reads the task from standard input, writes a line of news for each step to the original standard output."""
    task = json.loads(sys.stdin.readline())
    news = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    os.environ["HOMEWORK_LANG"] = task["lang"]

    def tell(**message: Any) -> None:
        news.write(json.dumps(message) + "\n")
        news.flush()

    file = Path(task["file"])
    os.chdir(file.parent)
    # Suites first: they import otter's format for real, before `import otter` in the file becomes inert.
    suites = []
    for test in task["tests"]:
        try:
            suites.append(load_suite(Path(test)))
        except SuiteError as error:
            tell(kind="broken_test", test=Path(test).stem, error=str(error))
    _run(file, suites, tell, task["skip"])


def _run(file: Path, suites: list[Any], tell: Tell, skip: list[str]) -> None:
    tell(kind="step", what="load", name="")
    try:
        found = cells.split("ipynb" if file.suffix.lower() == ".ipynb" else "py", file.read_bytes())
    except cells.UnreadableError as error:
        tell(kind="unreadable", error=str(error))
        return
    steps, faults = cells.compile_cells(found)
    for fault in faults:
        tell(kind="cell", cell=fault.cell, line=fault.line, error=fault.error)
    for name in [n for n in sys.modules if n.partition(".")[0] == "otter"]:
        del sys.modules[name]
    sys.meta_path.insert(0, _Plots())
    namespace: dict[str, Any] = {"__name__": "__main__", "__file__": str(file)}
    for step in steps:
        tell(kind="step", what="cell", name=f"{step.cell}, {step.line}")
        try:
            exec(step.code, namespace)  # noqa: S102 - the student's own file on the student's own machine
        except BaseException as error:
            tell(kind="cell", cell=step.cell, line=step.line, error=_line(error))
    for suite in suites:
        for case in suite.cases:
            if f"{suite.name}: {case.name}" in skip:
                continue
            tell(kind="step", what="case", name=f"{suite.name}: {case.name}")
            tell(kind="case", question=suite.name, case=case.name, **_case(case, namespace, found))
    tell(kind="done")


class _Plots(Gate):
    """On one's own machine every installed package may be imported; only plots and otter stand still."""

    def __init__(self) -> None:
        super().__init__(())
        self.allowed = _Everything()


class _Everything(set[str]):
    def __contains__(self, name: object) -> bool:
        return True


def _case(case: Any, namespace: dict[str, Any], found: list[cells.Cell]) -> dict[str, str]:
    missing = [p for p in case.parameters if not callable(namespace.get(p)) and p not in ("env", "rng")]
    if missing and missing[0] not in namespace and cells.defines(found, missing[0]):
        return {"outcome": "broken", "message": missing[0]}
    if missing:
        return {"outcome": "not_implemented", "message": missing[0]}
    try:
        case.run(namespace)
    except NotImplementedError:
        return {"outcome": "not_implemented", "message": ""}
    except AssertionError as error:
        return {"outcome": "failed", "message": " ".join(str(error).split())}
    except BaseException as error:
        return {"outcome": "errored", "message": _line(error)}
    return {"outcome": "passed", "message": ""}


def _line(error: BaseException) -> str:
    try:
        text = " ".join(str(error).split())
    except BaseException:
        text = ""
    return f"{type(error).__name__}: {text}"[:400]


if __name__ == "__main__":
    main()
