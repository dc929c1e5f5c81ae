"""A deviation in one function that others call is told once: where it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autograder.diagnosis import wording
from autograder.results import Diagnosis

Told = Mapping[str, Sequence[Diagnosis]]  # by function


def at_their_sources(told: Told, reached: Mapping[str, Sequence[str]]) -> dict[str, tuple[Diagnosis, ...]]:
    """What is said of each function, where a function that calls a wrong one is told to begin there.

    What was said of it in general gives way to that if the called function was told the same kind of thing: it is the
    same deviation seen from further away. A name stays.

    Args:
        told: what is known of each function that fails its own tests.
        reached: the functions that each of them calls.
    """
    wrong = {name for name, said in told.items() if said}
    found: dict[str, tuple[Diagnosis, ...]] = {}
    for name, said in told.items():
        called = [other for other in reached.get(name, ()) if other in wrong and other != name]
        roots = [other for other in called if not (wrong & set(reached.get(other, ()))) - {other}]
        if not said or not roots:
            found[name] = tuple(said)
            continue
        source = roots[0]
        kinds = {one.category for one in told[source]}
        own = [one for one in said if not (one.misconception.startswith("generic-") and one.category in kinds)]
        first = Diagnosis(name, "generic-through", wording.through(source), told[source][0].category)
        found[name] = (first, *own)
    return found
