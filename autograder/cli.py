"""The command `homework`: parses, calls, prints.

Exit status: see `errors.Exit`. Errors are one line: what, where, what to do.

Each command imports what it needs: a student's `check` never loads torch, `--help` loads nothing.
"""

from __future__ import annotations

import contextlib
import functools
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from autograder.errors import Exit, HomeworkError
from autograder.release import commands

# What a student runs, on Python 3.10 too; all else needs 3.11.
GRADING = (3, 11)
STUDENT_COMMANDS = ("check", "hint", "pack", "status")


class _Group(click.Group):
    """Tells every error of our family in one line and ends with its status; anything else is a fault of ours."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Finds the command; one that grades needs a newer Python than a student's."""
        name, command, rest = super().resolve_command(ctx, args)
        if command is not None and name not in STUDENT_COMMANDS and sys.version_info[:2] < GRADING:
            here = ".".join(map(str, sys.version_info[:2]))
            _fail(f"homework {name} needs Python 3.11 or later, and this is {here}: install a newer one", Exit.USAGE)
        return name, command, rest

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.ClickException):
            raise
        except KeyboardInterrupt:
            _fail("interrupted", Exit.INTERRUPTED)
        except HomeworkError as error:
            for line in getattr(error, "lines", ())[:-1]:
                click.echo(f"error: {' '.join(line.split())}", err=True)
            _fail(getattr(error, "lines", (str(error),))[-1], error.exit)
        except BrokenPipeError:  # whoever read what we print has closed it
            raise
        except Exception as error:
            if os.environ.get("HOMEWORK_DEBUG"):
                traceback.print_exc()
            _fail(f"internal fault, {type(error).__name__}: {error} (HOMEWORK_DEBUG=1 shows where)", Exit.FAULT)


def _fail(message: str, status: Exit) -> NoReturn:
    click.echo(f"error: {' '.join(message.split())}", err=True)
    sys.exit(status)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dl-homework")
def main() -> None:
    """Auto-graded deep-learning homework."""
    # One thread per process: arrays are tiny, and a pool of threads would take the cores from the sandboxes.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


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
    sys.exit(Exit.DONE if checked.passed else Exit.NOT_RIGHT)


@main.command(cls=_ForStudents)
@_TARGET
@_LANG
def status(target: Path | None, lang: str | None) -> None:
    """Show how far you are: a line for each question, the points within reach, and what is next."""
    from autograder.student import status as way

    language, _, _, lines = _looked_over(target, lang, "status")
    if _is_terminal():
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
    click.echo(found.said(language, verb), err=not _is_terminal())
    checked = progress.check(found.file, finding.order(found.file, found.tests), language)
    if checked.unreadable:
        colon = "：" if language == "zh" else ": "
        raise finding.CheckError(f"{found.file.name}{colon}{checked.unreadable}")
    checked.written = student.written_answers(found.file, found.tests)
    handout = read_handout_file(found.tests)
    points, titles = (handout.points, handout.titles) if handout is not None else ({}, {})
    return language, found, checked, status.lines_of(checked, points, language, titles)


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
@click.argument("homework")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@_taking
def intake(homework: str, paths: tuple[Path, ...], taking: Any) -> None:
    """Show whose each file is, and what of it would be graded; grades nothing, writes nothing.

    Ends with 1 if something is to be told by you.
    """
    from autograder.classroom.intake_table import table
    from autograder.classroom.plan import look_over
    from autograder.course import find_course

    seen = look_over(find_course(), homework, paths, taking=taking)
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
@click.option("--sandbox", type=click.Choice(["auto", "namespaces", "core", "none"]), default="auto", show_default=True)
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
            step = stack.enter_context(_progress(count, f"grading {homework}"))

        graded = grade_folder(
            find_course(),
            homework,
            paths,
            out,
            elsewhere=stack.enter_context(cluster(_log)) if cluster is not None else None,
            jobs=jobs,
            seed=seed,
            sandbox=sandbox,
            taking=taking,
            watcher=Watcher(planned, lambda result: step(result.submission), _log),
            wanted=Wanted(shard=shard_of(shard) if shard is not None else None, **wanted),
        )
    if not graded.previewed:
        if _is_terminal():
            from rich.console import Console

            console = Console(stderr=False)
            if wide:
                console.print(wide_table(graded.homework, graded.results))
            else:
                console.print(class_table(graded.homework, graded.results, console.width))
        else:
            for line in plain_lines(graded.homework, graded.results):
                click.echo(line)
    aside = "" if _is_terminal() else "# "  # what is no row of the table
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
        _fail(
            f"the grader failed on {who}, whose points there are open: {loudest(graded.homework, graded.results)}; "
            f"mend it and run the same command again ({out / ERRORS} has the tracebacks)",
            Exit.NOT_RIGHT,
        )


