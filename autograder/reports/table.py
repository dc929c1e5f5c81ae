"""The class as a table on the terminal, and as aligned lines for everything that is no terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from autograder.course import Homework
from autograder.reports.escape import for_terminal
from autograder.reports.figures import answers, by_name, number, reason, standing, summarise
from autograder.reports.words import OUTCOMES, STATUSES
from autograder.results import Outcome, QuestionResult, SubmissionResult

NAME_CELLS = 32
REASON_CELLS = 120
_STATUS_STYLES = {"graded": "dim", "unreadable": "bold red", "grader_error": "bold blue"}


def class_table(homework: Homework, results: Sequence[SubmissionResult]) -> Table:
    """A row per submission, a column per question with score and mark.

    The caption sums up, says why submissions have no score, and explains the marks. The table is as long as the
    class: whoever prints it decides whether to page it.
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
        marks = [_mark(answer) for answer in answers(homework, result)]
        table.add_row(name, Text(label, style=style), _score(result), *marks)
    table.caption = Text("\n").join([Text(str(summarise(results)), style="bold"), *_reasons(results), _legend(results)])
    return table


def plain_lines(homework: Homework, results: Sequence[SubmissionResult]) -> list[str]:
    """The same as aligned text without colour: one line per submission, the summary last."""
    questions = [question.name for question in homework.questions]
    rows = [["submission", "status", "score", *questions]]
    rows += [
        [
            for_terminal(result.submission, NAME_CELLS),
            standing(result),
            _score(result),
            *(_plain(answer) for answer in answers(homework, result)),
        ]
        for result in by_name(results)
    ]
    widths = [max(cell_len(cell) for cell in column) for column in zip(*rows)]
    reasons = [text.plain for text in _reasons(results)]
    return [*(_aligned(row, widths) for row in rows), "", *reasons, str(summarise(results))]


def _reasons(results: Sequence[SubmissionResult]) -> list[Text]:
    """One line for every submission without a score."""
    lines = []
    for result in by_name(results):
        status = standing(result)
        if status != "graded":
            name, why = for_terminal(result.submission, NAME_CELLS), for_terminal(reason(result), REASON_CELLS)
            lines.append(Text(f"{STATUSES[status].en.upper()}: {name}: {why}", style=_STATUS_STYLES[status]))
    return lines


def _aligned(row: list[str], widths: list[int]) -> str:
    # CJK characters are two cells wide, so str.ljust would not align them.
    return "  ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths)).rstrip()


def _score(result: SubmissionResult) -> str:
    return number(result.score) if standing(result) == "graded" else "-"


def _mark(answer: QuestionResult | None) -> Text:
    if answer is None:
        return Text("")
    words = OUTCOMES[answer.status]
    return Text(f"{_points(answer)} {words.mark}", style=words.color)


def _plain(answer: QuestionResult | None) -> str:
    return f"{_points(answer)} {answer.status}" if answer else "-"


def _points(answer: QuestionResult) -> str:
    return "-" if answer.status == "grader_error" else number(answer.score)


def _legend(results: Sequence[SubmissionResult]) -> Text:
    """The marks that occur, with their words."""
    seen: set[Outcome] = {question.status for result in results for question in result.questions}
    shown = [words for outcome, words in OUTCOMES.items() if outcome in seen]
    return Text("  ").join(Text(f"{words.mark} {words.label.en}", style=words.color) for words in shown)
