"""Students' commands: `check`, `status`, `pack`, `hint`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from autograder.cli.group import main
from autograder.cli.terminal import is_terminal
from autograder.errors import Exit


class _ForStudents(click.Command):
    """Its help is in the student's language."""

    def get_help(self, ctx: click.Context) -> str:
        """The page that `--help` shows."""
        from autograder.student.finding import language
        from autograder.student.usage import CHINESE

        return CHINESE[self.name or ""] if language(None) == "zh" else super().get_help(ctx)


_TARGET = click.argument("target", required=False, type=click.Path(path_type=Path), metavar="[FILE]")


_LANG = click.option("--lang", type=click.Choice(["en", "zh"]), help="Language of the messages.")


@main.command(cls=_ForStudents)
@_TARGET
@click.option("-q", "--question", "questions", multiple=True, help="Only this question or function (repeatable).")
@click.option("--watch", is_flag=True, help="Check again whenever the file is saved.")
@_LANG
def check(target: Path | None, questions: tuple[str, ...], watch: bool, lang: str | None) -> None:
    """Run the public tests on your own file (a .py, an .ipynb, or the homework's folder)."""
    from autograder.student import finding, progress
    from autograder.student.check import written_answers
    from autograder.student.show import show

    language = finding.language(lang)
    found = finding.look(target, language)
    tests = finding.choose(found.file, found.tests, questions, language)
    click.echo(found.said(language))
    if watch:
        from autograder.student.live import live

        live(found, questions, language)
        sys.exit(Exit.DONE)
    checked = progress.check(found.file, tests, language)
    if not checked.unreadable:
        wanted = {finding.resolve(name, found.file, found.tests, language) for name in questions}
        every = written_answers(found.file, found.tests)
        checked.written = [news for news in every if not wanted or news.question in wanted]
    show(checked, language)
    sys.exit(Exit.DONE if checked.fine else Exit.NOT_RIGHT)


@main.command(cls=_ForStudents)
@_TARGET
@_LANG
def status(target: Path | None, lang: str | None) -> None:
    """Show how far you are: a line for each question, the points within reach, and what is next."""
    from autograder.student import status as way

    language, _, _, lines = _looked_over(target, lang, "status")
    if is_terminal():
        for text, colour in way.shown(lines, language):
            click.secho(text, fg=colour)
    else:
        for text in way.plain(lines, language):
            click.echo(text)


@main.command(cls=_ForStudents)
@_TARGET
@click.option("--name", default="", help="What the file is to be called, as 学号_姓名.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for it (default: hand-in/).")
@_LANG
def pack(target: Path | None, name: str, out: Path | None, lang: str | None) -> None:
    """Write the one file to hand in, and a receipt; says what you should look at before."""
    from datetime import datetime

    from autograder.student import pack as packing
    from autograder.student.layers import asked

    language, found, checked, lines = _looked_over(target, lang, "pack")
    hints = asked(found.tests)
    packed = packing.pack(checked, found.tests, lines, hints, datetime.now().astimezone(), name, language)
    for line in packed.receipt:
        click.echo(line)
    click.echo()
    for line in packing.write(packed, found.tests, out or packing.folder_of(found.file), language):
        click.echo(line)


@main.command(cls=_ForStudents)
@click.argument("question")
@_TARGET
@click.option("--again", is_flag=True, help="Show what was shown before, and no more.")
@_LANG
def hint(question: str, target: Path | None, again: bool, lang: str | None) -> None:
    """Show the next hint to QUESTION: what to look at, then the concept, then the step."""
    from autograder.student import finding, layers

    language = finding.language(lang)
    found = finding.look(target, language)
    name = finding.resolve(question, found.file, found.tests, language)
    for line in layers.ask(found.tests, name, language, again=again):
        click.echo(line)


def _looked_over(target: Path | None, lang: str | None, verb: str) -> tuple[str, Any, Any, Any]:
    """A student's file with all its tests run: the language, what was found, what it came to, a line a question."""
    from autograder.questions.handout import read_handout_file
    from autograder.student import check as student
    from autograder.student import finding, progress, status

    language = finding.language(lang)
    found = finding.look(target, language)
    click.echo(found.said(language, verb), err=not is_terminal())
    checked = progress.check(found.file, finding.order(found.file, found.tests), language)
    if checked.unreadable:
        colon = "：" if language == "zh" else ": "
        raise finding.CheckError(f"{found.file.name}{colon}{checked.unreadable}")
    checked.written = student.written_answers(found.file, found.tests)
    handout = read_handout_file(found.tests)
    points, titles = (handout.points, handout.titles) if handout is not None else ({}, {})
    return language, found, checked, status.lines_of(checked, points, language, titles)
