"""The commands of docs/similar.md run, and its figures are those of the code."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.cli import main
from autograder.similar import find, fingerprints, mistakes, texts
from autograder.similar.code import LINE
from autograder.written.reading import DOCUMENTS

PAGE = (Path(__file__).parents[2] / "docs" / "similar.md").read_text(encoding="utf-8")
TEXT = " ".join(PAGE.split())
COMMANDS = re.findall(r"^homework (similar [^#\n]*)", PAGE, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_runs(graded, monkeypatch, tmp_path, command):
    course, out = graded
    monkeypatch.chdir(course.root)
    monkeypatch.setattr("webbrowser.open", lambda page: True)
    places = {
        "marks/": str(out),
        "adam": "double",
        "for-jplag/": str(tmp_path / "j"),
        "for-dolos/": str(tmp_path / "d"),
    }
    done = CliRunner().invoke(main, [str(places.get(word, word)) for word in shlex.split(command)])
    assert done.exit_code == 0 and "wrote " in done.output, done.output


def test_there_are_commands_of_each_kind():
    assert {word for command in COMMANDS for word in command.split() if word.startswith("--")} == {
        *("--question", "--open", "--export", "--out")
    }


def test_the_figures_are_those_of_the_code():
    k, w = fingerprints.K, fingerprints.W
    for said in (
        f"Every {k} of them",
        f"of every {w} hashes",
        f"whatever {k + w - 1} tokens",
        f"at least {LINE} tokens",
        f"answers {texts.K + texts.W - 1} letters ({-(-(texts.K + texts.W - 1) // 3)} Chinese characters)",
        f"nothing shorter than {texts.K} ({texts.K // 3}) counts",
        f"below a share of {find.SHARE:.0%}".replace("%", " %"),
        f"adds {find.MISTAKE:g} at most, a written answer {find.TEXT:g}",
        f"at least {find.LISTED:g}, and one and a half times",
        f"that more than {fingerprints.FEW} have",
        f"one process reads {DOCUMENTS} of them",
    ):
        assert said in TEXT
    assert (fingerprints.COMMON, find.STANDS_OUT, mistakes.FEW, mistakes.FEW_IN) == (3, 1.5, 3, 50)
