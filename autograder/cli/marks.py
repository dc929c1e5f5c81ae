"""What graders do with marks: `adjust`, `total`, `export`, `similar`."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from autograder.cli.group import main
from autograder.cli.terminal import is_terminal, log, open_page


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
    say_current(folders)
    found = course.totals(folders, course.read_weights(weights) if weights is not None else None, drop_lowest)
    if out is not None:
        write_file(out, codecs.BOM_UTF8 + course.totals_csv(found).encode("utf-8", "backslashreplace"))
        click.echo(f"wrote {out}: {len(found.students)} people; of the total {found.shares()}")
    elif is_terminal():
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
        log(line)


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
    from autograder.classroom.database import homework_of
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
    say_current([folder])
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
        open_page(path)


def say_current(folders: Sequence[Path]) -> None:
    """Before marks leave folders: fails if they are not what stands, and says what is missing."""
    from autograder.classroom.current import check_current

    for line in check_current(folders):
        log(f"warning: {line}")
