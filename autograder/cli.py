"""The command `homework`.

Exit status: 0 done (whatever the marks), 1 the thing asked about is not right, 2 wrong usage or unreadable
input, 3 an internal fault, 130 interrupted. Errors are one line: what, where, what to do.

Each command imports what it needs: a student's `check` never loads torch, `--help` loads nothing.
"""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import click

OK, NOT_RIGHT, USAGE, FAULT, INTERRUPTED = 0, 1, 2, 3, 130


class _Group(click.Group):
    """Turns every known error into one line and its exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.ClickException):
            raise
        except KeyboardInterrupt:
            _fail("interrupted", INTERRUPTED)
        except Exception as error:
            status = _status(error)
            if status == FAULT and os.environ.get("HOMEWORK_DEBUG"):
                traceback.print_exc()
            kind = "" if _known(error) else f"internal fault, {type(error).__name__}: "
            hint = "" if _known(error) else " (HOMEWORK_DEBUG=1 shows where)"
            _fail(f"{kind}{' '.join(str(error).split())}{hint}", status)


def _known(error: Exception) -> bool:
    return type(error).__module__.startswith("autograder.")


def _status(error: Exception) -> int:
    """Errors of the input and of usage are 2; what the machine or we did wrong is 3."""
    if type(error).__name__ in ("WriteError", "SandboxGone"):
        return FAULT
    return USAGE if _known(error) else FAULT


def _fail(message: str, status: int) -> NoReturn:
    click.echo(f"error: {message}", err=True)
    sys.exit(status)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dl-homework")
def main() -> None:
    """Auto-graded deep-learning homework."""
    # One thread per process: arrays are tiny, and a pool of threads would take the cores from the sandboxes.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


@main.command()
@click.argument("target", required=False, type=click.Path(path_type=Path), metavar="[FILE]")
@click.option("-q", "--question", "questions", multiple=True, help="Only this question (may be repeated).")
@click.option("--watch", is_flag=True, help="Check again whenever the file is saved.")
@click.option("--lang", type=click.Choice(["en", "zh"]), help="Language of the messages.")
def check(target: Path | None, questions: tuple[str, ...], watch: bool, lang: str | None) -> None:
    """Run the public tests on your own file (a .py, an .ipynb, or the homework's folder)."""
    from autograder.student import check as student
    from autograder.student.show import show

    language = student.language(lang)
    file, tests = student.find(target)

    def once() -> bool:
        chosen = [t for t in student.order(file, tests) if not questions or t.stem in questions]
        unknown = sorted(set(questions) - {t.stem for t in chosen})
        if unknown:
            names = ", ".join(t.stem for t in student.order(file, tests))
            raise student.CheckError(f"no question named {unknown[0]!r}: choose of {names}")
        checked = student.check(file, chosen, language)
        show(checked, language)
        return checked.passed

    passed = once()
    if watch:
        with contextlib.suppress(KeyboardInterrupt):
            for _ in student.changes(file):
                click.echo()
                once()
        sys.exit(OK)
    sys.exit(OK if passed else NOT_RIGHT)


@main.command()
@click.argument("homework")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder for the results.")
@click.option("--jobs", type=click.IntRange(1, 256), help="Submissions side by side (default: one per core).")
@click.option("--seed", type=int, help="Seed of the per-student inputs (default: the course's).")
@click.option("--sandbox", type=click.Choice(["auto", "namespaces", "core", "none"]), default="auto", show_default=True)
def grade(homework: str, paths: tuple[Path, ...], out: Path, jobs: int | None, seed: int | None, sandbox: Any) -> None:
    """Grade a folder of submissions (or single files) of one homework into --out."""
    from autograder.classroom import grade as classroom
    from autograder.classroom import written
    from autograder.classroom.store import Store
    from autograder.course import find_course
    from autograder.reports.table import class_table, plain_lines

    course = find_course()
    spec = course.homework(homework)
    with Store(out, homework) as store:
        plan = classroom.plan_class(course, homework, list(paths), store, seed=seed, sandbox=sandbox)
        marking = classroom.plan_marking(plan, store, out)
        if plan.layer == "none":
            click.echo("warning: --sandbox none contains nothing: student code runs with your rights", err=True)
        kept = len(plan.found) - len(plan.todo)
        done = 0
        try:
            with _progress(len(plan.todo), f"grading {homework}") as step:

                def progress(result: Any) -> None:
                    nonlocal done
                    done += 1
                    step(result.submission)

                results = classroom.grade_class(plan, store, jobs or classroom.default_workers(), progress, _log)
        except KeyboardInterrupt:
            _fail(
                f"interrupted: {done + kept} of {len(plan.found)} are graded and kept in {out}; "
                "run the same command again to finish",
                INTERRUPTED,
            )
        generated = f"{datetime.now():%Y-%m-%d %H:%M}"  # on students' pages too: no seed, it draws the hidden inputs
        results = classroom.write_outputs(out, spec, results, generated, marking)
    if _is_terminal():
        from rich.console import Console

        Console(stderr=False).print(class_table(spec, results))
    else:
        for line in plain_lines(spec, results):
            click.echo(line)
    click.echo(f"{len(plan.todo)} graded now, {kept} as before; results in {out}: grades.csv, results/, report.html")
    if marking is not None:
        click.echo(written.progress(out, results))


@main.command()
@click.argument("homeworks", nargs=-1)
@click.option("-q", "--question", "questions", multiple=True, help="Only this question of one homework (repeatable).")
@click.option("--seeds", type=click.IntRange(1, 1000), default=50, show_default=True)
@click.option("--jobs", type=click.IntRange(1, 256), help="Side by side (default: one per core).")
@click.option("--sandbox", type=click.Choice(["auto", "namespaces", "core", "none"]), default="auto", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Where one homework's verdict goes.")
def verify(
    homeworks: tuple[str, ...],
    questions: tuple[str, ...],
    seeds: int,
    jobs: int | None,
    sandbox: Any,
    out: Path | None,
) -> None:
    """The release gate: prove a homework's reference, stub, suites, named wrong answers and prompts."""
    from autograder.classroom.grade import default_workers
    from autograder.course import find_course
    from autograder.release import gate
    from autograder.release.gate.table import lines

    if (questions or out) and len(homeworks) != 1:
        raise click.UsageError("--question and --out go with exactly one homework")
    course = find_course()
    names = homeworks or tuple(course.homeworks)
    for name in names:
        course.homework(name)  # a misspelt name is said before an hour's work, not after it
    sound = True
    for name in names:
        with contextlib.ExitStack() as stack:
            verdict = gate.verify(
                course,
                name,
                seeds=seeds,
                sandbox=sandbox,
                workers=jobs or default_workers(),
                questions=questions,
                start=lambda total, name=name: stack.enter_context(_progress(total, f"verifying {name}")),  # type: ignore[misc]
                log=_log,
            )
        path = out or gate.verdict_path(course, name)
        gate.write_verdict(verdict, path)
        for line in lines(verdict, gate.survivors_path(path)):
            click.echo(line)
        sound = sound and verdict.passed
    sys.exit(OK if sound else NOT_RIGHT)


@main.command()
@click.argument("homework")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder for the zips.")
@click.option("--unverified", is_flag=True, help="Release without the gate's verdict; the zips say so.")
def release(homework: str, out: Path, unverified: bool) -> None:
    """Write the zips of a homework that has passed `homework verify` as it is now."""
    from autograder.course import find_course
    from autograder.release.gate.release import UNVERIFIED, released_verdict
    from autograder.release.gate.verdict import VerdictError
    from autograder.release.student_zip import release_homework

    course = find_course()
    spec = course.homework(homework)
    try:
        verdict = None if unverified else released_verdict(course, spec)
    except VerdictError as error:
        _fail(str(error), NOT_RIGHT)
    for path in release_homework(course, spec, out, stamps=UNVERIFIED if unverified else {}):
        click.echo(f"{path}")
    if verdict is None:
        click.echo("warning: not verified; each zip holds UNVERIFIED.txt", err=True)
    else:
        click.echo(f"verified over {verdict.seeds} seeds")


@main.command()
@click.argument("target", metavar="HOMEWORK/QUESTION")
@click.option("-f", "--function", "functions", multiple=True, help="A function of it (default: the question's name).")
@click.option("--points", type=click.FloatRange(0, 100, min_open=True), default=10, show_default=True)
@click.option("--append", is_flag=True, help="Put its section into assignment/course.toml instead of printing it.")
def new(target: str, functions: tuple[str, ...], points: float, append: bool) -> None:
    """Scaffold the files of a question; `homework verify` then says what is left to write."""
    from autograder.course import MANIFEST, find_course
    from autograder.release.scaffold import append_section, scaffold

    homework, slash, question = target.partition("/")
    if not (homework and slash and question):
        raise click.UsageError(f"{target!r} is not of the form HOMEWORK/QUESTION")
    course = find_course()
    made = scaffold(course, homework, question, functions, points)
    for path in made.files:
        click.echo(f"wrote {path.relative_to(course.root).as_posix()}")
    if append:
        append_section(course, homework, made.section)
        click.echo(f"added it to {MANIFEST}: take its {points:g} points from other questions, a homework has 100")
    else:
        click.echo(f"\npaste behind the last question of {homework} in {MANIFEST}; a homework has 100 points:\n")
        click.echo(made.section)
    click.echo(f"then write where it says TODO, and run: homework verify {homework} -q {question}")


@main.command()
def doctor() -> None:
    """Say what isolation, libraries and limits this machine offers."""
    from autograder.engine.doctor import examine

    findings = examine()
    for finding in findings:
        click.echo(f"{'ok     ' if finding.fine else 'missing'}  {finding.what}: {finding.detail}")
    sys.exit(OK if any(f.fine and f.contains for f in findings) else NOT_RIGHT)


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
