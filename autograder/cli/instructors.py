"""Instructors' commands: `new`, `rename`, `delete`, `verify`, `release`, `template`, `cache`."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import Any

import click

from autograder.cli.group import main
from autograder.cli.terminal import log, progress_bar, sandbox_option
from autograder.errors import Exit
from autograder.release import commands


@main.command()
@click.argument("homeworks", nargs=-1)
@click.option("-q", "--question", "questions", multiple=True, help="Only this question of one homework (repeatable).")
@click.option(
    "--seeds", type=click.IntRange(1, 1000), default=50, show_default=True, help="So often hidden inputs are drawn."
)
@click.option("--jobs", type=click.IntRange(1, 256), help="Side by side (default: one per core).")
@sandbox_option("student code")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Where one homework's verdict goes.")
@click.option(
    "--install/--no-install",
    default=True,
    help="Install the student's zip afresh (default), or leave that out and say so.",
)
def verify(
    homeworks: tuple[str, ...],
    questions: tuple[str, ...],
    seeds: int,
    jobs: int | None,
    sandbox: Any,
    out: Path | None,
    install: bool,
) -> None:
    """The release gate: prove a homework's reference, stub, suites, named wrong answers and prompts."""
    from autograder.classroom.grade import default_workers
    from autograder.course import find_course
    from autograder.files import check_writable
    from autograder.release import gate
    from autograder.release.gate.verdict_table import lines

    if (questions or out) and len(homeworks) != 1:
        raise click.UsageError("--question and --out go with exactly one homework")
    course = find_course()
    names = homeworks or course.names
    paths = {name: out or gate.verdict_path(course, name) for name in names}
    for name, path in paths.items():  # said before an hour's work, not after it
        course.homework(name)
        if not questions:
            check_writable(path)
    sound = True
    for name, path in paths.items():
        with contextlib.ExitStack() as stack:
            verdict = gate.verify(
                course,
                name,
                seeds=seeds,
                sandbox=sandbox,
                workers=jobs or default_workers(),
                questions=questions,
                install=install,
                start=lambda total, name=name: stack.enter_context(progress_bar(total, f"verifying {name}")),  # type: ignore[misc]
                log=log,
            )
        for line in lines(verdict, gate.survivors_path(path), gate.draft_lines(course.homework(name))):
            click.echo(line)
        gate.write_verdict(verdict, path)
        sound = sound and verdict.passed
    sys.exit(Exit.DONE if sound else Exit.NOT_RIGHT)


@main.command()
@click.argument("targets", metavar="HOMEWORK | --check ZIP...", nargs=-1, required=True)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for the zips.")
@click.option("--unverified", is_flag=True, help="Release without the gate's verdict; the zips say so.")
@click.option(
    "--lang",
    "languages",
    multiple=True,
    metavar="LANGUAGE",
    help="Also a handout in this language alone.",
)
@click.option("--check", is_flag=True, help="Write nothing; say what zips are, and whether they are the latest.")
def release(
    targets: tuple[str, ...], out: Path | None, unverified: bool, languages: tuple[str, ...], check: bool
) -> None:
    """Write the zips of a homework that has passed `homework verify` as it is now: to-students/ and staff/ in --out.

    With --check, the status is 0 if each ZIP is the latest, 1 if one differs or lies where it may not, 2 if one is not
    ours or cannot be read.
    """
    if check:
        if out or unverified or languages:
            raise click.UsageError("--check goes with no other option: it writes nothing")
        sys.exit(_check_zips([Path(target) for target in targets]))
    if len(targets) != 1:
        raise click.UsageError("name one homework; or zips, with --check")
    if out is None:
        raise click.UsageError("Missing option '--out': the folder for the zips.")
    _release(targets[0], out, unverified, tuple(dict.fromkeys(languages)))