@main.command()
@click.argument("folders", metavar="DIR...", nargs=-1, required=True, type=click.Path(path_type=Path, file_okay=False))
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder for all of it.")
@click.option("--sandbox", type=click.Choice(["auto", "namespaces", "core", "none"]), default="auto", show_default=True)
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

    _say_current(folders)
    path = write_report(find_course(), folders, help_below / 100)
    click.echo(f"wrote {path}")
    if opened:
        _open(path)


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
            step = stack.enter_context(_progress(count, "explaining"))

        explained = explain_class(find_course(), folder, people, begun=begun, done=lambda name: step(name))
    click.echo(
        f"{explained.written} pages written, {explained.as_before} as before: {folder / 'staff'}, linked by the report"
    )
    for page in explained.pages if opened else ():
        _open(page)


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.argument("told", nargs=-1, metavar="[PERSON [QUESTION] CHANGE]")
@click.option("--case", default="", help="Of the question: a case, or a rubric item.")
@click.option("--reason", default="", help="Why; the student reads it.")
@click.option("--by", default="", help="Who says so (default: your name on this machine).")
def adjust(folder: Path, told: tuple[str, ...], case: str, reason: str, by: str) -> None:
    """Change marks after grading: put a line into DIR/adjustments.csv, and write the outputs anew; grades nothing.

    DIR is an --out of `homework grade`. PERSON is a row's name or an id, section:NAME or '*'. Without QUESTION the
    total is meant. CHANGE is +2, -1.5, =7, -10%, excused, dropped, given, 'extension 2026-12-02 12:00' or '' for a
    comment. Without PERSON the file is made if there is none, what was edited in it comes to count, and is listed.
    """
    import getpass

    from autograder.classroom.adjusting import adjust as adjusted
    from autograder.classroom.adjusting import line_of
    from autograder.course import find_course
    from autograder.marks.ledger import LEDGER
    from autograder.reports.changes_page import moved_lines

    line = None
    if told:
        unknown = [one for one in told if one.startswith("--")]
        if unknown:
            raise click.UsageError(f"no such option: {unknown[0]}")
        if len(told) not in (2, 3):
            raise click.UsageError("write PERSON CHANGE, or PERSON QUESTION CHANGE; quote what holds blanks")
        if not by:
            with contextlib.suppress(OSError, KeyError, ImportError):
                by = getpass.getuser()
        what = told[1] if len(told) == 3 else ""
        line = line_of(told[0], what, told[-1], case=case, reason=reason, by=by)
    elif case or reason or by:
        raise click.UsageError("--case, --reason and --by go with PERSON and CHANGE")
    done = adjusted(find_course(), folder, line)
    if done.made and line is None:
        click.echo(f"wrote {folder / LEDGER}: add lines to it, and run the same command again")
    shown = list(done.lines())
    for text in shown:
        click.echo(text)
    if not shown:
        click.echo("nothing is adjusted, nobody is late")
    moved = moved_lines([(one.name, one.change) for one in done.moved])
    for text in moved:
        click.echo(f"changed: {text}")


@main.command()
@click.argument("folders", metavar="DIR...", nargs=-1, required=True, type=click.Path(path_type=Path, file_okay=False))
@click.option("--weights", metavar="WEIGHTS", help="trees=1,losses=2, or a TOML or CSV file (default: equal ones).")
@click.option("--drop-lowest", type=click.IntRange(0), default=0, help="Leave out so many, each person's lowest.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the table as CSV.")
def total(folders: tuple[Path, ...], weights: str | None, drop_lowest: int, out: Path | None) -> None:
    """Join homeworks into the course's total, in per cent: a line for each person.

    Each DIR is an --out of `homework grade`. Absent counts 0, excused is left out, what the grader left open is open.
    """
    import codecs

    from autograder.files import check_keeps, write_file
    from autograder.marks import total as course

    if out is not None:
        read = {f"DIR {folder}": folder for folder in folders}
        check_keeps("--out", out, read | ({"--weights": Path(weights)} if weights and "=" not in weights else {}))
    _say_current(folders)
    found = course.totals(folders, course.read_weights(weights) if weights is not None else None, drop_lowest)
    if out is not None:
        write_file(out, codecs.BOM_UTF8 + course.totals_csv(found).encode("utf-8", "backslashreplace"))
        click.echo(f"wrote {out}: {len(found.students)} people; of the total {found.shares()}")
    elif _is_terminal():
        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        from autograder.reports.escape import for_terminal

        table = Table(box=box.SIMPLE_HEAD, caption=Text(found.shares()), caption_justify="left", pad_edge=False)
        for name in found.header():
            table.add_column(name, justify="right" if name == "total" or name in found.weights else "left")
        for student in found.students:
            table.add_row(*(Text(for_terminal(cell, 32)) for cell in found.cells(student)))
        Console(stderr=False).print(table)
    else:
        for line in course.tsv_lines(found):
            click.echo(line)
    for line in found.notes:
        _log(line)


