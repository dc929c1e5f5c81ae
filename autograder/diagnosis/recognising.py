"""Names mistakes by their symptoms, for functions with too many right results to compare.

A question's misconceptions file says how: `RECOGNISE` maps such a function to one of ours that looks at what the
student's did, and names one of the file's mistakes, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks.misconceptions import Shown
from autograder.diagnosis.known import Known
from autograder.diagnosis.observations import COMPARABLE, Observation, Operations, Probe, observe
from autograder.diagnosis.probes import module_operations, written_probes
from autograder.questions.loading import LoadedQuestion
from autograder.results import Diagnosis
from autograder.wire.codec import WireError

# What is asked about a function that builds a torch module.
MODULE_PROBES = (Probe([], "parameter_shapes"), Probe([], "kind"))


@dataclass(frozen=True)
class Recogniser:
    """What one function is asked, and who looks at what it did."""

    name: str
    probes: tuple[Probe, ...]
    known: dict[str, Known]
    look: Callable[[list[Shown]], str | None]

    def diagnose(self, ask: Callable[[Probe], Observation]) -> Diagnosis | None:
        """The mistake that shows, if any; None also if the function hangs or dies, which the cases say already."""
        shown = []
        for probe in self.probes:
            observation = ask(probe)
            if observation.kind not in COMPARABLE:
                return None
            try:
                result = observation.result() if observation.kind == "returned" else None
            except WireError:
                return None
            shown.append(Shown(probe.arguments(), result, observation.error, observation.changed))
        try:
            with np.errstate(all="ignore"):
                one = self.known.get(self.look(shown) or "")
        except Exception:  # a result of an odd shape has no known symptom
            return None
        return one.diagnosis(self.name) if one is not None else None

    def names(self, wrong: Callable[..., Any], seconds: float) -> str:
        """The id that it gives a wrong function of ours; empty if none."""
        operations: Operations = module_operations() if self.probes[0].operation != "call" else {}
        found = self.diagnose(lambda probe: observe(wrong, probe, seconds, operations))
        return found.misconception if found is not None else ""


def recognisers(homework: str, question: LoadedQuestion) -> dict[str, Recogniser]:
    """The recognisers of a question, by function.

    Args:
        homework: its name, which is part of the key of random probes.
        question: the question.
    """
    mistakes = question.mistakes
    found = {}
    for name, look in mistakes.looks.items():
        builds = "torch" in question.spec.packages
        probes = MODULE_PROBES if builds else tuple(written_probes(mistakes, homework, question.spec.name)[name])
        found[name] = Recogniser(name, probes, {m.id: Known.without_code(m) for m in mistakes.of(name)}, look)
    return found