def _release(name: str, out: Path, unverified: bool, languages: tuple[str, ...]) -> None:
    from autograder.course import find_course
    from autograder.release.gate.verified import check_ready, released_verdict
    from autograder.release.kinds import Kind, release_day
    from autograder.release.record import SHOWN
    from autograder.release.releasing import release_homework
    from autograder.release.tool_wheel import NO_WHEEL, tool_wheel

    course = find_course()
    spec = course.homework(name)
    check_ready(spec)
    for language in languages:
        if language not in spec.languages:
            raise click.UsageError(f"--lang {language}: the course is in {', '.join(spec.languages)}")
    verdict = None if unverified else released_verdict(course, spec)
    done = release_homework(course, spec, out, date=release_day(course), languages=languages, verified=not unverified)
    for zipped in done.zips:
        record = zipped.record
        language = f", in {record.language} alone" if record.language else ""
        click.echo(f"{zipped.path}: {record.kind.whom}: {record.kind.what}{language} ({record.digest[:SHOWN]})")
    warnings = [*done.warnings]
    if tool_wheel() is None:
        warnings += [] if course.manifest.install else [NO_WHEEL]
        warnings.append(f"there is no zip for {Kind.GRADESCOPE.value}: it needs that wheel as well")
    if verdict is None:
        warnings.append("not verified; each zip holds UNVERIFIED.txt")
    else:
        warnings += [f"{warning.what}; {warning.mend}" for warning in verdict.warnings]
    for line in warnings:
        click.echo(f"warning: {line}", err=True)
    if verdict is not None:
        click.echo(f"verified over {verdict.seeds} seeds")


def _check_zips(paths: list[Path]) -> int:
    from autograder.course import Course, CourseError, find_course
    from autograder.release.check_zip import check_zip

    course: Course | CourseError
    try:
        course = find_course()
    except CourseError as error:
        course = error
    status = Exit.DONE
    for path in paths:
        click.echo(f"{path}")
        for line in check_zip(path, course):
            click.echo(f"  {line.label + ':':<10}{line.text}" if line.label else line.text, err=not line.label)
            status = max(status, line.status)
    return status


@main.command()
@click.option("--check", is_flag=True, help="Write nothing; name the files that are not as they would be written.")
def template(check: bool) -> None:
    """Write student_template/ anew from assignment/, solutions/ and the public suites."""
    from autograder.course import find_course
    from autograder.release.template import all_differences, write_templates

    course = find_course()
    done, wrong = ([], all_differences(course)) if check else write_templates(course)
    for line in done:
        click.echo(line)
    for line in wrong:
        click.echo(line, err=True)
    if wrong and check:
        click.echo("write the folders anew with: homework template", err=True)
    sys.exit(Exit.NOT_RIGHT if wrong else Exit.DONE)


@main.command()
@click.option("--clear", is_flag=True, help="Delete them: what is needed is made again.")
def cache(clear: bool) -> None:
    """Show where what can be made again is kept, and what makes it stale."""
    from rich.filesize import decimal

    from autograder.cache import places
    from autograder.course import CourseError, find_course
    from autograder.digests import INGREDIENTS, Kept

    try:
        root = find_course().root
    except CourseError as error:
        root = None
        log(f"{error}; a course's own caches are left out")
    for place in places(root):
        size = decimal(place.size())
        if clear:
            place.clear()
        click.echo(f"{place.what:26}{size:>10}  {place.folder}{': deleted' if clear else ''}")
    if clear:
        return
    click.echo("results are no cache: they are in the results.sqlite of each --out, and are graded anew when stale\n")
    width = max(len(ingredient.name) for ingredient in INGREDIENTS)
    click.echo("  ".join(["made anew when this changes".ljust(width), *Kept]))
    for ingredient in INGREDIENTS:
        marks = ["x" if kept in ingredient.counts_for else "" for kept in Kept]
        cells = [mark.center(len(kept)) for mark, kept in zip(marks, Kept)]
        click.echo("  ".join([ingredient.name.ljust(width), *cells]).rstrip())


for _command in (commands.new, commands.rename, commands.delete):
    main.add_command(_command)
