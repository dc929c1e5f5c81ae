"""The class on a terminal, where it fits, and as tab-separated lines anywhere else."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from autograder.course import Homework
from autograder.reports.escape import for_terminal
from autograder.reports.figures import by_name, coded_results, is_open, number, reason, score_text, standing, summarise
from autograder.reports.people import is_late, known_of, person
from autograder.reports.words import OUTCOMES, STATUSES
from autograder.results import Outcome, QuestionResult, SubmissionResult

NAME_CELLS = 32
REASON_CELLS = 400  # a few lines: what to do stands at the end of a reason
_GAP = "  "
_STATUS_STYLES = {
    "graded": "dim",
    "unreadable": "bold red",
    "grader_error": "bold blue",
    "absent": "dim",
    "excused": "dim",
}


def class_table(homework: Homework, results: Sequence[SubmissionResult], width: int) -> Text:
    """A line for each person: the score, and what is not right as far as the width goes.

    Below stand the summary and why submissions have no score. No line of a person is wider than `width`, which
    should be 60 or more.
    """
    rows = by_name(results)
    names = [for_terminal(result.submission, min(NAME_CELLS, width // 3)) for result in rows]
    scores = [score_text(result) for result in rows]
    first = max(cell_len(cell) for cell in ["submission", *names])
    second = max(len(cell) for cell in ["score", *scores])
    room = max(width - first - second - 2 * len(_GAP), 1)
    lines = [Text(for_terminal(f"{homework.name}: {homework.title.en}", width), style="italic")]
    lines += [_line("submission", "score", Text("not right"), first, second, style="bold")]
    for result, name, score in zip(rows, names, scores):
        wrong = _not_right(homework, result)
        wrong.truncate(room, overflow="ellipsis")
        style = _STATUS_STYLES[standing(result)] if standing(result) != "graded" else ""
        lines.append(_line(name, score, wrong, first, second, style=style))
    return Text("\n").join([*lines, Text(), Text(str(summarise(results)), style="bold"), *_reasons(results)])


def wide_table(homework: Homework, results: Sequence[SubmissionResult]) -> Table:
    """A row for each person, a column for each question with score and sign; a row may need several lines.

    The caption sums up, says why submissions have no score, and explains the signs. The table is as long as the
    class; paging it is up to the caller.
    """
    table = Table(
        title=Text(f"{homework.name}: {homework.title.en}"),
        title_justify="left",
        caption_justify="left",
        caption_style="none",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
    )
    table.add_column("submission", overflow="fold")
    table.add_column("status")
    table.add_column("score", justify="right", no_wrap=True)
    for question in homework.questions:
        # A long name stands on several lines: `batch_` over `norm`.
        table.add_column(Text(question.name.replace("_", "_\n")), justify="right", overflow="fold")
    for result in by_name(results):
        status = standing(result)
        style = _STATUS_STYLES[status]
        name = Text(for_terminal(result.submission, NAME_CELLS), style="" if status == "graded" else style)
        label = STATUSES[status].en if status == "graded" else STATUSES[status].en.upper()
        label = ", ".join([label, *_when(result)])
        cells = [_cell(question) for question in coded_results(homework, result)]
        table.add_row(name, Text(label, style=style), score_text(result), *cells)
    table.caption = Text("\n").join([Text(str(summarise(results)), style="bold"), *_reasons(results), _legend(results)])
    return table


def plain_lines(homework: Homework, results: Sequence[SubmissionResult]) -> list[str]:
    """The class for a pipe: a header, a line for each person, and the summary behind `# `.

    The cells of a line are separated by tabs, and no cell holds one: submission; what is known of people, each column
    only if it is known of anybody; status, score, max_score; for each question the points and the worst outcome, or a
    dash; and, of those without a score, the reason.
    """
    rows = by_name(results)
    known = known_of(rows)
    questions = [question.name for question in homework.questions]
    lines = [["submission", *known, "status", "score", "max_score", *questions, "reason"]]
    for result in rows:
        status = standing(result)
        cells = [result.submission, *person(result, known)]
        lines.append(
            [
                *(for_terminal(cell, NAME_CELLS) for cell in cells),
                status,
                score_text(result),
                number(result.max_score),
                *(_plain(question) for question in coded_results(homework, result)),
                "" if status == "graded" else for_terminal(reason(result), REASON_CELLS),
            ]
        )
    return [*("\t".join(cells) for cells in lines), f"# {summarise(results)}"]


def _line(name: str, score: str, rest: Text, first: int, second: int, style: str) -> Text:
    # CJK characters are two cells wide, so str.ljust would not align them.
    start = name + " " * (first - cell_len(name)) + _GAP + score.rjust(second) + _GAP
    line = Text(start, style=style).append_text(rest)
    line.rstrip()
    return line


def _not_right(homework: Homework, result: SubmissionResult) -> Text:
    """The status unless graded, whether it came late or again, and each question that lost points."""
    status = standing(result)
    parts = [] if status == "graded" else [Text(STATUSES[status].en.upper(), style=_STATUS_STYLES[status])]
    parts += [Text(mark, style="yellow") for mark in _when(result)]
    if result.questions:
        for spec, question in zip(homework.questions, coded_results(homework, result)):
            if question is None:
                parts.append(Text(f"{spec.name} -/{number(spec.points)} no result", style="dim"))
            elif question.status != "passed":
                points = f"{_points(question)}/{number(question.max_score)}"
                outcome = question.status.replace("_", " ")
                parts.append(Text(f"{spec.name} {points} {outcome}", style=OUTCOMES[question.status].color))
    return Text(", ").join(parts)


def _when(result: SubmissionResult) -> list[str]:
    """What is out of the ordinary about when it was handed in."""
    again = [f"attempt {result.made.attempt}"] if result.made.attempt > 1 else []
    return [*(["late"] if is_late(result) else []), *again]


def _reasons(results: Sequence[SubmissionResult]) -> list[Text]:
    """One line for every submission without a score."""
    lines = []
    for result in by_name(results):
        status = standing(result)
        if status != "graded":
            name, why = for_terminal(result.submission, NAME_CELLS), for_terminal(reason(result), REASON_CELLS)
            lines.append(Text(f"{STATUSES[status].en.upper()}: {name}: {why}", style=_STATUS_STYLES[status]))
    return lines


def _cell(question: QuestionResult | None) -> Text:
    if question is None:
        return Text("")
    words = OUTCOMES[question.status]
    return Text(f"{_points(question)} {words.sign}", style=words.color)


def _plain(question: QuestionResult | None) -> str:
    return f"{_points(question)} {question.status}" if question else "-"


def _points(question: QuestionResult) -> str:
    return "-" if is_open(question) else number(question.score)


def _legend(results: Sequence[SubmissionResult]) -> Text:
    """The signs that occur, with their words."""
    seen: set[Outcome] = {question.status for result in results for question in result.questions}
    shown = [words for outcome, words in OUTCOMES.items() if outcome in seen]
    return Text("  ").join(Text(f"{words.sign} {words.label.en}", style=words.color) for words in shown)
