"""Grades a class into a folder: intake, store, pool, files."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from autograder.classroom import pool
from autograder.classroom.intake import Found, Received, Unreadable, collect, normal
from autograder.classroom.store import Store, StoreError, key_of, write
from autograder.classroom.written import SCORES, Marking, add_marks, begin_marking, scores_file
from autograder.course import Course, Homework
from autograder.engine.grader import Submission
from autograder.engine.homeworks import LoadedHomework, load_homework
from autograder.engine.sandbox_process import Layer, best_layer
from autograder.reports.escape import file_names
from autograder.reports.grades_csv import grades_csv
from autograder.reports.html import class_report
from autograder.results import SubmissionResult, to_json


@dataclass(frozen=True)
class Plan:
    """What is to be done: all that came in, and which of it has no result yet."""

    loaded: LoadedHomework
    layer: Layer
    seed: int
    found: list[Found]
    kept: dict[str, SubmissionResult]
    todo: list[Received]


def plan_class(
    course: Course,
    homework: str,
    paths: list[Path],
    store: Store,
    *,
    seed: int | None,
    sandbox: Layer | Literal["auto"],
) -> Plan:
    """Collects the submissions, loads the homework, chooses the containment, asks the store what is new.

    Raises:
        CourseError, SuiteError, IntakeError, SandboxUnavailable: see there.
    """
    spec = course.homework(homework)
    found = collect(paths, homework, untouched_forms(course, homework), store.folder)
    loaded = load_homework(course, homework)
    layer = best_layer(spec.questions[0].packages, loaded.secrets)[0] if sandbox == "auto" else sandbox
    chosen = course.manifest.seed if seed is None else seed
    kept: dict[str, SubmissionResult] = {}
    todo: list[Received] = []
    for item in found:
        if isinstance(item, Unreadable):
            kept[item.name] = unreadable_result(spec, item, layer, chosen)
            continue
        result = store.get(item.name, _key(loaded, chosen, layer, item))
        if result is None:
            todo.append(item)
        else:
            kept[item.name] = result
    return Plan(loaded, layer, chosen, found, kept, todo)


def untouched_forms(course: Course, homework: str) -> frozenset[bytes]:
    """The handout as released, in both its forms: a folder handed in whole may hold one of them untouched."""
    folder = course.template(homework)
    forms = [folder / f"{homework}{suffix}" for suffix in (".py", ".ipynb")]
    return frozenset(normal(form.read_bytes()) for form in forms if form.is_file())


def grade_class(
    plan: Plan, store: Store, workers: int, progress: Callable[[SubmissionResult], None], log: Callable[[str], None]
) -> list[SubmissionResult]:
    """Grades what is to do, each result into the store as it comes; returns all results by name.

    Raises:
        PoolError, StoreError: see there.
    """
    results = dict(plan.kept)
    if plan.todo:
        plan.loaded.tables.prepare(plan.loaded.questions)  # once, before workers are forked
    work = [(Submission(item.name, item.kind, item.source), plan.seed) for item in plan.todo]
    for position, result in pool.run(plan.loaded, plan.layer, work, workers, log):
        store.put(_key(plan.loaded, plan.seed, plan.layer, plan.todo[position]), result)
        results[result.submission] = result
        progress(result)
    return [results[name] for name in sorted(results)]


def plan_marking(plan: Plan, store: Store, folder: Path) -> Marking | None:
    """Collects the written answers, if the homework asks for any.

    Raises:
        WrittenError: a line in the file of marks is wrong; better told before grading than after.
    """
    marking = begin_marking(plan.loaded.course, plan.loaded.spec, plan.found, store.submissions(), folder)
    if marking is not None:
        marking.sheet()
    return marking


def write_outputs(
    folder: Path,
    homework: Homework,
    results: list[SubmissionResult],
    generated: str,
    marking: Marking | None = None,
) -> list[SubmissionResult]:
    """Writes `grades.csv`, `results/*.json` and the report, each whole or not at all; removes what is stale.

    Returns:
        The results as written: with the marks of written questions.

    Raises:
        StoreError: a file cannot be written.
        WrittenError: a line in the file of marks is wrong; nothing is written.
    """
    pages: dict[str, str] = {}
    if marking is not None:
        marking = marking.readable(results)
        data, sheet = marking.sheet()
        scores = scores_file(marking, data, sheet)
        if scores != data:
            write(folder / SCORES, scores)
        results = add_marks(marking, sheet, results)
        pages = marking.pages(generated)
    pages |= class_report(homework, results, generated)
    names = file_names(r.submission for r in results)
    files = {f"results/{names[r.submission]}.json": to_json(r) for r in results}
    files |= {name: text.encode("utf-8", "backslashreplace") for name, text in pages.items()}
    files["grades.csv"] = grades_csv(homework, results).encode("utf-8", "backslashreplace")
    for name, data in files.items():
        path = folder / name
        if not (path.is_file() and path.read_bytes() == data):
            write(path, data)
    for pattern in ("results/*.json", "students/*.html", "written/*.html"):
        for path in folder.glob(pattern):
            if path.relative_to(folder).as_posix() not in files:
                path.unlink(missing_ok=True)
    return results


def unreadable_result(homework: Homework, item: Unreadable, layer: Layer, seed: int) -> SubmissionResult:
    """The record of something that is no submission."""
    return SubmissionResult(
        submission=item.name,
        homework=homework.name,
        status="unreadable",
        sandbox=layer,
        seed=seed,
        score=0.0,
        max_score=homework.max_score,
        message=item.reason,
    )


def default_workers() -> int:
    """One per core that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _key(loaded: LoadedHomework, seed: int, layer: Layer, item: Received) -> str:
    return key_of(loaded.digest, seed, layer, item.kind, item.source)


__all__ = ["Plan", "StoreError", "default_workers", "grade_class", "plan_class", "plan_marking", "write_outputs"]
