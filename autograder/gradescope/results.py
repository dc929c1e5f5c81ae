"""A result as Gradescope's `results.json`: what the student's page says, split by who may see it when.

Format: https://gradescope-autograders.readthedocs.io/en/latest/specs/
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from autograder.course import Homework, Text, spoken
from autograder.export.rows import Row
from autograder.export.said import Say, Speech, plain
from autograder.reports.figures import is_open
from autograder.reports.told import is_told, told
from autograder.results import SubmissionResult, WrittenResult, to_json

VISIBLE = "visible"
NO_MARK = Text(
    "The grader failed, which is no fault of yours, and there is no mark yet. Please tell the course staff.",
    "评分程序出了故障，这不是你的问题，目前还没有成绩。请告知助教。",
)


@dataclass(frozen=True)
class Handed:
    """How something was handed in.

    Attributes:
        attempt: the number, from 1.
        at: when, as Gradescope writes times.
        due: until when it was due, for this student.
    """

    attempt: int = 1
    at: str = ""
    due: str = ""

    @property
    def is_late(self) -> bool:
        """Whether it came later than due, as far as both times are known."""
        try:
            return datetime.fromisoformat(self.at) > datetime.fromisoformat(self.due)
        except (ValueError, TypeError):
            return False


def fault(reason: str) -> dict[str, Any]:
    """Instead of a result: a grader's fault is no zero, so that no score is named."""
    said = {"name": "Autograder", "status": "failed", "visibility": "hidden", "output": reason}
    return {"output": _both(NO_MARK), "visibility": VISIBLE, "stdout_visibility": "hidden", "tests": [said]}


def results_of(homework: Homework, rows: Sequence[SubmissionResult], handed: Handed) -> dict[str, Any]:
    """What Gradescope shows: public tests at once, what rests on hidden ones as the manifest says.

    Args:
        homework: the one that was graded.
        rows: of each who handed it in.
        handed: how.
    """
    row = rows[0]
    if row.status == "grader_error":
        return fault(row.message)
    later = {"never": "hidden"}.get(homework.show_hidden, homework.show_hidden)
    speech = Speech(homework, [msgspec.json.decode(to_json(row), type=Row)], spoken(homework.languages))
    said = dict(speech.questions())
    tests: list[dict[str, Any]] = []
    for question in row.questions:
        title = next(_both(spec.title) for spec in homework.questions if spec.name == question.question)
        for one in told(question).cases:
            if not one.case.hidden:
                passed = one.case.outcome == "passed"
                tests.append(_test(f"{title}: {one.case.name}", passed, one.message, VISIBLE))
        lines = [plain(line) for line in said.get(question.question, [])[1:]]
        entry = _test(title, question.status == "passed", "\n".join(lines), later)
        if not is_open(question):
            entry |= {"score": question.score, "max_score": question.max_score}
        tests.append(entry)
    titles = {written.name: _both(written.title) for written in homework.written}
    for answer in row.written:
        if not is_told(row, answer):
            continue
        words = speech.of(_written(answer))
        tests.append({"name": titles.get(answer.question, answer.question), "output": words, "visibility": VISIBLE})
    output = [*_overall(speech, row), *_handed(speech, handed)]
    results: dict[str, Any] = {
        "output": "\n".join(output),
        "output_format": "text",
        "stdout_visibility": "hidden",
        "visibility": VISIBLE,
        "tests": tests,
        "extra_data": {"graded_as": row.submission, "sandbox": row.sandbox, "file": row.made.file},
    }
    if row.status == "unreadable":
        results["score"] = 0
    return results


def _overall(speech: Speech, row: SubmissionResult) -> list[str]:
    """What is of no question, but for the score: whether that is seen now is the manifest's to say."""
    lines: list[Say] = speech.overall()
    shown = lines if row.status == "unreadable" else [lines[0], *lines[2:]]
    written = tuple(f"{answer.question} " for answer in row.written)
    return [plain(line) for line in shown if not (written and line.text.startswith(written))]


def _written(answer: WrittenResult) -> Text:
    if answer.answered:
        return Text("Answer found; it is marked by hand.", "已找到答案，由人工批改。")
    return Text("No answer found.", "没有找到答案。")


def _handed(speech: Speech, handed: Handed) -> list[str]:
    lines = [f"{speech.of(Text('Attempt', '提交次数'))}: {handed.attempt}"]
    if handed.is_late:
        lines.append(f"{speech.of(Text('Late', '迟交'))}: {handed.at}, {speech.of(Text('due', '截止'))} {handed.due}")
    return lines


def _test(name: str, passed: bool, output: str, visibility: str) -> dict[str, Any]:
    return {
        "name": name,
        "status": "passed" if passed else "failed",
        "output": output,
        "output_format": "text",
        "visibility": visibility,
    }


def _both(text: Text) -> str:
    return " / ".join(dict.fromkeys(text))
