"""The commands that make, rename and delete what a course holds: `homework new`, `rename`, `delete`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

TARGET = click.argument("target", metavar="HOMEWORK[/QUESTION]")


@click.command()
@click.argument("target", metavar="[HOMEWORK | HOMEWORK/QUESTION]", required=False)
@click.option(
    "--course", "folder", type=click.Path(path_type=Path, file_okay=False), help="A new course in this folder."
)
@click.option("--lang", "languages", multiple=True, help="Of --course: a language of it (repeatable; default: en).")
@click.option("-f", "--function", "functions", multiple=True, help="A function of it (default: the question's name).")
@click.option("--written", is_flag=True, help="A question that people mark.")
@click.option("--points", type=click.FloatRange(0, min_open=True), default=10, show_default=True, help="Its points.")
@click.option(
    "--append/--print", default=True, show_default=True, help="Put its section into the manifest, or show it."
)
def new(
    target: str | None,
    folder: Path | None,
    languages: tuple[str, ...],
    functions: tuple[str, ...],
    written: bool,
    points: float,
    append: bool,
) -> None:
    """Begin a course, a homework or a question; `homework verify` then says what is left to write."""
    if (folder is None) == (target is None):
        raise click.UsageError("say either --course DIR, or what to make: HOMEWORK, or HOMEWORK/QUESTION")
    homework, slash, question = (target or "").partition("/")
    stray = {"--lang": languages and not folder, "--function": functions and (written or not question)}
    stray["--written"] = written and not question
    stray["--print"] = not append and not question
    for option, given in stray.items():
        if given:
            raise click.UsageError(f"{option} does not go with that: homework new --help says what it is for")
    if folder is not None:
        lines = _new_course(folder, languages or ("en",))
    elif not slash:
        lines = _new_homework(homework)
    elif homework and question:
        lines = _new_question(homework, question, functions, written, points, append)
    else:
        raise click.UsageError(f"{target!r} is not of the form HOMEWORK/QUESTION")
    for line in lines:
        click.echo(line)


def _new_course(folder: Path, languages: tuple[str, ...]) -> Iterator[str]:
    from autograder.release.new_course import HOMEWORK, new_course

    course, files = new_course(folder, languages)
    yield from (f"wrote {path.as_posix()}" for path in files)
    yield f"wrote {course.template(HOMEWORK).relative_to(course.root.parent).as_posix()}/: what students get"
    yield f"\nproved at once: cd {folder.as_posix()}, then homework verify {HOMEWORK}"
    yield "then make your own: homework new HOMEWORK, homework new HOMEWORK/QUESTION"


def _new_homework(homework: str) -> Iterator[str]:
    from autograder.course import MANIFEST, find_course
    from autograder.release.scaffold import scaffold_homework

    course = find_course()
    made = scaffold_homework(course, homework)
    yield from (f"wrote {path.relative_to(course.root).as_posix()}" for path in made.files)
    yield f"added it to {MANIFEST} as a draft: write its title and what it is about, where it says TODO"
    yield f"then make its questions: homework new {homework}/QUESTION"


def _new_question(
    homework: str, question: str, functions: tuple[str, ...], written: bool, points: float, append: bool
) -> Iterator[str]:
    from autograder.course import MANIFEST, find_course
    from autograder.release.scaffold import scaffold, scaffold_written

    course = find_course()
    if written:
        made = scaffold_written(course, homework, question, points, append=append)
    else:
        made = scaffold(course, homework, question, functions, points, append=append)
    yield from (f"wrote {path.relative_to(course.root).as_posix()}" for path in made.files)
    if not made.section:
        yield "that was missing; the rest was there"
        yield f"write where it says TODO, and run until it is content: homework verify {homework} -q {question}"
        return
    if append:
        yield f"added it to {MANIFEST} as a draft: it is in no handout and no mark yet"
    else:
        yield f"\npaste behind the last question of {homework} in {MANIFEST}:\n"
        yield made.section
    yield f"write where it says TODO, and run until it is content: homework verify {homework} -q {question}"
    share = ""
    if not written and course.homework(homework).points is None:
        share = (
            f", take its {points:g} points from other questions, there and in their hidden suites, to have 100 in all"
        )
    yield f"then take draft = true out{share}, and run: homework template"


@click.command()
@TARGET
@click.argument("name")
def rename(target: str, name: str) -> None:
    """Give a homework, or a question, another NAME in the manifest and in all rooms."""
    from autograder.course import find_course
    from autograder.release import rooms

    course = find_course()
    homework, slash, question = target.partition("/")
    spec = course.homework(homework)
    if slash:
        rooms.check_question(spec, question)
    for line in rooms.rename(course, homework, question, name):
        click.echo(line)
    click.echo("hidden inputs are drawn by name: what was graded before gets others, if it is graded again")
    click.echo("now run: homework template")


@click.command()
@TARGET
@click.option("--yes", is_flag=True, help="Delete; without it, what would be deleted is shown.")
def delete(target: str, yes: bool) -> None:
    """Take a homework, or a question, out of the manifest, and delete its files in all rooms."""
    from autograder.course import MANIFEST, find_course
    from autograder.errors import NotRight
    from autograder.release import rooms

    course = find_course()
    homework, slash, question = target.partition("/")
    spec = course.homework(homework)
    if slash:
        rooms.check_question(spec, question)
        if [q.name for q in spec.questions] == [question] and not spec.draft:
            raise NotRight(
                f"{question} is the last question of {homework} that is no draft: delete {homework}, or write "
                f"draft = true into the section of {homework} in {MANIFEST} first"
            )
    if not yes:
        found = rooms.files_of(course, homework, question) if question else rooms.folders_of(course, homework)
        for path in found:
            click.echo(path.relative_to(course.root).as_posix())
        raise NotRight(f"nothing is deleted: homework delete {target} --yes deletes the {len(found)} above")
    gone = spec.draft_or_question(question)
    for line in rooms.delete(course, homework, question):
        click.echo(line)
    if spec.points is None and gone is not None and not gone.draft:
        left = f"{homework} has {100 - gone.points:g} points left of 100"
        click.echo(
            f"{left}: give them to other questions, or write points = 100 into its section, and they are weights"
        )
    click.echo("now run: homework template")
