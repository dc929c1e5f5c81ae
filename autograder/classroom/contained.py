"""Which containment a run has: trying what works here takes a process, which a run that grades nothing does without."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Literal

from autograder.course import Course, Homework
from autograder.engine.sandbox_process import LAYERS, Layer, best_layer
from autograder.results import SubmissionResult


class Containment:
    """The containment that a run was asked for, or the strongest that works here, tried when it is first needed."""

    def __init__(self, course: Course, homework: Homework, asked: Layer | Literal["auto"] = "auto") -> None:
        self._course = course
        self._homework = homework
        self._asked = asked
        self._former: Layer | None = None

    @cached_property
    def tried(self) -> Layer:
        """What student code of this run gets.

        Raises:
            SandboxUnavailable: nothing works here that contains.
        """
        if self._asked != "auto":
            return self._asked
        return best_layer(self._homework.questions[0].packages, self._course.secrets(self._homework.name))[0]

    @property
    def layer(self) -> Layer:
        """The one that counts: the former while it is supposed, else as `tried`."""
        return self._former or self.tried

    def suppose(self, results: Iterable[SubmissionResult]) -> None:
        """Supposes that what was graded before had what this run would have, unless that is known already.

        Then nothing needs to start where nothing is new.
        """
        if self._asked == "auto" and "tried" not in self.__dict__:
            counted = Counter(result.sandbox for result in results if result.status == "graded")
            most = max(counted, key=lambda layer: counted[layer], default="")
            self._former = next((layer for layer in LAYERS[:-1] if layer == most), None)

    def settle(self) -> bool:
        """Tries what was supposed; says whether it was right."""
        supposed, self._former = self._former, None
        return supposed in (None, self.tried)
