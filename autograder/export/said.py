"""What a student's commented copy says: what the student's page says, in few lines.

Of hidden cases it says how many passed and one reason a question (`reports/told.py`); of seeds and inputs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from autograder.course import Homework, Question, Text
from autograder.export.rows import Row
from autograder.reports.escape import for_terminal
from autograder.reports.figures import number
from autograder.reports.notes import done_by, note_of
from autograder.reports.told import is_told, told
from autograder.reports.words import CATEGORIES, OUTCOMES, mistake_in
from autograder.results import Adjustment, QuestionResult, WrittenResult

LONGEST = 500  # characters of one line
MOST = 20  # lines of one message, and notes
POINTS = Text("points", "分")


@dataclass(frozen=True)
class Say:
    """A line.

    Attributes:
        text: words of ours.
        literal: what somebody's program has said, or a name of theirs.
        is_title: whether it begins a part.
    """

    text: str
    literal: str = ""
    is_title: bool = False


def plain(line: Say) -> str:
    """The line as text without line ends, or anything that cannot be seen."""
    return for_terminal(" ".join(part for part in (line.text, line.literal) if part), 2 * LONGEST)


def markdown(lines: Sequence[Say]) -> str:
    """The lines as Markdown in which nothing of a program's can become markup."""
    shown = []
    for line in lines:
        text = re.sub(r"([\\`*_<>\[\]$#|~&])", r"\\\1", for_terminal(line.text, LONGEST))
        literal = for_terminal(line.literal, LONGEST)
        fence = "`" * (1 + max((len(run) for run in re.findall("`+", literal)), default=0))
        code = f"{fence} {literal} {fence}" if "`" in literal else f"`{literal}`" if literal.strip() else ""
        joined = " ".join(part for part in (text, code) if part)
        shown.append(f"**{joined}**\n" if line.is_title else f"- {joined}")
    return "\n".join(shown)


@dataclass(frozen=True)
class Speech:
    """All that is said of a submission, in some languages."""

    homework: Homework
    rows: Sequence[Row]  # of a group each member's
    languages: tuple[str, ...] = ("en", "zh")

    def of(self, text: Text) -> str:
        """A text in these languages."""
        return " / ".join(dict.fromkeys(text[language] for language in self.languages))

    def overall(self) -> list[Say]:
        """The points altogether, and what is of no question."""
        row = self.rows[0]
        title = self.of(Text("Feedback", "评分反馈"))
        lines = [Say(f"{title}: {self.of(self.homework.title)}", is_title=True)]
        totals = {(one.score, one.max_score) for one in self.rows}
        if len(totals) == 1 and row.score is not None:
            lines.append(Say(f"{number(row.score)} / {number(row.max_score)} {self.of(POINTS)}"))
        if row.status == "unreadable":
            lines.append(Say(self.of(Text("This submission could not be read:", "提交的文件无法读取：")), row.message))
        lines += self._adjusted()
        for note in row.notes[:MOST]:
            lines.append(Say(self.of(Text("While the file was loaded:", "载入文件时：")), note))
        for written in row.written:
            if not is_told(row, written):
                continue
            points = self._points(written)
            waits = Text("not marked yet", "待批改") if written.answered else Text("no answer found", "没有找到答案")
            what = f": {self.of(waits)}" if points.startswith("–") else ""
            lines.append(Say(f"{written.question} {points}{what}"))
        return lines

    def _adjusted(self) -> Iterator[Say]:
        """What was done after grading, and what has changed since there was a mark; of a group what all have alike."""
        row = self.rows[0]
        for one in row.adjustments:
            if all(one in other.adjustments for other in self.rows):
                yield from self._adjustment(one)
        since = self.of(Text("Changed since your mark was given", "成绩公布后的改动"))
        for change in row.changes[:MOST]:
            if all(change in other.changes for other in self.rows):
                note = note_of(change)
                yield Say(f"{since} ({change.at}): {self.of(Text(note.en, note.zh))}")

    def _adjustment(self, one: Adjustment) -> Iterator[Say]:
        what = " ".join(part for part in (one.question, one.case) if part) or self.of(Text("total", "总分"))
        words, written = done_by(one)
        change = " ".join(part for part in (self.of(Text(words.en, words.zh)) if words else "", written) if part)
        effect = f" ({'+' if one.effect > 0 else ''}{number(one.effect)} {self.of(POINTS)})" if one.effect else ""
        yield Say(f"{self.of(Text('After grading', '评分之后的调整'))}: {what}: {change}{effect}")
        reason = self.of(Text(one.reason, one.zh)) if one.zh else one.reason
        yield from map(Say, _parts(reason))

    def _points(self, one: QuestionResult | WrittenResult, unit: str = "") -> str:
        """What a question has as it counts; as graded where that differs among a group: it is each one's own."""
        shown = {row.points(one) for row in self.rows}
        row = self.rows[0] if len(shown) == 1 else _as_graded(self.rows[0])
        points = row.points(one)
        return f"{points} / {row.most(one)}{unit}" if points else self.of(Text("does not count", "不计"))

    def questions(self) -> Iterator[tuple[str, list[Say]]]:
        """Each coded question that has a result, in the order of the handout."""
        found = {one.question: one for one in self.rows[0].questions}
        for spec in self.homework.questions:
            if spec.name in found:
                yield spec.name, self._question(spec, found[spec.name])

    def _question(self, spec: Question, question: QuestionResult) -> list[Say]:
        words = OUTCOMES[question.status]
        points = self._points(question, f" {self.of(POINTS)}")
        lines = [Say(f"{words.sign} {self.of(spec.title)}: {points}", is_title=True)]
        if self.homework.hints != "off":
            for diagnosis in question.diagnoses:
                full = Text(diagnosis.message.en, diagnosis.message.zh)
                hint = full if self.homework.hints == "full" else CATEGORIES[diagnosis.category]
                lines += [
                    Say(self.of(mistake_in(diagnosis.category)), diagnosis.function),
                    *(Say(hint[language]) for language in self.languages),
                ]
        said = told(question)
        if said.reason is not None:
            why = self.of(
                Text("Not every hidden test passed. The gravest reason:", "有隐藏测试未通过，其中最严重的原因：")
            )
            lines.append(Say(f"{why} {said.reason.sign} {self.of(said.reason.label)}"))
            lines += [Say("", part) for part in _parts(said.message)]
        hidden = [one for one in said.cases if one.case.hidden]
        if hidden:
            passed = sum(one.case.outcome == "passed" for one in hidden)
            lines.append(Say(f"{self.of(Text('Hidden tests passed', '通过的隐藏测试'))}: {passed} / {len(hidden)}"))
        for one in said.cases:
            if not one.case.hidden and (one.is_open or one.case.outcome != "passed"):
                what = f"{self.of(Text('Public test', '公开测试'))} ({self.of(one.words.label)}):"
                lines.append(Say(what, self.of(spec.case_name(one.case.name))))
                lines += [Say("", part) for part in _parts(one.message)]
        if not said.cases:
            lines.append(Say(self.of(words.help)))
        return lines


def _as_graded(row: Row) -> Row:
    return msgspec.structs.replace(row, adjusted={}, maxima={}, excused=())


def _parts(message: str) -> list[str]:
    return [part for part in message[: LONGEST * MOST].split("\n") if part.strip()][:MOST]
