"""Whether something else is called `autograder` as well: a distribution that installs it, or a file here."""

from __future__ import annotations

from importlib.machinery import PathFinder
from importlib.metadata import packages_distributions
from pathlib import Path

import autograder

NAME, OURS = "autograder", "dl-homework"
APART = "keep it and dl-homework in environments of their own"


def others() -> list[str]:
    """What else takes the name of our package, each with what to do. Reads the metadata of all that is installed."""
    installed = sorted({name for name in packages_distributions().get(NAME, ()) if _plain(name) != OURS})
    said = [f"{name} installs a package of the same name, `{NAME}`: {APART}" for name in installed]
    # A notebook or a script here finds it first. A course's folder of suites has no __init__.py: it hides nobody.
    here = Path(autograder.__file__).resolve()
    found = PathFinder.find_spec(NAME, [str(Path.cwd())])
    if found is not None and found.origin is not None and Path(found.origin).resolve() != here:
        said.append(
            f"{found.origin} has the same name, `{NAME}`, and is imported instead by what runs there: rename it"
        )
    return said


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")
