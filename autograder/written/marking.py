"""Written questions of a class: answers collected without names, scores that a person entered added in.

Coded results never depend on any of this: scores are added when outputs are made, so that filling in the file
of scores runs nothing again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

import msgspec
from markupsafe import Markup

from autograder.course import Course, Homework, Written
from autograder.files import read_bytes
from autograder.reports.escape import for_terminal
from autograder.results import SubmissionResult, WrittenMark, WrittenResult, round_score
from autograder.submission import Found, Submission, Unreadable
from autograder.written.page import Answer, written_page
from autograder.written.reading import Reader, Reading
from autograder.written.sheet import Column, Row, Sheet, WrittenError, read_sheet, updated

SCORES = "written/written_scores.csv"
SCORES_LIMIT = 16 << 20
# No vowels: no words. No digits: nothing that a spreadsheet turns into a number or a date.
_LETTERS = "bcdfghjkmnpqrstvwxz"
_CODE_LENGTH = 8


Given = tuple[str, Mapping[str, float]]  # the digest of an answer, and its scores by rubric item
ANY = "*"  # in place of a digest: the scores are meant for whatever answer there is now


class Remembers(Protocol):
    """Where it is kept which answer a person has marked."""

    def codes(self) -> Mapping[str, str]:
        """The code of each submission that has one."""

    def keep_codes(self, codes: Mapping[str, str]) -> None:
        """Keeps codes."""

    def marked(self) -> Mapping[tuple[str, str], Given]:
        """By code and question, what was marked."""

    def keep_marked(self, marked: Mapping[tuple[str, str], Given]) -> None:
        """Keeps what was marked."""


@dataclass(frozen=True)
class Held:
    """Entered scores, held against the answers they were given to.

    Attributes:
        counted: by code and column, those that count.
        former: by code and question, those that were given to another text of the same person.
        given: what is to be kept: which answer each was given to.
    """

    counted: Mapping[str, Mapping[Column, float]]
    former: Mapping[tuple[str, str], Mapping[str, float]]
    given: Mapping[tuple[str, str], Given]


@dataclass(frozen=True)
class Marking:
    """The written answers of a class, by code.

    Attributes:
        homework: with its written questions.
        folder: where results go.
        codes: of every submission there is or was, by name.
        answers: HTML by name, then by question; one left as it was handed out is not there.
        problems: what went wrong in reading a submission, by name; if it has answers, they are shown as they were
            written.
        prompts: HTML of the questions, by name and language; one that is missing is not there.
        unreadable: names of those who handed in nothing that can be graded.
        marked: which answer the scores were given to: by code and question, its digest and the scores.
        published: written marks count though some are missing.
        memory: keeps codes and what was marked.
    """

    homework: Homework
    folder: Path
    codes: Mapping[str, str]
    answers: Mapping[str, Mapping[str, Markup]]
    problems: Mapping[str, str]
    prompts: Mapping[str, Mapping[str, Markup]]
    unreadable: frozenset[str] = frozenset()
    marked: Mapping[tuple[str, str], Given] = field(default_factory=dict)
    published: bool = False
    memory: Remembers | None = None

    def sheet(self) -> tuple[bytes | None, Sheet | None]:
        """The file of scores, and what it says; None where there is none yet.

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
        """Who is to be graded, in the order of the pages: everyone with an answer, or with a file that was not read."""
        rows = [Row(self.codes[name], answered) for name in self.answers if (answered := self.answered(name))]
        return sorted(rows, key=lambda row: row.code)

    def answered(self, name: str) -> frozenset[str]:
        """The questions that a person has to look at: of a file that could not be read, all."""
        if self._is_unread(name):
            return frozenset(w.name for w in self.homework.written)
        return frozenset(self.answers.get(name, {}))

    def _is_unread(self, name: str) -> bool:
        return name in self.problems and not self.answers[name]

    def notes(self) -> list[str]:
        """A line for the staff about each submission that could not be read as it should."""
        notes = []
        for name, problem in self.problems.items():
            result = (
                "not read: open its file, or run the same command again"
                if self._is_unread(name)
                else "shown as they were written"
            )
            notes.append(f"{for_terminal(name)} ({self.codes[name]}): written answers {result}: {problem}")
        return notes

    def pages(self, generated: str) -> dict[str, str]:
        """A page per question with all answers: relative path to text."""
        former = self.hold(self.sheet()[1]).former
        return {f"written/{w.name}.html": self._page(w, former, generated) for w in self.homework.written}

    def hold(self, sheet: Sheet | None) -> Held:
        """Which of the entered scores count: those given to the answer that is there now.

        A score is bound to the answer that was there when it was first seen. If the answer changes, it counts again
        once it is changed too, or confirmed.
        """
        counted: dict[str, dict[Column, float]] = {}
        former, given = {}, {}
        names = {code: name for name, code in self.codes.items() if name in self.answers}
        for code, entered in sheet.scores.items() if sheet is not None else ():
            for written in self.homework.written:
                scores = {item: score for (question, item), score in entered.items() if question == written.name}
                if not scores:
                    continue
                digest = self._digest(names[code], written.name) if code in names else None
                before = self.marked.get((code, written.name))
                if digest is None:  # of somebody whose answers nobody has read this time
                    continue
                if before is not None and before[0] not in (digest, ANY) and dict(before[1]) == scores:
                    former[code, written.name] = scores
                    continue
                given[code, written.name] = (digest, scores)
                counted.setdefault(code, {}).update({(written.name, item): score for item, score in scores.items()})
        return Held(counted, former, given)

    def _digest(self, name: str, question: str) -> str:
        """Of the text and the pictures of an answer, whatever they are set in."""
        html = self.answers.get(name, {}).get(question, "")
        text = " ".join(re.sub(r"<(?!img )[^>]*>", " ", html).split())
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def is_complete(self, held: Held) -> bool:
        """Whether every item of every answer is marked."""
        items = {written.name: [item.name for item in written.rubric] for written in self.homework.written}
        rows = self.rows()
        wanted = ((row.code, (question, item)) for row in rows for question in row.answered for item in items[question])
        return bool(rows) and all(column in held.counted.get(code, {}) for code, column in wanted)

    def keep(self) -> None:
        """Keeps which answers the entered scores were given to, and the codes."""
        if self.memory is not None:
            given = self.hold(self.sheet()[1]).given
            self.memory.keep_marked({key: one for key, one in given.items() if self.marked.get(key) != one})
            known = self.memory.codes()
            self.memory.keep_codes({name: code for name, code in self.codes.items() if name not in known})

    def _page(self, written: Written, former: Mapping[tuple[str, str], Mapping[str, float]], generated: str) -> str:
        by_code = sorted((self.codes[name], name) for name in self.answers)
        told = {name for name in self.answers if name in self.unreadable or self._is_unread(name)}
        read = [(code, self.answers[name].get(written.name)) for code, name in by_code if name not in told]
        return written_page(
            self.homework,
            written,
            [Answer(code, html, tuple(former.get((code, written.name), {}).items())) for code, html in read if html],
            [code for code, html in read if not html],
            [code for code, name in by_code if self._is_unread(name)],
            [code for code, name in by_code if name in self.unreadable],
            self.prompts.get(written.name, {}),
            generated,
        )

    def readable(self, results: Iterable[SubmissionResult]) -> Marking:
        """The same without the answers of submissions that turned out to be unreadable."""
        unreadable = {result.submission for result in results if result.status == "unreadable"}
        answers = {name: {} if name in unreadable else found for name, found in self.answers.items()}
        problems = {name: problem for name, problem in self.problems.items() if name not in unreadable}
        return replace(self, answers=answers, problems=problems, unreadable=self.unreadable | unreadable)