@main.command()
@click.argument("homeworks", nargs=-1)
@click.option("-q", "--question", "questions", multiple=True, help="Only this question of one homework (repeatable).")
@click.option("--seeds", type=click.IntRange(1, 1000), default=50, show_default=True)
@click.option("--jobs", type=click.IntRange(1, 256), help="Side by side (default: one per core).")
@click.option("--sandbox", type=click.Choice(["auto", "namespaces", "core", "none"]), default="auto", show_default=True)
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
                start=lambda total, name=name: stack.enter_context(_progress(total, f"verifying {name}")),  # type: ignore[misc]
                log=_log,
            )
        for line in lines(verdict, gate.survivors_path(path), gate.draft_lines(course.homework(name))):
            click.echo(line)
        gate.write_verdict(verdict, path)
        sound = sound and verdict.passed
    sys.exit(Exit.DONE if sound else Exit.NOT_RIGHT)


@main.command()
@click.argument("homework")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder for the zips.")
@click.option("--unverified", is_flag=True, help="Release without the gate's verdict; the zips say so.")
@click.option(
    "--lang",
    "languages",
    multiple=True,
    metavar="LANGUAGE",
    help="Also a handout in this language alone.",
)
def release(homework: str, out: Path, unverified: bool, languages: tuple[str, ...]) -> None:
    """Write the zips of a homework that has passed `homework verify` as it is now."""
    from autograder.course import find_course
    from autograder.release.gate.verified import check_ready, released_verdict
    from autograder.release.gate.verified import unverified as stamps
    from autograder.release.student_zip import release_homework
    from autograder.release.tool_wheel import NO_WHEEL, tool_wheel

    course = find_course()
    spec = course.homework(homework)
    check_ready(spec)
    for language in languages:
        if language not in spec.languages:
            raise click.UsageError(f"--lang {language}: the course is in {', '.join(spec.languages)}")
    verdict = None if unverified else released_verdict(course, spec)
    chosen = tuple(dict.fromkeys(languages))
    for path in release_homework(course, spec, out, languages=chosen, stamps=stamps(spec) if unverified else {}):
        click.echo(f"{path}")
    if not course.manifest.install and tool_wheel() is None:
        click.echo(NO_WHEEL, err=True)
    if verdict is None:
        click.echo("warning: not verified; each zip holds UNVERIFIED.txt", err=True)
    else:
        for warning in verdict.warnings:
            click.echo(f"warning: {warning.what}; {warning.mend}", err=True)
        click.echo(f"verified over {verdict.seeds} seeds")


for _command in (commands.new, commands.rename, commands.delete):
    main.add_command(_command)


@main.command()
@click.option("--check", is_flag=True, help="Write nothing; name the files that are not as they would be written.")
def template(check: bool) -> None:
    """Write student_template/ anew from assignment/, solutions/ and the public suites."""
    from autograder.course import find_course
    from autograder.release.template import all_differences, write_templates

    course = find_course()
    wrong = all_differences(course) if check else write_templates(course)
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
        _log(f"{error}; a course's own caches are left out")
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


