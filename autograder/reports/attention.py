"""Who and what deserves a look after a run: low and falling scores, changed marks, who makes which mistake."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from autograder.reports.figures import by_name, graded, is_open
from autograder.results import Change, SubmissionResult

HELP_BELOW = 0.6  # of the maximum
FALL = 0.1  # of the maximum, from the first homework to the last: less is within a homework's difficulty
_EPSILON = 1e-9


@dataclass(frozen=True)
class NeedsHelp:
    """A person who may need help.

    Attributes:
        result: of this homework.
        shares: of the maximum, in each homework in order, this one last; None where there is no score.
        low: whether this one's share is below the threshold.
        falling: see `falls`.
    """

    result: SubmissionResult
    shares: tuple[float | None, ...]
    low: bool
    falling: bool


def needs_help(
    results: Iterable[SubmissionResult],
    below: float = HELP_BELOW,
    earlier: Sequence[tuple[str, Sequence[SubmissionResult]]] = (),
) -> list[NeedsHelp]:
    """Whose share of the maximum is below the threshold or falls over the homeworks, the lowest first.

    Args:
        results: of this homework; only those whose score stands count.
        below: the threshold, as a share of the maximum.
        earlier: the names and results of other homeworks, in order. A person is found there by the id where it is
            known, else by the submission's name.
    """
    before = [{_who(row): _share(row) for row in graded(rows)} for _, rows in earlier]
    found = []
    for result in graded(results):
        here = _share(result)
        shares = (*(known.get(_who(result)) for known in before), here)
        low, falling = here is not None and here < below - _EPSILON, falls(shares)
        if low or falling:
            found.append(NeedsHelp(result, shares, low, falling))
    return sorted(found, key=lambda one: (one.shares[-1] or 0.0, one.result.submission))


def falls(shares: Iterable[float | None]) -> bool:
    """Whether no homework's share is above the one before, and the last is at least `FALL` below the first.

    Homeworks without a score are left out.
    """
    known = [share for share in shares if share is not None]
    steady = all(after <= before + _EPSILON for before, after in pairwise(known))
    return len(known) > 1 and steady and known[0] - known[-1] >= FALL - _EPSILON


def changed_last(results: Iterable[SubmissionResult]) -> tuple[str, list[tuple[SubmissionResult, Change]]]:
    """The time of the newest run that changed a mark, and what it changed, by name; `("", [])` if nothing ever did."""
    changes = [(result, change) for result in by_name(results) for change in result.changes]
    newest = max((change.at for _, change in changes), default="")
    return newest, [(result, change) for result, change in changes if change.at == newest]


def makers(results: Iterable[SubmissionResult]) -> dict[tuple[str, str], list[SubmissionResult]]:
    """Who makes which mistake, by the question and the mistake's name, over all results of it that are settled."""
    found: dict[tuple[str, str], list[SubmissionResult]] = {}
    for result in by_name(results):
        for question in result.questions:
            if not is_open(question):
                for name in dict.fromkeys(diagnosis.misconception for diagnosis in question.diagnoses):
                    found.setdefault((question.question, name), []).append(result)
    return found


def _who(result: SubmissionResult) -> tuple[str, str]:
    return ("id", result.id) if result.id else ("submission", result.submission)


def _share(result: SubmissionResult) -> float | None:
    return result.score / result.max_score if result.max_score else None
