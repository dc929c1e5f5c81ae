"""A verdict as a table with a row for each question, and below it what is to be mended and how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.release.gate.verdict import Figures, Problem, Verdict

HEADER = ("question", "points", "cases", "seeds", "wrong answers", "seen by public", "mutants killed", "ms")

COLUMNS = (
    "  cases: public and hidden; seeds: that the reference and the wrong answers went through; wrong answers: those of",
    "  misconceptions/ that lose points for every seed; seen by public: of these, what public cases notice too;",
    "  mutants killed: changed references that lose points; ms: the reference once through all cases, bare",
)


def lines(verdict: Verdict, survivors: Path | None = None, drafts: Sequence[str] = ()) -> Iterator[str]:
    """The table and what is below it, line by line.

    Args:
        verdict: what was found.
        survivors: the file with entries for the mutants that survive, if there are any.
        drafts: what there is to say of drafts, which a verdict does not count.
    """
    rows = [HEADER, *map(_row, verdict.questions)] if verdict.questions else []
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(len(HEADER))]
    for row in rows:
        first, *rest = (cell.ljust(w) if c == 0 else cell.rjust(w) for c, (cell, w) in enumerate(zip(row, widths)))
        yield "  ".join((first, *rest)).rstrip()
    if rows:
        yield from COLUMNS
    for figures in verdict.questions:
        if figures.note:
            yield f"  {figures.question}: {figures.note}"
    for warning in verdict.warnings:
        yield from _problem("warning", warning)
    for problem in verdict.problems:
        yield from _problem("FAIL", problem)
    if verdict.survivors and survivors:
        yield f"mutants to kill or to list, ready to paste: {survivors}"
    yield from drafts
    yield _summary(verdict)


def _row(figures: Figures) -> tuple[str, ...]:
    mutants = "-"
    if figures.mutants:
        mutants = f"{figures.killed}/{figures.mutants}"
        mutants += f" + {figures.equivalent} equivalent" if figures.equivalent else ""
    caught = f"{figures.caught}/{figures.misconceptions}" if figures.misconceptions else "-"
    share = f"{figures.caught_by_public / figures.misconceptions:.0%}" if figures.misconceptions else "-"
    points, cases, seeds = f"{figures.points:g}", str(figures.cases or "-"), str(figures.seeds or "-")
    return figures.question, points, cases, seeds, caught, share, mutants, f"{1000 * figures.seconds:.1f}"


def _problem(kind: str, problem: Problem) -> Iterator[str]:
    where = f"{problem.question}, " if problem.question else ""
    yield f"{kind} {where}{problem.check}: {_line(problem.what)}"
    yield f"     -> {_line(problem.mend)}"


def _summary(verdict: Verdict) -> str:
    took = f"{verdict.seconds:.0f} s"
    if verdict.problems:
        return f"FAIL {verdict.homework}: {len(verdict.problems)} to mend ({took})"
    if not verdict.complete:
        names = ", ".join(figures.question for figures in verdict.questions) or "what was asked for"
        return f"ok   {verdict.homework}: {names} only; verify the whole homework before a release ({took})"
    return (
        f"ok   {verdict.homework}: over {verdict.seeds} seeds the reference earns everything, the stub nothing, "
        f"{verdict.submission_seconds:.2f} s a submission in the sandbox {verdict.sandbox!r} ({took})"
    )


def _line(text: str) -> str:
    """One line of bounded length, whatever the text."""
    plain = " ".join(text.split())
    return plain if len(plain) <= 400 else f"{plain[:397]}..."
