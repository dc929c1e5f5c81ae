"""docs/student.md: its commands are run, in both languages, and say what it shows."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import find_course
from autograder.release.student_zip import student_files

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "student.md").read_text(encoding="utf-8")
PARTS = dict(zip(("en", "zh"), re.split(r"^## (?:English|中文)$", PAGE, flags=re.MULTILINE)[1:], strict=True))
ANSWERS = {
    "softmax": "e = np.exp(logits - logits.max(axis=-1, keepdims=True))\n    return e / e.sum(axis=-1, keepdims=True)",
    "log_softmax": "s = logits - logits.max(axis=-1, keepdims=True)\n"
    "    return s - np.log(np.exp(s).sum(axis=-1, keepdims=True))",
    "cross_entropy": "return float(-log_softmax(logits)[np.arange(len(labels)), labels].sum())",  # a sum for a mean
}


def blocks(text):
    """Commands and the lines shown below them, in the order of the page."""
    found = []
    for block in re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ homework "):
                found.append((line.removeprefix("$ homework "), []))
            else:
                found[-1][1].append(line)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_commands_of_the_page_say_what_it_shows(tmp_path, lang):
    course = find_course(ROOT)
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
    commands = blocks(PARTS[lang])
    assert len(commands) == 6 and all(shown for _, shown in commands)
    for command, shown in commands:
        done = subprocess.run(
            [sys.executable, "-m", "autograder.cli", *shlex.split(command)],
            cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", timeout=100,
        )  # fmt: skip
        said = done.stdout + done.stderr
        assert [line for line in shown if line not in said] == [], f"{command}: {said}"
    assert (tmp_path / "hand-in" / "losses-receipt.txt").is_file()


def test_both_languages_show_the_same_commands():
    def names(lang):
        return [re.sub(r"_\w+$", "", command) for command, _ in blocks(PARTS[lang])]

    assert names("en") == names("zh")
