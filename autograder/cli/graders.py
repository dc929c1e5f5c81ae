"""Graders' commands about submissions and results: `intake`, `grade`, `merge`, `explain` and the like."""

from __future__ import annotations

import contextlib
import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from autograder.cli.group import fail, main
from autograder.cli.marks import say_current
from autograder.cli.terminal import is_terminal, log, open_page, progress_bar, sandbox_option
from autograder.errors import Exit, HomeworkError


def _taking(command: Callable[..., None]) -> Callable[..., None]:
    """The options of how submissions are taken in, given to the command as one `taking`."""

    @functools.wraps(command)
    def with_taking(
        *args: Any, layout: str, names: str | None, roster: Path | None, attempts: Any, **others: Any
    ) -> None:
        from autograder.classroom.layouts import NAMES
        from autograder.classroom.places import Taking

        if layout not in NAMES:
            raise click.UsageError(f"--layout {layout!r}: choose of {', '.join(NAMES)}")
        if names is not None and layout != "auto":
            raise click.UsageError("--names is a layout of its own: leave out --layout")
        if names is not None and not names.strip():
            raise click.UsageError("--names is empty; write a pattern such as '{id}_{name}_{rest}'")
        command(*args, taking=Taking(layout, names or "", roster, attempts), **others)

    options = [
        click.option(
            "--layout", default="auto", show_default=True, help="Whose names: auto, plain, canvas, moodle ..."
        ),
        click.option("--names", metavar="PATTERN", help="Names of a form of your own, as '{id}_{name}_{rest}'."),
        click.option("--roster", type=click.Path(path_type=Path), help="The class: a CSV or TSV with a header."),
        click.option(
            "--attempts",
            type=click.Choice(["newest", "first", "all"]),
            default="newest",
            show_default=True,
            help="Which of a person's attempts count.",
        ),
    ]
    for option in reversed(options):
        with_taking = option(with_taking)
    return with_taking


@main.command()
@click.argument("paths", metavar="[HOMEWORK] PATHS...", nargs=-1, required=True)
@_taking
def intake(paths: tuple[str, ...], taking: Any) -> None:
    """Show whose each file is, and what of it would be graded; grades nothing, writes nothing.

    Where no HOMEWORK is named, it is the one whose functions the files define. Ends with 1 if something is to be told
    by you.
    """
    from autograder.classroom.intake_table import table
    from autograder.classroom.plan import look_over
    from autograder.classroom.which_homework import which_homework
    from autograder.course import find_course

    course = find_course()
    if len(paths) == 1 and (paths[0] in course.names and not Path(paths[0]).exists()):
        raise click.UsageError(f"Missing argument 'PATHS...': what came in for {paths[0]}?")
    if len(paths) > 1 and (paths[0] in course.names or not Path(paths[0]).exists()):
        homework, places = paths[0], [Path(path) for path in paths[1:]]
    else:
        places = [Path(path) for path in paths]
        homework = which_homework(course, places, taking)
        click.echo(f"taken as {homework}, by the functions in the files", err=True)
    seen = look_over(course, homework, places, taking=taking)
    for line in table(seen):
        click.echo(line)
    if any(line.kind == "question" for line in seen.lines):
        sys.exit(Exit.NOT_RIGHT)