def begin_marking(
    course: Course,
    homework: Homework,
    found: Sequence[Found],
    before: Iterable[str],
    folder: Path,
    reader: Reader,
    *,
    memory: Remembers | None = None,
    former: Mapping[str, str] | None = None,
    published: bool = False,
) -> Marking | None:
    """Collects the answers of a class; None if the homework has no written question.

    Args:
        course: gives the seed of the codes and the prompts.
        homework: one of it.
        found: what came in. What is unreadable has no answers.
        before: names graded here earlier: their codes stay known.
        folder: where results go.
        reader: reads the submissions; it is not used if there is nothing to read.
        memory: keeps codes and what was marked.
        former: of submissions that were called otherwise, what they were called: their codes stay.
        published: written marks count though some are missing.

    Raises:
        SandboxUnavailable, SandboxGone: no reader can be started.
    """
    if not homework.written:
        return None
    questions = [w.name for w in homework.written]
    readings = {
        item.name: reader.read(item, questions) if isinstance(item, Submission) else Reading({}) for item in found
    }
    former = former or {}
    names = ({item.name for item in found} | set(before)) - set(former.values())
    known = dict(memory.codes()) if memory is not None else {}
    known |= {name: known[old] for name, old in former.items() if old in known}
    known |= {
        name: code for name, code in codes(course.manifest.seed, homework.name, names).items() if name not in known
    }
    return Marking(
        homework,
        folder,
        known,
        answers={name: reading.answers for name, reading in readings.items()},
        problems={name: reading.problem for name, reading in readings.items() if reading.problem},
        prompts={name: _prompts(course, homework, name, reader) for name in questions},
        unreadable=frozenset(item.name for item in found if isinstance(item, Unreadable)),
        marked=memory.marked() if memory is not None else {},
        published=published,
        memory=memory,
    )


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


