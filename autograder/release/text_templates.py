"""Texts made from the files in `templates/`: the scaffold of a question, the students' README, the setup cell."""

from __future__ import annotations

from functools import cache

import jinja2

from autograder.texts import SPOKEN


def fill(name: str, /, **values: object) -> str:
    """The text of a template.

    Args:
        name: its path below `templates/`, without `.jinja`.
        values: what its expressions stand for; one that is missing is an error.
    """
    return _environment().get_template(f"{name}.jinja").render(values)


def fill_in(language: str, name: str, /, **values: object) -> str:
    """The text of a template that exists in several languages; in English where there is none in this one.

    Args:
        language: the one that is wanted.
        name: as for `fill`, with `{}` in the place of the language.
        values: as for `fill`.
    """
    return fill(name.format(language if language in SPOKEN else SPOKEN[0]), **values)


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(  # noqa: S701  plain text and Python from our own manifest, not HTML
        loader=jinja2.PackageLoader("autograder.release"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
