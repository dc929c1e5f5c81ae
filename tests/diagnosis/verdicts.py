"""Functions as students write them, each with the verdict a person gives; how what the engine says is held against it.

A verdict was written down before its author saw what the engine says of the function. What is told is sorted by
declarations alone:

- right: everything that the person names is told (a known mistake, or the kind of remark that stands for it);
- helpful: part of it is told, or a remark of a kind that leads to the mistake;
- vague: something true that leads nowhere;
- nothing: no word;
- misleading: a mistake that is not there, "right otherwise" to wrong values, or "wrong values" to right ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from autograder.course import find_course
from autograder.diagnosis.observations import observe
from autograder.diagnosis.probes import operations_of
from autograder.questions.loading import LoadedQuestion, load_question
from autograder.questions.trusted import execute

# Folders of functions, each written before the engine was asked about any of its own; the engine has learnt from the
# first two since, and nothing from the last.
COHORTS = {"as_written": "as written", "fresh": "fresh, 2026-12-01", "unseen": "unseen, 2026-12-01"}
Verdict = Literal["right", "helpful", "vague", "nothing", "misleading"]
VERDICTS: tuple[Verdict, ...] = ("right", "helpful", "vague", "nothing", "misleading")
# pair: two mistakes; edge: a mistake of the values, and an edge beside it; variant: one mistake, written in another way
# than the list has it; unstable: right on ordinary inputs; unlisted: a mistake that stands on no list.
KINDS = ("pair", "edge", "variant", "unstable", "unlisted")

FACTOR = {"generic-factor", "generic-some-factor", "generic-opposite"}
FAMILIES: dict[str, set[str]] = {
    "factor": FACTOR,
    "part": {"generic-part"},
    "value": FACTOR
    | {"generic-part", "generic-sign", "generic-transposed", "generic-permuted", "generic-zeros"}
    | {"generic-one-more", "generic-one-less"},
    "rows": {"generic-row-factor", "generic-row-shift", "generic-shifted"},
    "argument": {"generic-more-of-argument"},
    "function": {"generic-function-of-right"},
    "place": {"generic-right-only-where", "generic-wrong-only-where"}
    | {"generic-wrong-where-argument", "generic-wrong-at-the-end", "generic-right-only-at-the-end"},
    "precision": {"generic-precision", "generic-precision-mostly", "generic-precision-too"},
    "unstable": {"generic-nan", "generic-extremes", "generic-extremes-too", "generic-wrong-at-extremes"}
    | {"generic-raises-at-extremes"},
    "changed": {"generic-changed", "generic-changed-too"},
    "raises": {"generic-exception", "generic-exception-always", "generic-raises-integers", "generic-raises-at-edge"},
    "layers": {"generic-layers", "generic-layers-right", "generic-layers-do-not-fit", "generic-exception-in-module"},
    "random": {"generic-draws-itself"},
    "missing-error": {"generic-no-exception"},
    "shape": {"generic-shape", "generic-shape-always", "generic-extra-axis", "generic-missing-axis"},
    "edge-tie": {"generic-ties"},
}
# What says that ordinary values are wrong, and what says that they are right.
SAYS_WRONG = (
    FAMILIES["value"]
    | FAMILIES["place"]
    | FAMILIES["rows"]
    | FAMILIES["argument"]
    | FAMILIES["function"]
    | {"generic-other-value", "generic-wrong-values", "generic-nan-too"}
)
SAYS_RIGHT = {"generic-nan", "generic-extremes", "generic-wrong-at-extremes", "generic-changed"}


@dataclass(frozen=True)
class Written:
    """A function as a student writes it, with a person's verdict.

    Attributes:
        kind: one of `KINDS`.
        function: of which question's functions it is a version.
        wrong: the code.
        names: all that a person names; `a|~b` for the mistake a or else a remark of family b.
        leads: families of remarks that lead to the mistake.
        later: written after the engine had learnt from the others, and before it was asked about this one.
    """

    kind: str
    function: str
    wrong: Callable[..., Any]
    names: tuple[str, ...]
    leads: tuple[str, ...]
    later: bool = False

    @property
    def id(self) -> str:
        """What it is called in tables."""
        return f"{self.function}: {self.wrong.__name__}"

    def verdict(self, told: Sequence[str]) -> Verdict:
        """What the ids of all that is told are worth."""
        if not told:
            return "nothing"
        ordinary_are_right = self.kind == "unstable"
        known = {name for name in told if not name.startswith("generic-")}
        wanted = [set[str]().union(*(_ids(one) for one in name.split("|"))) for name in self.names]
        if known - set[str]().union(*wanted):
            return "misleading"
        if ordinary_are_right and set(told) & SAYS_WRONG:
            return "misleading"
        met = sum(bool(ids & set(told)) for ids in wanted)
        if wanted and met == len(wanted):
            return "right"
        leads = (*self.leads, "unstable") if ordinary_are_right else self.leads
        leading = set[str]().union(*(FAMILIES[family] for family in leads)) if leads else set[str]()
        if met or leading & set(told):
            return "helpful"
        if not ordinary_are_right and set(told) <= SAYS_RIGHT:
            return "misleading"
        return "vague"


def _ids(name: str) -> set[str]:
    return FAMILIES[name[1:]] if name.startswith("~") else {name}


def written(
    kind: str, *, function: str, names: tuple[str, ...] = (), leads: tuple[str, ...] = (), later: bool = False
) -> Callable[[Callable[..., Any]], Written]:
    """Puts a person's verdict on the decorated function."""
    assert kind in KINDS and (names or leads)
    return lambda wrong: Written(kind, function, wrong, names, leads, later)


def as_written(cohort: str = "as_written") -> Iterator[tuple[str, LoadedQuestion, list[Written]]]:
    """All functions of a cohort: homework, question, functions."""
    root = Path(__file__).parent / cohort
    course = find_course(root)
    for homework in course.homeworks:
        for spec in course.homework(homework).questions:
            file = root / homework / f"{spec.name}.py"
            if file.exists():
                found = [one for one in execute(file).values() if isinstance(one, Written)]
                yield homework, load_question(course, homework, spec), found


def told(question: LoadedQuestion, tables: Any, recognisers: Any, one: Written) -> list[str]:
    """The ids of what the engine says of a function."""
    from autograder.diagnosis import diagnose

    operations = operations_of(question)

    def ask(probe: Any) -> Any:
        return observe(one.wrong, probe, 5.0, operations)

    seen = recognisers[one.function].diagnose(ask) if one.function in recognisers else None
    if seen is not None:
        return [seen.misconception]
    return [d.misconception for d in diagnose(tables[one.function], ask)] if one.function in tables else []
