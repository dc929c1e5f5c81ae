"""docs/student.md and student.zh.md: their commands are run, and say what they show."""

import os
import re
import shlex
import subprocess
import sys

import pytest

from autograder.course import find_course
from autograder.release.student_zip import student_files
from tests.docs import page

PAGES = {"en": page.text("student.md"), "zh": page.text("student.zh.md")}
ANSWERS = {
    "softmax": "e = np.exp(logits - logits.max(axis=-1, keepdims=True))\n    return e / e.sum(axis=-1, keepdims=True)",
    "log_softmax": "s = logits - logits.max(axis=-1, keepdims=True)\n"
    "    return s - np.log(np.exp(s).sum(axis=-1, keepdims=True))",
    "cross_entropy": "return float(-log_softmax(logits)[np.arange(len(labels)), labels].sum())",  # a sum for a mean
}


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_commands_of_the_page_say_what_it_shows(tmp_path, lang):
    course = find_course(page.ROOT)
    for name, content in student_files(course, course.homework("losses")).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    script = tmp_path / "losses.py"
    text = script.read_text(encoding="utf-8")
    for name, body in ANSWERS.items():
        assert f'raise NotImplementedError("{name}")' in text
        text = text.replace(f'raise NotImplementedError("{name}")', body)
    script.write_text(text, encoding="utf-8")
    environment = {**os.environ, "HOMEWORK_LANG": lang, "PYTHONIOENCODING": "utf-8"}
    commands = page.commands(PAGES[lang])
    assert len(commands) == 6 and all(command.shown for command in commands)
    for command in commands:
        words = shlex.split(command.line)
        assert words.pop(0) == "homework"
        done = subprocess.run(
            [sys.executable, "-m", "autograder.cli", *words],
            cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", timeout=100,
        )  # fmt: skip
        said = done.stdout + done.stderr
        assert [line for line in command.shown if line not in said] == [], f"{command.line}: {said}"
    assert (tmp_path / "hand-in" / "losses-receipt.txt").is_file()


def test_both_languages_show_the_same_commands():
    def names(lang):
        return [re.sub(r"_\w+$", "", command.line) for command in page.commands(PAGES[lang])]

    assert names("en") == names("zh")
