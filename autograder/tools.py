"""What has to be installed, for what, and how: `homework doctor` and whoever misses one say the same."""

from __future__ import annotations

import importlib.util
from typing import NamedTuple

GRADE = "pip install 'dl-homework[grade]'"
GATE = "pip install 'dl-homework[gate]'"


class Tool(NamedTuple):
    """A library: what it is installed as, what needs it, and how to come by it."""

    name: str
    needed: str
    install: str

    @property
    def missing(self) -> str:
        """What is said where it is missing."""
        return f"{self.name} is not installed: needed {self.needed}"


# By the module that is imported.
TOOLS = {
    "numpy": Tool("numpy", "by every homework", "pip install dl-homework"),
    "otter": Tool("otter-grader", "to read suites, by homework grade and verify", GRADE),
    "torch": Tool("torch", "by hidden suites whose oracle it is, and by questions that offer it", GRADE),
    "sklearn": Tool("scikit-learn", "by hidden suites whose oracle it is, and by questions that offer it", GRADE),
    "scipy": Tool("scipy", "by questions that offer it", GRADE),
    "pandas": Tool("pandas", "by questions that offer it", GRADE),
    "jupytext": Tool("jupytext", "to build handouts, by homework template, verify and release", GRADE),
    "nbformat": Tool("nbformat", "to build handouts, by homework template, verify and release", GRADE),
    "cosmic_ray": Tool("cosmic-ray", "to make mutants of references, by homework verify", GATE),
    "hatchling": Tool("hatchling", "for the wheel of this tool, by homework verify and release", GATE),
}


def is_there(module: str) -> bool:
    """Whether it is installed; nothing is imported."""
    try:
        return importlib.util.find_spec(module) is not None
    except ValueError:  # a bare module stands in for it
        return True


def tool_of(error: BaseException) -> Tool | None:
    """The tool for want of which something was not imported; None if it is not about one of ours."""
    if not isinstance(error, ModuleNotFoundError):
        return None
    return TOOLS.get((error.name or "").partition(".")[0])
