"""All that belongs to a homework or a question, in every room: `homework rename` and `homework delete`."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from autograder.course import MANIFEST, Course, Homework
from autograder.files import WriteError, write_file
from autograder.release.scaffold import ScaffoldError, check_free
from autograder.release.sections import renamed, without
from autograder.release.sources import shown


def files_of(course: Course, homework: str, question: str) -> list[Path]:
    """The files of a question that are there, what students get of it included."""
    prompts = sorted((course.root / "assignment" / homework).glob(f"{question}.*"))
    places = (course.solution, course.public_suite, course.hidden_suite, course.misconceptions)
    paths = [*prompts, *(place(homework, question) for place in places)]
    return [path for path in (*paths, course.template(homework) / "tests" / f"{question}.py") if path.is_file()]


def folders_of(course: Course, homework: str) -> list[Path]:
    """The folders of a homework that are there, what students get of it included."""
    autograder = course.root / "autograder"
    folders = [course.root / "assignment", course.root / "solutions", autograder / "suites" / "public"]
    folders += [autograder / "suites" / "hidden", autograder / "misconceptions", course.root / "student_template"]
    return [folder / homework for folder in folders if (folder / homework).is_dir()]


def _of_homework(course: Course, homework: str) -> list[Path]:
    names = course.case_names(homework)
    return [*folders_of(course, homework), *([names] if names.is_file() else [])]


def check_question(homework: Homework, question: str) -> None:
    """Whether the homework has the question, as a draft or not.

    Raises:
        ScaffoldError: it has none of that name.
    """
    names = [q.name for q in homework.all_questions + homework.draft_items] + [*homework.broken]
    if question not in names:
        raise ScaffoldError(f"{homework.name} has no question {question!r}: choose from {', '.join(names) or 'none'}")


def delete(course: Course, homework: str, question: str = "") -> Iterator[str]:
    """Takes a homework, or a question of it, out of the manifest, and deletes its files; tells each.

    Raises:
        ManifestEditError: the manifest is not laid out as expected; nothing is changed.
        WriteError: something cannot be deleted.
    """
    path = course.root / MANIFEST
    changed = without(path.read_bytes().decode(), homework, question)
    write_file(path, changed.encode())
    yield f"taken out of {MANIFEST}"
    if question:
        _change_lists(course, homework, question, "")
    for found in files_of(course, homework, question) if question else _of_homework(course, homework):
        try:
            found.unlink() if found.is_file() else shutil.rmtree(found)
        except OSError as error:
            raise WriteError(f"{found}: cannot be deleted: {error.strerror or error}") from None
        yield f"deleted {shown(course, found)}"


def rename(course: Course, homework: str, question: str, new: str) -> Iterator[str]:
    """Gives a homework, or a question of it, another name in the manifest and in all rooms; tells each file.

    Its functions keep their names. What students get is left to `homework template`, but for files of the old name.

    Raises:
        ScaffoldError: the name cannot be used, or a file of that name is there.
        ManifestEditError: the manifest is not laid out as expected; nothing is changed.
        WriteError: something cannot be moved.
    """
    spec = course.homework(homework)
    moves: dict[Path, Path] = {}
    stale: list[Path] = []
    template = course.template(homework)
    if question:
        check_free(spec, new)
        found = files_of(course, homework, question)
        moves = {p: p.with_name(new + p.name[len(question) :]) for p in found if template not in p.parents}
        stale = [p for p in found if template in p.parents]
    else:
        if new in course.names or not (new.isidentifier() and new.isascii()):
            raise ScaffoldError(f"a homework cannot be named {new!r}: choose another name, of letters and digits")
        moves = {p: p.with_name(new) for p in folders_of(course, homework)}
        names = course.case_names(homework)
        moves |= {names: course.case_names(new)} if names.is_file() else {}
    taken = [target for target in moves.values() if target.exists()]
    if taken:
        raise ScaffoldError(f"{shown(course, taken[0])} exists already: choose another name, or delete it")
    path = course.root / MANIFEST
    changed = renamed(path.read_bytes().decode(), homework, question, new)
    for source, target in moves.items():
        try:
            source.rename(target)
        except OSError as error:
            raise WriteError(f"{source}: cannot be renamed: {error.strerror or error}") from None
        yield f"{shown(course, source)} -> {shown(course, target)}"
    write_file(path, changed.encode())
    yield f"renamed in {MANIFEST}"
    if question:
        _rename_suites(course, homework, question, new)
        _change_lists(course, homework, question, new)
        for old in stale:
            old.unlink(missing_ok=True)
    else:
        for kind in ("ipynb", "py"):
            (course.template(new) / f"{homework}.{kind}").unlink(missing_ok=True)


def _rename_suites(course: Course, homework: str, question: str, new: str) -> None:
    """The name that a suite gives itself follows the question's."""
    for place in (course.public_suite, course.hidden_suite):
        path = place(homework, new)
        if path.is_file():
            text = path.read_bytes().decode()
            changed = re.sub(
                rf"^name = ([\"']){re.escape(question)}(_hidden)?\1", rf"name = \g<1>{new}\g<2>\g<1>", text, flags=re.M
            )
            if changed != text:
                write_file(path, changed.encode())


def _change_lists(course: Course, homework: str, question: str, new: str) -> None:
    """Entries of a question among equivalent mutants and names of cases: under its new name, or out with it."""
    import tomlkit

    path = course.equivalents(homework)
    if path.is_file():
        document = tomlkit.parse(path.read_bytes().decode())
        for entries in (document.get("mutant", []), document.get("unmutated", [])):
            for at in reversed(range(len(entries))):
                if entries[at].get("question") == question and new:
                    entries[at]["question"] = new
                elif entries[at].get("question") == question:
                    del entries[at]
        write_file(path, tomlkit.dumps(document).encode())
    path = course.case_names(homework)
    if path.is_file():
        header = re.compile(rf"^\[{re.escape(question)}\][ \t]*$", re.MULTILINE)
        text = path.read_bytes().decode()
        if new:
            text = header.sub(f"[{new}]", text)
        else:
            text = re.sub(rf"{header.pattern}(?:\n(?!\[).*)*\n?", "", text, flags=re.MULTILINE)
        write_file(path, text.encode())
