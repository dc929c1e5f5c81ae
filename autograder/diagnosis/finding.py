"""Something that can be said of a function, and the probe that shows it."""

from __future__ import annotations

from typing import NamedTuple

from autograder.results import Diagnosis


class Finding(NamedTuple):
    """A statement; `place` is the position of a probe that shows it, to see which line of the student's answers it."""

    diagnosis: Diagnosis
    place: int | None = None