def _cluster(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a cluster, given to the command as one `cluster`: what connects to it, or nothing."""

    @functools.wraps(command)
    def with_cluster(*args: Any, cluster: str | None, no_tls: bool, jobs: int | None, **others: Any) -> None:
        files = {name: others.pop(name) for name in ("tls_ca_file", "tls_cert", "tls_key")}
        if cluster is None:
            if no_tls or any(files.values()):
                raise click.UsageError("--tls-ca-file, --tls-cert, --tls-key and --no-tls go with --cluster")
            command(*args, cluster=None, jobs=jobs, **others)
            return
        if jobs is not None:
            raise click.UsageError("--jobs is of this machine: a cluster's workers grade as many as they have threads")
        try:
            from autograder.cluster.client import Access, Cluster
        except ImportError as error:
            raise HomeworkError(f"--cluster: {error}: pip install 'dl-homework[cluster]'") from None
        access = Access(cluster, files["tls_ca_file"], files["tls_cert"], files["tls_key"], no_tls)
        command(*args, cluster=functools.partial(Cluster, access), jobs=None, **others)

    file = click.Path(path_type=Path, dir_okay=False)
    options = [
        click.option("--cluster", metavar="ADDRESS", help="Grade on a Dask cluster, by its scheduler's address."),
        click.option("--tls-ca-file", type=file, help="Of --cluster: who signs its certificates (default: Dask's)."),
        click.option("--tls-cert", type=file, help="Of --cluster: our certificate."),
        click.option("--tls-key", type=file, help="Of --cluster: the key to it."),
        click.option("--no-tls", is_flag=True, help="Of --cluster: speak to other machines without encryption."),
    ]
    for option in reversed(options):
        with_cluster = option(with_cluster)
    return with_cluster


@main.command()
@click.argument("homework")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@_taking
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder for the results.")
@click.option("--only", multiple=True, metavar="PERSON", help="Only this person's submission (repeatable).")
@click.option("-q", "--question", default="", help="Grade only this question again, where the file is the same.")
@click.option("--preview", is_flag=True, help="Say which marks would change, and put none in force.")
@click.option("--publish-written", is_flag=True, help="Let written marks count, though some are missing.")
@click.option("--yes", "anyway", is_flag=True, help="Go on where it looks like the wrong folder.")
@click.option(
    "--shard", metavar="I/N", help="Only part I of N of the class, counted from 1; `homework merge` joins them."
)
@click.option("--jobs", type=click.IntRange(1, 256), help="Submissions side by side (default: one per core).")
@_cluster
@click.option("--seed", type=int, help="Seed of the per-student inputs (default: the course's).")
@sandbox_option("student code")
@click.option("--wide", is_flag=True, help="On a terminal: a column for each question, however many lines that takes.")
def grade(
    homework: str,
    paths: tuple[Path, ...],
    out: Path,
    jobs: int | None,
    seed: int | None,
    sandbox: Any,
    wide: bool,
    taking: Any,
    shard: str | None,
    cluster: Any,
    **wanted: Any,
) -> None:
    """Grade submissions of one homework into --out: a folder, single files, or a platform's download as it is.

    Without PATHS, what was graded into --out before is graded again where something else has changed. Who has a mark in
    --out and is not among the submissions keeps it.
    """
    from autograder.classroom.grade import Watcher, grade_folder
    from autograder.classroom.outputs import CHANGES_CSV, CHANGES_PAGE, ERRORS
    from autograder.classroom.plan import Wanted
    from autograder.classroom.shards import shard_of
    from autograder.course import find_course
    from autograder.reports.changes_page import change_lines, moved_lines
    from autograder.reports.class_table import class_table, plain_lines, wide_table
    from autograder.reports.grader_errors import loudest
    from autograder.written.marking import progress

    with contextlib.ExitStack() as stack:
        step: Callable[[str], None] = lambda name: None  # noqa: E731

        def planned(layer: str, count: int) -> None:
            nonlocal step
            if layer == "none":
                click.echo("warning: --sandbox none contains nothing: student code runs with your rights", err=True)
            step = stack.enter_context(progress_bar(count, f"grading {homework}"))

        graded = grade_folder(
            find_course(),
            homework,
            paths,
            out,
            elsewhere=stack.enter_context(cluster(log)) if cluster is not None else None,
            jobs=jobs,
            seed=seed,
            sandbox=sandbox,
            taking=taking,
            watcher=Watcher(planned, lambda result: step(result.submission), log),
            wanted=Wanted(shard=shard_of(shard) if shard is not None else None, **wanted),
        )
    if not graded.previewed:
        if is_terminal():
            from rich.console import Console

            console = Console(stderr=False)
            if wide:
                console.print(wide_table(graded.homework, graded.results))
            else:
                console.print(class_table(graded.homework, graded.results, console.width))
        else:
            for line in plain_lines(graded.homework, graded.results):
                click.echo(line)
    aside = "" if is_terminal() else "# "  # what is no row of the table
    counts = [f"{graded.graded_now} graded now", f"{graded.as_before} as before"]
    counts += [f"{graded.not_graded} not graded: unreadable"] if graded.not_graded else []
    counts += [f"{graded.kept} others keep their marks"] if graded.kept else []
    where = "nothing was put in force" if graded.previewed else f"results in {out}: grades.csv, results/, report.html"
    click.echo(f"{aside}{', '.join(counts)}; {where}")
    for line in change_lines([(one.before, one.after, one.changes) for one in graded.changed]):
        click.echo(f"{aside}{line}")
    for line in moved_lines([(one.name, one.change) for one in graded.moved]):
        click.echo(f"{aside}{line}")
    if graded.maximum is not None:
        was, now = graded.maximum
        why = "written marks count now" if now > was else "written marks do not count any more"
        click.echo(f"{aside}everybody's maximum is {now:g} instead of {was:g}: {why}")
    if graded.previewed and not (graded.changed or graded.moved):
        click.echo(f"{aside}no mark would change")
    if graded.previewed or graded.changed:
        click.echo(f"{aside}what changed: {out / CHANGES_PAGE}, {out / CHANGES_CSV}")
    if graded.homework.written:
        click.echo(f"{aside}{progress(out, graded.results)}")
    if graded.faults:
        total = len(graded.results)
        who = f"{len(graded.faults)} of {total} submission{'s' * (total > 1)}"
        fail(
            f"the grader failed on {who}, whose points there are open: {loudest(graded.homework, graded.results)}; "
            f"mend it and run the same command again ({out / ERRORS} has the tracebacks)",
            Exit.NOT_RIGHT,
        )


@main.command()
@click.argument("folders", metavar="DIR...", nargs=-1, required=True, type=click.Path(path_type=Path, file_okay=False))
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder for all of it.")
@sandbox_option("the reader of written answers")
def merge(folders: tuple[Path, ...], out: Path, sandbox: Any) -> None:
    """Put the results of several DIR together, each an --out of `homework grade`: the shards of a class, or sections.

    Marks, history, scores and adjustments are taken over; DIR stay as they are. May be run again into the same --out.
    Ends with 1 if something is to be looked at by you.
    """
    from autograder.classroom.merge import lines_of
    from autograder.classroom.merge import merge as merged_into
    from autograder.course import find_course

    merged = merged_into(find_course(), folders, out, sandbox=sandbox)
    for line in lines_of(merged, out):
        click.echo(line)
    if merged.told:
        sys.exit(Exit.NOT_RIGHT)


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.argument("person", required=False)
def history(folder: Path, person: str | None) -> None:
    """Show every mark that was ever in force in DIR, an --out of `homework grade`: of PERSON, or of all."""
    from autograder.classroom.memory import history_lines

    for line in history_lines(folder, person):
        click.echo(line)


@main.command()
@click.argument("folders", metavar="DIR...", nargs=-1, required=True, type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--help-below",
    type=click.FloatRange(0, 100),
    default=60,
    show_default=True,
    help="Per cent of the points below which somebody needs help.",
)
@click.option("--open", "opened", is_flag=True, help="Show it in a browser.")
def report(folders: tuple[Path, ...], help_below: float, opened: bool) -> None:
    """Write the class report of the last DIR anew, seen together with the homeworks before it.

    Each DIR is an --out of `homework grade`, in the order of the homeworks: who falls from one to the next is named.
    """
    from autograder.classroom.memory import write_report
    from autograder.course import find_course

    say_current(folders)
    path = write_report(find_course(), folders, help_below / 100)
    click.echo(f"wrote {path}")
    if opened:
        open_page(path)


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.argument("people", metavar="PERSON...", nargs=-1, required=True)
def remove(folder: Path, people: tuple[str, ...]) -> None:
    """Take people's submissions out of DIR, an --out of `homework grade`; their history stays."""
    from autograder.classroom.memory import remove_people
    from autograder.course import find_course

    for line in remove_people(find_course(), folder, people):
        click.echo(line)


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.argument("codes", metavar="CODE...", nargs=-1, required=True)
def confirm(folder: Path, codes: tuple[str, ...]) -> None:
    """Say that the scores in the rows of these codes are meant for the answers that are there now."""
    from autograder.classroom.memory import confirm_codes

    for line in confirm_codes(folder, codes):
        click.echo(line)


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.argument("person", required=False)
@click.argument("question", required=False)
@click.argument("case", required=False)
@click.option("--snippet", type=click.Path(path_type=Path, dir_okay=False), help="Write a script that makes the calls.")
@click.option("--open", "opened", is_flag=True, help="Write PERSON's page and show it in a browser.")
def explain(
    folder: Path, person: str | None, question: str | None, case: str | None, snippet: Path | None, opened: bool
) -> None:
    """Say why PERSON lost points: the calls of each case that did not pass, what came back, what was expected.

    DIR is an --out of `homework grade`. Without PERSON a page is written for everybody who lost points, which the
    report links. What is shown speaks of hidden inputs: it is for the staff.
    """
    from autograder.course import find_course
    from autograder.explain.command import explain as judged_again
    from autograder.files import check_keeps, write_file

    if person is None and (opened or snippet):
        raise click.UsageError("--open and --snippet go with a PERSON")
    if snippet is not None:
        check_keeps("--snippet", snippet, {"DIR": folder})
    if person is None or opened:
        _explain_pages(folder, (person,) if person else (), opened)
        return
    explained = judged_again(find_course(), folder, person, question, case)
    for line in explained.lines():
        click.echo(line)
    if snippet is not None:
        write_file(snippet, explained.snippet().encode("utf-8"))
        click.echo(f"wrote {snippet}")


def _explain_pages(folder: Path, people: tuple[str, ...], opened: bool) -> None:
    from autograder.course import find_course
    from autograder.explain.pages import explain_class

    with contextlib.ExitStack() as stack:
        step: Callable[[str], None] = lambda name: None  # noqa: E731

        def begun(count: int) -> None:
            nonlocal step
            step = stack.enter_context(progress_bar(count, "explaining"))

        explained = explain_class(find_course(), folder, people, begun=begun, done=lambda name: step(name))
    click.echo(
        f"{explained.written} pages written, {explained.as_before} as before: {folder / 'staff'}, linked by the report"
    )
    for page in explained.pages if opened else ():
        open_page(page)


@main.command()
def doctor() -> None:
    """Say what isolation, libraries and limits this machine offers."""
    from autograder.engine.doctor import examine

    findings = examine()
    for finding in findings:
        click.echo(f"{'ok     ' if finding.fine else 'missing'}  {finding.what}: {finding.detail}")
    sys.exit(Exit.DONE if any(f.fine and f.contains for f in findings) else Exit.NOT_RIGHT)
