"""Folders of results as `homework grade` leaves them, without grading anybody."""

import json

from autograder.reports.escape import file_names
from autograder.results import CaseResult, QuestionResult, SubmissionResult, to_json, worst


def question(name, score, most, *cases):
    return QuestionResult(name, score, most, worst([case.outcome for case in cases]) if cases else "passed", cases)


def row(submission, score=60.0, status="graded", **more):
    asked = (question("square", score, 40), question("mean_and_std", 0, 35)) if status == "graded" else ()
    fields = {"max_score": 100.0, "questions": asked, "sandbox": "core", "seed": 987654321} | more
    known = "graded" if status == "excused" else status
    return SubmissionResult(submission=submission, homework="mini", status=known, score=score, **fields), status


def results(folder, *rows):
    """Writes rows; `excused` is written as text, whatever this version knows of it."""
    (folder / "results").mkdir(parents=True)
    names = file_names(result.submission for result, _ in rows)
    for result, status in rows:
        content = json.loads(to_json(result)) | {"status": status}
        (folder / "results" / f"{names[result.submission]}.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


HIDDEN = CaseResult("hidden one", True, 20, "failed", "wrong at [0]")
