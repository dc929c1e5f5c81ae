"""Every command, from click's own account of it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping

import click

from autograder.cli import graders, instructors, main, marks, students
from autograder.student.usage import CHINESE
from homework_docs.markdown import code, paragraphs, table, text

# By person: the modules of their commands, in the order in which they are read.
PEOPLE: Mapping[str, tuple[str, ...]] = {
    "Students": (students.__name__,),
    "Graders: submissions and results": (graders.__name__,),
    "Graders: marks": (marks.__name__,),
    "Instructors": (instructors.__name__, "autograder.release.commands"),
}


def of_people() -> Iterator[tuple[str, list[click.Command]]]:
    """The commands by person; one that belongs to nobody is an error."""
    left = dict(main.commands)
    for people, modules in PEOPLE.items():
        theirs = [name for name, command in left.items() if _module(command) in modules]
        yield people, [left.pop(name) for name in theirs]
    if left:
        raise LookupError(f"in which part of the page are {', '.join(left)}? See PEOPLE")


def _module(command: click.Command) -> str:
    made = command.callback
    while made is not None and hasattr(made, "__wrapped__"):
        made = made.__wrapped__
    return made.__module__ if made is not None else ""


def commands() -> str:
    """Arguments, options and help of every command."""
    parts = []
    for people, theirs in of_people():
        parts.append(f"## {people}")
        for command in theirs:
            parts += _section(command)
    return "\n\n".join(parts)


def _section(command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=f"homework {command.name}", color=False)
    usage = re.sub(r"\s+", " ", command.get_usage(context).removeprefix("Usage: "))
    yield f"### homework {command.name}"
    yield f"```text\n{usage}\n```"
    yield paragraphs(inspect.cleandoc(command.help or ""))
    options = [option for option in command.params if isinstance(option, click.Option)]
    if options:
        yield table(("option", "what it is for"), [_row(option, context) for option in options])


def _row(option: click.Option, context: click.Context) -> tuple[str, str]:
    """An option with what it takes, and its help with the default that `--help` shows."""
    names = ", ".join((*option.opts, *option.secondary_opts))
    value = "" if option.is_flag or option.count else f" {option.make_metavar(context)}"
    chosen = option.default
    if option.secondary_opts:
        chosen = (option.opts if option.default else option.secondary_opts)[0]
    default = f" Default: {code(chosen)}." if option.show_default and chosen is not None else ""
    return code(f"{names}{value}"), f"{text(option.help or '')}{default}".strip()


def in_chinese() -> str:
    """The help of students' commands in Chinese, as `--help` shows it."""
    return "\n\n".join(f"### homework {name}\n\n```text\n{said}\n```" for name, said in CHINESE.items())
