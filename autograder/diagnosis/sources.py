"""A deviation in one function that others call is told once: where it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autograder.diagnosis import wording
from autograder.results import Diagnosis

Told = Mapping[str, Sequence[Diagnosis]]  # by function
# What passes from a called function to what its caller returns; a missing return, a shape or a changed argument is the
# caller's own.
PASSES = {"value": "value", "convention": "value", "stability": "stability", "exception": "exception"}
# These name no cause: they give way to where it comes from.
VAGUE = ("generic-wrong-values", "generic-other-value", "generic-part")


def at_their_sources(told: Told, reached: Mapping[str, Sequence[str]]) -> dict[str, tuple[Diagnosis, ...]]:
    """What is said of each function; of one that calls a wrong one, last, to begin there, if it may come from there.

    It may if both were told the same kind of thing. What was said of the caller stays, but for what names no cause.

    Args:
        told: what is known of each function that fails its own tests.
        reached: the functions that each of them calls.
    """
    wrong = {name for name, said in told.items() if said}
    found: dict[str, tuple[Diagnosis, ...]] = {}
    for name, said in told.items():
        called = [other for other in reached.get(name, ()) if other in wrong and other != name]
        roots = [other for other in called if not (wrong & set(reached.get(other, ()))) - {other}]
        source = next((other for other in roots if _kinds(said) & _kinds(told[other])), None)
        if source is None or any(one.category == "shape" for one in said):
            found[name] = tuple(said)
            continue
        own = [one for one in said if one.misconception not in VAGUE]
        last = Diagnosis(name, "generic-through", wording.through(source), told[source][0].category)
        found[name] = (*own, last)
    return found


def _kinds(said: Sequence[Diagnosis]) -> set[str]:
    return {PASSES[one.category] for one in said if one.category in PASSES}