def _prompts(course: Course, homework: Homework, name: str, reader: Reader) -> dict[str, Markup]:
    paths = {language: course.prompt(homework.name, name, language) for language in homework.languages}
    texts = {language: path.read_text("utf-8", "replace") for language, path in paths.items() if path.is_file()}
    return dict(zip(texts, reader.render(list(texts.values()))))


class Scores:
    """What was marked by hand, to be added to results.

    Written marks are provisional, and stand beside the coded score, until every answer of the class is marked or
    somebody publishes them: from then on every submission's `max_score` holds the written points, and its `score` those
    it has.
    """

    def __init__(self, marking: Marking, sheet: Sheet | None) -> None:
        self._marking = marking
        self._held = marking.hold(sheet)
        self._count = bool(self._held.counted) and (marking.published or marking.is_complete(self._held))

    def added_to(self, result: SubmissionResult) -> SubmissionResult:
        """The result with its written questions."""
        marking = self._marking
        homework = marking.homework
        written = tuple(_written_result(marking, w, self._held, result.submission) for w in homework.written)
        if not self._count:
            return msgspec.structs.replace(result, written=written, provisional=True)
        score = round_score(result.score + sum(w.score or 0.0 for w in written))
        total = homework.max_score + sum(w.points for w in homework.written)
        return msgspec.structs.replace(result, written=written, score=score, max_score=total)


def add_scores(marking: Marking, sheet: Sheet | None, results: Sequence[SubmissionResult]) -> list[SubmissionResult]:
    """The results with their written questions."""
    scores = Scores(marking, sheet)
    return [scores.added_to(result) for result in results]


def _written_result(marking: Marking, written: Written, held: Held, name: str) -> WrittenResult:
    entered = held.counted.get(marking.codes[name], {}) if name in marking.codes else {}
    items = tuple(WrittenMark(i.name, entered.get((written.name, i.name)), i.points) for i in written.rubric)
    scores = [item.score for item in items if item.score is not None]
    answered = written.name in marking.answered(name)
    return WrittenResult(written.name, answered, round_score(sum(scores)) if scores else None, written.points, items)


def scores_file(marking: Marking, data: bytes | None, sheet: Sheet | None) -> bytes:
    """The file of scores with a row for everyone to be graded; see `updated`."""
    return updated(data, sheet, marking.homework, marking.rows())


def progress(folder: Path, results: Iterable[SubmissionResult]) -> str:
    """How far the grading by hand is, in one line."""
    submissions = {result.group or result.submission: result for result in results}  # a group has one
    written = [answer for result in submissions.values() for answer in result.written]
    answers = sum(answer.answered for answer in written)
    scores = sum(item.score is not None for answer in written for item in answer.marks)
    if not answers:
        return "written answers: nobody has written one yet"
    if all(result.provisional for result in submissions.values()):
        more = "they count once all are entered, or with --publish-written"
    else:
        more = "they count"
    return (
        f"written answers: {answers} to read in {folder / 'written'}; {scores} scores entered so far in "
        f"{folder / SCORES} ({more}): fill in more, then run the same command again"
    )


__all__ = [
    "ANY",
    "SCORES",
    "Held",
    "Marking",
    "WrittenError",
    "add_scores",
    "begin_marking",
    "codes",
    "progress",
    "scores_file",
]