_EXPORTS = ["canvas", "moodle", "gradescope", "blackboard", "brightspace", "plain", "feedback"]


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.argument("what", metavar="WHAT", type=click.Choice(_EXPORTS))
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file to upload.")
@click.option("--into", type=click.Path(path_type=Path, dir_okay=False), help="The gradebook as it was downloaded.")
@click.option("--column", default="", help="Which column takes the mark, by title or id.")
@click.option("--scale", is_flag=True, help="To the points that the gradebook has.")
@click.option("--for", "platform", type=click.Choice(["canvas", "moodle", "folder"]), help="Of feedback: whose form.")
@click.option("--download", type=click.Path(path_type=Path), help="Of feedback: the submissions as downloaded.")
@click.option("--lang", type=click.Choice(["en", "zh"]), help="Of feedback: one language instead of both.")
@click.option("--all", "every", is_flag=True, help="Of feedback: also what was sent before and has not changed.")
@click.option("--roster", type=click.Path(path_type=Path), help="The class: a CSV or TSV with a header.")
def export(
    folder: Path,
    what: str,
    out: Path,
    into: Path | None,
    column: str,
    scale: bool,
    platform: str | None,
    download: Path | None,
    lang: str | None,
    every: bool,
    roster: Path | None,
) -> None:
    """Write marks, or feedback, in the form that a platform takes.

    DIR is an --out of `homework grade`. WHAT is canvas, moodle, gradescope, blackboard, brightspace or plain: marks,
    filled into the gradebook that was downloaded there; or feedback: students' own files with comments, as a zip.
    """
    from autograder.classroom.store import homework_of
    from autograder.course import find_course
    from autograder.files import check_keeps, write_file

    for_marks = {"--into": into, "--column": column, "--scale": scale}
    for_feedback = {"--for": platform, "--download": download, "--lang": lang, "--all": every}
    stray = [name for name, value in (for_marks if what == "feedback" else for_feedback).items() if value]
    if stray:
        raise click.UsageError(f"{stray[0]} does not go with {what}")
    if what == "feedback" and platform is None:
        raise click.UsageError("feedback: say --for canvas, moodle or folder")
    read = {"--into": into, "--download": download, "--roster": roster}
    check_keeps("--out", out, {name: path for name, path in read.items() if path is not None} | {"DIR": folder})
    course = find_course()
    homework = course.homework(homework_of(folder))
    _say_current([folder])
    if platform is None:
        from autograder.export.gradebook import Wanted, gradebook

        others = tuple(course.homeworks.values())
        content, summary = gradebook(folder, homework, Wanted(what, into, column, scale, roster, others))
        write_file(out, content)
        for line in summary.lines():
            click.echo(line)
        click.echo(f"wrote {out}")
        return
    from autograder.export.feedback import Asked, feedback, remember
    from autograder.texts import spoken

    languages = (lang,) if lang else spoken(homework.languages)
    made = feedback(folder, homework, Asked(platform, download, roster, languages, every))
    for line in made.lines():
        click.echo(line)
    if not made.files:
        click.echo("nothing to send: no file is written")
        return
    write_file(out, made.content())
    remember(folder, platform, made)
    click.echo(f"wrote {out}")


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("-q", "--question", default="", help="Only this question, coded or written.")
@click.option("--export", "tool", type=click.Choice(["jplag", "dolos"]), help="Write the class for that tool instead.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Of --export: a new folder.")
@click.option("--open", "opened", is_flag=True, help="Show the page in a browser.")
def similar(folder: Path, question: str, tool: Any, out: Path | None, opened: bool) -> None:
    """Write a page of places to look for shared work: never a verdict, never a mark.

    DIR is an --out of `homework grade`. Compared are whole files, code, wrong answers and written answers; what stands
    on the page is for the staff, students see nothing of it.
    """
    from autograder.course import find_course
    from autograder.similar.command import look
    from autograder.similar.exports import export as export_class
    from autograder.similar.page import summary, write_page

    if (tool is None) != (out is None):
        raise click.UsageError("--export and --out go together")
    if tool is not None and opened:
        raise click.UsageError("--open shows the page, which --export does not write")
    course = find_course()
    looked = look(course, folder, question)
    if tool is not None and out is not None:
        command = export_class(course, looked, tool, out)
        click.echo(f"wrote {out}: {len(looked.works)} submissions; compare them with:\n{command}")
        return
    path = write_page(looked, folder)
    for line in summary(looked):
        click.echo(line)
    click.echo(f"wrote {path}: places to look, never a verdict, never a mark")
    if opened:
        _open(path)


@main.command()
def doctor() -> None:
    """Say what isolation, libraries and limits this machine offers."""
    from autograder.engine.doctor import examine

    findings = examine()
    for finding in findings:
        click.echo(f"{'ok     ' if finding.fine else 'missing'}  {finding.what}: {finding.detail}")
    sys.exit(Exit.DONE if any(f.fine and f.contains for f in findings) else Exit.NOT_RIGHT)


def _say_current(folders: Sequence[Path]) -> None:
    """Before marks leave folders: fails if they are not what stands, and says what is missing."""
    from autograder.classroom.current import check_current

    for line in check_current(folders):
        _log(f"warning: {line}")


def _open(page: Path) -> None:
    """Shows a page in a browser, if there is a screen for one."""
    import webbrowser

    screen = sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if not (screen and webbrowser.open(page.absolute().as_uri())):
        click.echo(f"no browser here: open {page}")


def _log(line: str) -> None:
    click.echo(f"note: {line}", err=True)


def _is_terminal() -> bool:
    return sys.stdout.isatty()


@contextlib.contextmanager
def _progress(total: int, title: str) -> Iterator[Callable[[str], None]]:
    """A bar on a terminal, a plain line at each tenth otherwise. Starts no thread: workers may be forked below it."""
    if total and sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True) as bar:
            task = bar.add_task(title, total=total)

            def advance(name: str) -> None:
                bar.update(task, advance=1)
                bar.refresh()

            bar.refresh()
            yield advance
        return
    count = 0

    def step(name: str) -> None:
        nonlocal count
        count += 1
        if count == total or count * 10 // total > (count - 1) * 10 // total:
            click.echo(f"{title}: {count} of {total}", err=True)

    yield step


if __name__ == "__main__":
    main()
