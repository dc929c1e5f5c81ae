"""The first wrong quantity: the values of a student's variables, laid beside the named intermediates of the reference.

Pure NumPy, and the same for the staff and on a student's machine. Only what holds in every call at hand is found, and
only if nothing else would explain it as well; what is found is put into words by `first_wrong`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from autograder.diagnosis.matching import Matched
from autograder.diagnosis.quantities import RESULT, Place, Run, of_one_kind, resembles
from autograder.diagnosis.relating import How, related
from autograder.diagnosis.relations import OutOfWork, Work

# A factor may be a convention of the student's, which a later step takes back; these are none.
SPOILS: tuple[How, ...] = ("without", "divided", "times", "without-term", "plus-term")


@dataclass(frozen=True)
class First:
    """The first wrong quantity.

    Attributes:
        how: how a value of the student's is related to it; "wrong": it is returned, and wrong, and what comes before is
            right; "nothing": no variable has its value; "after": all are right, and the result is not.
        label: the reference's name; "" for what was returned.
        name: the student's variable; "" if there is none.
        place: its line; None if there is none.
        term: the factor or summand.
        right: names of what is right, in order.
        first: whether all that it is computed from is right.
        named: whether the student calls it as the reference does.
        sure: whether it is certainly meant to be this quantity.
    """

    how: How | Literal["wrong", "nothing", "after"]
    label: str
    name: str = ""
    place: Place | None = None
    term: str = ""
    right: tuple[str, ...] = ()
    first: bool = True
    named: bool = False
    sure: bool = True


def align(
    runs: Sequence[Run],
    depends: Mapping[int, frozenset[int]],
    optional: Collection[int] = (),
    work: Work | None = None,
) -> First | None:
    """The first wrong quantity; None if nothing is certain, or nothing is wrong.

    Args:
        runs: some calls, right and wrong ones.
        depends: for each declaration, those that it is computed from; in a loop, itself.
        optional: declarations that a right answer need not hold: they only name factors, or explain a value.
        work: what may be compared.
    """
    try:
        with np.errstate(all="ignore"):
            chosen = of_one_kind(runs)
            return _first(Matched(chosen, depends, optional, work or Work())) if chosen else None
    except OutOfWork:
        return None


def _first(matched: Matched) -> First | None:
    missing: list[str] = []
    passed_over = False
    for label in (*matched.declared, *matched.results):
        if matched.is_held(label):
            passed_over = passed_over or label not in matched.right
            continue
        is_result = matched.numbers[label] == RESULT
        found = related(matched, label)
        if not is_result and _is_made_right(matched, label):
            passed_over = True
            if found is None or found[1].how not in SPOILS or not _spoils(matched, label):
                continue
        if found is not None:
            candidate, relation = found
            return First(
                relation.how,
                "" if is_result else label,
                candidate.name,
                candidate.place,
                relation.term,
                tuple(name for name in matched.shown(matched.right, label) if name != candidate.name),
                first=not missing and matched.nothing_skipped(label),
                named=is_result or resembles(candidate.name, label),
                sure=candidate.sure,
            )
        if not is_result:
            missing.append(label)
    return _without_relation(matched, missing, all_right=not missing and not passed_over)


def _without_relation(matched: Matched, missing: Sequence[str], *, all_right: bool) -> First | None:
    """What can be said if no value of the student's is related to what is wrong."""
    if not matched.shown(matched.right):
        return None
    single = len(matched.results) == 1
    if missing and not matched.returned_as[missing[0]]:
        before = [label for label in matched.right if matched.order[label] < matched.order[missing[0]]]
        if matched.shown(before) and matched.is_nowhere(missing[0]):
            return First("nothing", missing[0], right=matched.shown(before))
    if all_right and single and matched.declared:
        return First("after", "", right=matched.shown(matched.right))
    wrong = [one for one in (*missing, *matched.results) if matched.returned_as[one] and not matched.is_held(one)]
    if single or not wrong:
        return None
    first = list(missing[:1]) in ([], wrong[:1]) and matched.nothing_skipped(wrong[0])
    label, name = ("", wrong[0]) if matched.numbers[wrong[0]] == RESULT else (wrong[0], "")
    return First("wrong", label, name, right=matched.shown(matched.right, wrong[0]), first=first)


def _is_made_right(matched: Matched, label: str) -> bool:
    """Whether something that is computed from a quantity is right: then the student gets there in another way."""
    return not matched.returned_as[label] and any(matched.is_right(other) for other in matched.built_on(label))


def _spoils(matched: Matched, label: str) -> bool:
    """Whether something that is computed from a quantity, and is to be held, is wrong."""
    return any(other in matched.declared and not matched.is_held(other) for other in matched.built_on(label))
