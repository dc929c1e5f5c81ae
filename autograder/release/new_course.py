"""`homework new --course`: a course of one homework with one question, which passes the gate as it is.

What it holds is in `templates/course/`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.course import Course, open_course
from autograder.digests import program_version
from autograder.files import write_file
from autograder.release.scaffold import ScaffoldError, hint_arguments
from autograder.release.template import write_template
from autograder.release.text_templates import fill, fill_in
from autograder.texts import LANGUAGE, SPOKEN

HOMEWORK, QUESTION = "first", "distances"
SEED_BITS = 62
TITLES: Mapping[str, Mapping[str, str]] = {
    "title": {"en": "A new course", "zh": "新课程"},
    "homework_title": {"en": "First homework", "zh": "第一次作业"},
    "question_title": {"en": "Distances from a point", "zh": "到一点的距离"},
}
HINTS: Mapping[str, Mapping[str, str]] = {
    "root": {"en": "What unit has a squared length?", "zh": "长度的平方是什么单位？"},
    "axis": {"en": "Which axis holds the coordinates of one point?", "zh": "一个点的各个坐标沿哪个轴排列？"},
    "blocks": {"en": "That is the way along the axes.", "zh": "这是沿坐标轴走过的路程。"},
    "origin": {"en": "From where is measured?", "zh": "距离是从哪里量起的？"},
}


def new_course(folder: Path, languages: Sequence[str]) -> tuple[Course, list[Path]]:
    """Writes the course into a folder that is not there yet, or is empty; returns the files besides the template's.

    Raises:
        ScaffoldError: the folder holds something, or a language is none.
        WriteError: a file cannot be written.
    """
    for language in languages:
        if not LANGUAGE.fullmatch(language) or list(languages).count(language) > 1:
            raise ScaffoldError(f"--lang {language}: name each language once, by its code, as en or zh")
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ScaffoldError(f"{folder} exists and is not empty: name a new folder")
    except OSError as error:
        raise ScaffoldError(f"{folder}: {error.strerror}: name another folder") from None
    files = {folder / name: text for name, text in _files(folder.absolute().name, languages).items()}
    for path, text in files.items():
        write_file(path, text.encode())
    course = open_course(folder)
    homework = course.homework(HOMEWORK)
    write_template(course, homework, course.template(HOMEWORK))
    return course, [*files]


def _files(name: str, languages: Sequence[str]) -> dict[str, str]:
    titles = {key: _toml_text(texts, languages) for key, texts in TITLES.items()}
    plain = _in(TITLES["title"], languages[0])
    hints = {key: hint_arguments(texts, languages) for key, texts in HINTS.items()}
    hints = {key: arguments.replace(",\n    ", ", ") for key, arguments in hints.items()}
    seed = secrets.randbits(SEED_BITS)
    top = {
        "name": name,
        "languages": languages,
        "seed": seed,
        "honesty": _toml_text({"en": "...", "zh": "..."}, languages),
    }
    files = {
        "assignment/course.toml": fill("course/course.toml", **top, **titles),
        "README.md": fill("course/README.md", title=plain),
        ".github/workflows/homework.yml": fill("course/ci.yml", version=program_version()),
        ".gitignore": fill("course/gitignore"),
        f"solutions/{HOMEWORK}/{QUESTION}.py": fill("course/solution.py"),
        f"autograder/suites/public/{HOMEWORK}/{QUESTION}.py": fill("course/public_suite.py"),
        f"autograder/suites/hidden/{HOMEWORK}/{QUESTION}.py": fill("course/hidden_suite.py"),
        f"autograder/misconceptions/{HOMEWORK}/{QUESTION}.py": fill("course/misconceptions.py", hints=hints),
    }
    for language in languages:
        files[f"assignment/{HOMEWORK}/index.{language}.md"] = fill_in(language, "course/index.{}.md")
        files[f"assignment/{HOMEWORK}/{QUESTION}.{language}.md"] = fill_in(language, "course/prompt.{}.md")
    return files


def _toml_text(texts: Mapping[str, str], languages: Sequence[str]) -> str:
    parts = [f'{language} = "{_in(texts, language)}"' for language in languages]
    return f'"{_in(texts, languages[0])}"' if len(parts) == 1 else f"{{ {', '.join(parts)} }}"


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts[language if language in SPOKEN else SPOKEN[0]]
