"""Written questions of a class: answers collected without names, marks that a person entered added in.

Coded results never depend on any of this: marks are added when outputs are made, so that filling in the file
of marks grades nothing again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from autograder.classroom.answers import find_answers
from autograder.classroom.intake import Found, Received, read_bytes
from autograder.classroom.marks import Row, Sheet, WrittenError, read_sheet, updated
from autograder.course import Course, Homework, Written
from autograder.reports.written import Answer, written_page
from autograder.results import SubmissionResult, WrittenMark, WrittenResult, round_score

SCORES = "written/written_scores.csv"
SCORES_LIMIT = 16 << 20
# No vowels: no words. No digits: nothing that a spreadsheet turns into a number or a date.
_LETTERS = "bcdfghjkmnpqrstvwxz"
_CODE_LENGTH = 8


@dataclass(frozen=True)
class Marking:
    """The written answers of a class, by code.

    Attributes:
        homework: with its written questions.
        folder: where results go.
        codes: of every submission there is or was, by name.
        answers: by name, then by question; one left as it was handed out is not there.
        prompts: of the questions, in Markdown, by name and language; one that is missing is not there.
    """

    homework: Homework
    folder: Path
    codes: Mapping[str, str]
    answers: Mapping[str, Mapping[str, str]]
    prompts: Mapping[str, Mapping[str, str]]

    def sheet(self) -> tuple[bytes | None, Sheet | None]:
        """The file of marks, and what it says; None where there is none yet.

        Raises:
            WrittenError: it cannot be read, or a line of it is wrong.
        """
        path = self.folder / SCORES
        try:
            data = read_bytes(path, SCORES_LIMIT)
        except FileNotFoundError:
            return None, None
        except OSError as error:
            reason = error.strerror or error
            raise WrittenError(f"{path}: cannot be read: {reason}: close it elsewhere, or move it away") from None
        if not data.strip(b"\xef\xbb\xbf \t\r\n,;"):
            return None, None
        return data, read_sheet(data, str(path), self.homework, self.codes.values())

    def rows(self) -> list[Row]:
        """Who is to be marked: everyone with an answer, in the order of the pages."""
        rows = [Row(self.codes[name], frozenset(answers)) for name, answers in self.answers.items() if answers]
        return sorted(rows, key=lambda row: row.code)

    def pages(self, generated: str) -> dict[str, str]:
        """A page per question with all answers: relative path to text."""
        return {f"written/{w.name}.html": self._page(w, generated) for w in self.homework.written}

    def _page(self, written: Written, generated: str) -> str:
        by_code = sorted((self.codes[name], answers.get(written.name, "")) for name, answers in self.answers.items())
        return written_page(
            self.homework,
            written,
            [Answer(code, text) for code, text in by_code if text],
            [code for code, text in by_code if not text],
            self.prompts.get(written.name, {}),
            generated,
        )

    def readable(self, results: Iterable[SubmissionResult]) -> Marking:
        """The same without the answers of submissions that turned out to be unreadable."""
        unreadable = {result.submission for result in results if result.status == "unreadable"}
        answers = {name: {} if name in unreadable else found for name, found in self.answers.items()}
        return replace(self, answers=answers)


def begin_marking(
    course: Course, homework: Homework, found: Sequence[Found], before: Iterable[str], folder: Path
) -> Marking | None:
    """Collects the answers of a class; None if the homework has no written question.

    Args:
        course: gives the seed of the codes and the prompts.
        homework: one of it.
        found: what came in. What is unreadable has no answers.
        before: names graded here earlier: their codes stay known.
        folder: where results go.
    """
    if not homework.written:
        return None
    questions = [w.name for w in homework.written]
    answers = {
        item.name: find_answers(item.kind, item.source, questions) if isinstance(item, Received) else {}
        for item in found
    }
    names = {item.name for item in found} | set(before)
    prompts = {name: _prompts(course, homework, name) for name in questions}
    return Marking(homework, folder, codes(course.manifest.seed, homework.name, names), answers, prompts)


def codes(seed: int, homework: str, names: Iterable[str]) -> dict[str, str]:
    """A code for every name that shows nothing of it, the same in every run; sorted, the codes are in no order."""
    digests = {name: _letters(f"{seed}\x1f{homework}\x1f{name}") for name in names}
    short = [digest[:_CODE_LENGTH] for digest in digests.values()]
    twice = {code for code in short if short.count(code) > 1} if len(set(short)) < len(short) else set()
    cut = {name: 2 * _CODE_LENGTH if d[:_CODE_LENGTH] in twice else _CODE_LENGTH for name, d in digests.items()}
    return {name: "-".join(digest[i : i + 4] for i in range(0, cut[name], 4)) for name, digest in digests.items()}


def _letters(text: str) -> str:
    value = int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(), "big")
    letters = []
    for _ in range(2 * _CODE_LENGTH):
        value, letter = divmod(value, len(_LETTERS))
        letters.append(_LETTERS[letter])
    return "".join(letters)


def _prompts(course: Course, homework: Homework, name: str) -> dict[str, str]:
    paths = {language: course.prompt(homework.name, name, language) for language in ("en", "zh")}
    return {language: path.read_text("utf-8", "replace") for language, path in paths.items() if path.is_file()}


def add_marks(marking: Marking, sheet: Sheet | None, results: Sequence[SubmissionResult]) -> list[SubmissionResult]:
    """The results with their written questions.

    Scores count from the first mark of the homework on: from then on every submission's `max_score` holds the
    written points, and its `score` the marks it has.
    """
    counts = sheet is not None and sheet.is_marked
    total = marking.homework.max_score + sum(w.points for w in marking.homework.written)
    added = []
    for result in results:
        written = tuple(_written_result(marking, w, sheet, result.submission) for w in marking.homework.written)
        score = round_score(result.score + sum(w.score or 0.0 for w in written))
        added.append(
            msgspec.structs.replace(result, written=written, score=score, max_score=total)
            if counts
            else msgspec.structs.replace(result, written=written)
        )
    return added


def _written_result(marking: Marking, written: Written, sheet: Sheet | None, name: str) -> WrittenResult:
    entered = sheet.marks.get(marking.codes[name], {}) if sheet else {}
    marks = tuple(WrittenMark(i.name, entered.get((written.name, i.name)), i.points) for i in written.rubric)
    scores = [mark.score for mark in marks if mark.score is not None]
    answered = written.name in marking.answers.get(name, {})
    return WrittenResult(written.name, answered, round_score(sum(scores)) if scores else None, written.points, marks)


def scores_file(marking: Marking, data: bytes | None, sheet: Sheet | None) -> bytes:
    """The file of marks with a row for everyone to be marked; see `updated`."""
    return updated(data, sheet, marking.homework, marking.rows())


def progress(folder: Path, results: Iterable[SubmissionResult]) -> str:
    """How far the marking is, in one line."""
    written = [answer for result in results for answer in result.written]
    answers = sum(answer.answered for answer in written)
    marks = sum(mark.score is not None for answer in written for mark in answer.marks)
    if not answers:
        return "written answers: nobody has written one yet"
    return (
        f"written answers: {answers} to read in {folder / 'written'}; {marks} marks entered so far in "
        f"{folder / SCORES}: fill in more, then run the same command again"
    )


__all__ = ["SCORES", "Marking", "WrittenError", "add_marks", "begin_marking", "codes", "progress", "scores_file"]
