"""The sample class: what `make demo` shows is what a person worked out for each file."""

import csv
import fcntl
import os
import subprocess
import sys
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from autograder.results import Outcome, Status, SubmissionResult, from_json

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
HOMEWORKS = ("trees", "losses", "backprop", "training", "convnets")
FILE_LIMIT, CLASS_LIMIT = 200_000, 1_500_000
# A fault of the grader is nothing that a file can show; `not_run` is the status of a question without cases.
NOT_SHOWN = {"grader_error", "not_run"}


class Graded(msgspec.Struct, frozen=True):
    """What the command wrote about the class of one homework."""

    rows: list[dict[str, str]]
    results: list[SubmissionResult]


@pytest.fixture(scope="module")
def graded(strongest, tmp_path_factory, testrun_uid):
    """Grades a homework's class with the real command, once: whichever process of this run of the tests asks first."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"classes-{testrun_uid}"
    shared.mkdir(exist_ok=True)

    def grade(homework: str) -> Graded:
        out, done = shared / homework, shared / f"{homework}.done"
        with (shared / f"{homework}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                folder = EXAMPLES / "class" / homework
                command = [sys.executable, "-m", "autograder.cli", "grade", homework, str(folder), "--out", str(out)]
                ended = subprocess.run(
                    [*command, "--sandbox", strongest], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
                )
                assert ended.returncode == 0, ended.stderr
                done.touch()
        return Graded(
            rows(out / "grades.csv"), [from_json(p.read_bytes()) for p in sorted((out / "results").glob("*.json"))]
        )

    return grade


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def marks(table: list[dict[str, str]]) -> dict[str, tuple[str, float]]:
    """Status and score by submission; what could not be read has no score, however that is written."""
    return {r["submission"]: (r["status"], float(r["score"] or 0)) for r in table}


@pytest.mark.slow
@pytest.mark.parametrize("homework", HOMEWORKS)
def test_every_submission_gets_the_marks_that_were_worked_out_for_it(homework, graded):
    assert marks(graded(homework).rows) == marks(rows(EXAMPLES / "expected" / f"{homework}.csv"))


@pytest.mark.slow
@pytest.mark.parametrize("homework", HOMEWORKS)
def test_an_answer_written_without_a_look_at_the_reference_gets_full_marks(homework, graded):
    assert any(r.score == r.max_score == 100 for r in graded(homework).results)


@pytest.mark.slow
def test_the_class_shows_every_outcome_and_every_status(graded):
    results = [result for homework in HOMEWORKS for result in graded(homework).results]
    outcomes = {case.outcome for result in results for question in result.questions for case in question.cases}
    assert outcomes == set(get_args(Outcome)) - NOT_SHOWN
    assert {result.status for result in results} == set(get_args(Status)) - NOT_SHOWN


def test_the_sample_class_stays_small():
    sizes = {p: p.stat().st_size for p in (EXAMPLES / "class").rglob("*") if p.is_file()}
    assert [p.name for p, size in sizes.items() if size > FILE_LIMIT] == []
    assert sum(sizes.values()) <= CLASS_LIMIT


def test_every_file_of_the_class_is_explained_in_the_readme():
    text = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    for homework in HOMEWORKS:
        for path in (EXAMPLES / "class" / homework).iterdir():
            assert f"`{path.name}`" in text, path
