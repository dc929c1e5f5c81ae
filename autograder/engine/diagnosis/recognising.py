"""Names mistakes by their symptoms, where a function has too many right answers for its answers to be compared.

A question's misconceptions file says how: `RECOGNISE` maps such a function to one of ours that looks at what the
student's did. What it says is a name out of the file's own, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks.misconceptions import Misconception, Shown
from autograder.engine.diagnosis.making import module_operations
from autograder.engine.diagnosis.observations import ANSWERS, Observation, Operations, Probe, observe
from autograder.engine.diagnosis.recording import written_probes
from autograder.results import Diagnosis, Message
from autograder.wire.codec import WireError

# What is asked about a function that builds a torch module.
MODULE_PROBES = (Probe([], "parameter_shapes"), Probe([], "kind"))


@dataclass(frozen=True)
class Recogniser:
    """What is asked of one function, and who looks at the answers."""

    name: str
    probes: tuple[Probe, ...]
    known: dict[str, Misconception]
    look: Callable[[list[Shown]], str | None]

    def diagnose(self, ask: Callable[[Probe], Observation]) -> Diagnosis | None:
        """The mistake that the answers show, if any; None also where one gives no answer (the cases say so)."""
        shown = []
        for probe in self.probes:
            observation = ask(probe)
            if observation.kind not in ANSWERS:
                return None
            try:
                result = observation.result() if observation.kind == "returned" else None
            except WireError:
                return None
            shown.append(Shown(probe.arguments(), result, observation.error, observation.changed))
        try:
            with np.errstate(all="ignore"):
                one = self.known.get(self.look(shown) or "")
        except Exception:  # a result of an odd shape: no known symptom
            return None
        if one is None:
            return None
        return Diagnosis(self.name, one.id, Message(one.en, one.zh), "convention" if one.convention else "value")

    def names(self, wrong: Callable[..., Any], seconds: float) -> str:
        """The id that it gives to a function of ours; empty if none."""
        operations: Operations = module_operations() if self.probes[0].operation != "call" else {}
        found = self.diagnose(lambda probe: observe(wrong, probe, seconds, operations))
        return found.misconception if found is not None else ""


def recognisers(homework: str, question: Any, namespace: dict[str, Any]) -> dict[str, Recogniser]:
    """Those of a loaded question, by function.

    Args:
        homework: its name, part of the key of random probes.
        question: the question.
        namespace: of its misconceptions file.
    """
    known = [value for value in namespace.values() if isinstance(value, Misconception)]
    found = {}
    for name, look in namespace.get("RECOGNISE", {}).items():
        builds = "torch" in question.spec.packages
        probes = MODULE_PROBES if builds else tuple(written_probes(namespace, homework, question.spec.name)[name])
        found[name] = Recogniser(name, probes, {m.id: m for m in known if m.function == name}, look)
    return found
