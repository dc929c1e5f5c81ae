"""`student_template/<homework>/`: what a student gets, generated, committed and kept in step.

python -m autograder.release.template           writes every homework's folder
python -m autograder.release.template --check   exits 1 and names the files that are not as they should be
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from autograder.course import Course, CourseError, Homework, find_course
from autograder.release.handout import handout
from autograder.release.readme import readme
from autograder.release.render import notebook_bytes, script_bytes
from autograder.release.sources import ReleaseError, read_bytes, read_text, shown

# What appears in the folder when somebody works in it.
LEFTOVERS = (".OTTER_LOG", ".ipynb_checkpoints", "__pycache__", ".DS_Store")


def template_files(course: Course, homework: Homework) -> dict[str, bytes]:
    """The files of a student's folder by their path in it (forward slashes), sorted.

    Raises:
        ReleaseError: a file that the manifest asks for is missing or breaks a rule.
    """
    document = handout(course, homework)
    files = {
        "README.md": readme(homework).encode(),
        f"{homework.name}.ipynb": notebook_bytes(document),
        f"{homework.name}.py": script_bytes(document),
    }
    for question in homework.questions:
        files[f"tests/{question.name}.py"] = _public_suite(course, homework, question.name)
    for name in homework.data:
        files[f"data/{name}"] = read_bytes(course, course.data(homework.name) / name)
    return dict(sorted(files.items()))


def _public_suite(course: Course, homework: Homework, question: str) -> bytes:
    path = course.public_suite(homework.name, question)
    text = read_text(course, path)
    if not text.isascii():
        line = next(number for number, line in enumerate(text.split("\n"), 1) if not line.isascii())
        what = f"line {line} is not ASCII; otter reads it in the encoding of the student's system"
        raise ReleaseError(shown(course, path), what, "write it as \\u escapes")
    return text.encode()


def write_template(course: Course, homework: Homework, folder: Path) -> list[Path]:
    """Writes a student's folder and returns the files written. Never deletes: `differences` names what is stray."""
    written = []
    for name, content in template_files(course, homework).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written.append(path)
    return written


def differences(course: Course, homework: Homework, folder: Path) -> list[str]:
    """What is not as `write_template` would leave it, one line a file; empty if all is in step."""
    files = template_files(course, homework)
    lines = []
    for name, content in files.items():
        path = folder / name
        if not path.is_file():
            lines.append(f"{shown(course, path)}: is missing")
        elif path.read_bytes() != content:
            lines.append(f"{shown(course, path)}: differs")
    return lines + [
        f"{shown(course, folder / name)}: does not belong here, delete it" for name in _stray(folder, files)
    ]


def _stray(folder: Path, files: dict[str, bytes]) -> list[str]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir())
    return sorted(p.as_posix() for p in found if p.as_posix() not in files and not set(p.parts) & set(LEFTOVERS))


def main(arguments: Sequence[str] = ()) -> int:
    """Writes or checks the folders of all homeworks."""
    if unknown := [argument for argument in arguments if argument != "--check"]:
        print(f"unknown argument {unknown[0]!r}: the only one is --check", file=sys.stderr)
        return 2
    wrong: list[str] = []
    try:
        course = find_course()
        for homework in course.homeworks.values():
            try:
                folder = course.template(homework.name)
                if "--check" not in arguments:
                    write_template(course, homework, folder)
                wrong += differences(course, homework, folder)
            except ReleaseError as error:
                wrong.append(str(error))
    except CourseError as error:
        print(error, file=sys.stderr)
        return 2
    for line in wrong:
        print(line, file=sys.stderr)
    if wrong and "--check" in arguments:
        print("write the folders anew with: python -m autograder.release.template", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
