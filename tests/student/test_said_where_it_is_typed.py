"""What a check says where it is typed: printed by a script, shown by a notebook, and never as a raw TypeError."""

import io
import os
import re
import subprocess
import sys

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

from autograder.student.check import CaseNews, Checked
from autograder.student.gradients import gradient_check
from autograder.student.notebook import Grader
from autograder.student.show import lines
from tests.student.test_notebook import RIGHT, SQUARE, card, folder, ran  # noqa: F401 - a fixture

CALLS = 'from pathlib import Path\nfrom autograder.student.notebook import Grader\ngrader = Grader("mini")\n'


def script(folder, source, *options, **environment):  # noqa: F811
    (folder / "mini.py").write_text(source, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, *options, "mini.py"], capture_output=True, encoding="utf-8", cwd=folder, timeout=60,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment}, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(("lang", "said"), [("en", "✓ square: two numbers: ok"), ("zh", "✓ square：two numbers：通过")])
def test_a_script_that_is_run_prints_what_its_checks_say_once(folder, lang, said):  # noqa: F811
    source = f'LANGUAGE = "{lang}"\n{CALLS}{RIGHT}\ngrader.check("square")\ngrader.check_all()\n'
    out = script(folder, source)
    assert out.count(said) == 2 and out.count("4 / 4" if lang == "zh" else "4 of 4") == 1 and "\x1b" not in out
    assert script(folder, source, PYTHONIOENCODING="cp1252:strict")


def test_a_notebook_and_a_prompt_show_the_card_and_print_nothing_more(folder, capsys, monkeypatch):  # noqa: F811
    namespace = ran(folder, SQUARE + "    return x * x\n", In=[""], LANGUAGE="en")
    assert card(folder, namespace).passed and capsys.readouterr().out == ""
    monkeypatch.setattr(sys, "ps1", ">>> ", raising=False)
    namespace = ran(folder, SQUARE + "    return x * x\n", __name__="__main__", LANGUAGE="en")
    assert card(folder, namespace).passed and capsys.readouterr().out == ""


@pytest.mark.parametrize("call", ["check()", "check(3)", "check(None)", "check('')", "check([])"])
def test_a_check_without_a_name_is_told_what_there_is(folder, call):  # noqa: F811
    for lang, said in (
        ("en", "which question? For one grader.check("),
        ("zh", "要检查哪一题？检查一题用 grader.check("),
    ):
        namespace = {"LANGUAGE": lang, "grader": Grader("mini", folder=folder), "In": []}
        shown = str(eval(f"grader.{call}", namespace))
        assert said in shown and "grader.check_all()" in shown and "square" in shown


def test_a_function_may_be_given_in_the_place_of_its_name(folder):  # noqa: F811
    namespace = ran(folder, SQUARE + "    return x * x\n", LANGUAGE="en", grader=Grader("mini", folder=folder))
    assert eval("grader.check(square)", namespace).passed and not eval("grader.check_all(1)", namespace).passed


# -- the card ------------------------------------------------------------------------


def carded(lang, message):
    from autograder.student.card import Card

    checked = Checked(None, [CaseNews("q", "public: a", "failed", "")], {("q", "public: a"): message})
    assert message in "\n".join(map(str, lines(checked, lang))), "a terminal keeps the backticks"
    return Card(checked, lang)._repr_html_()


def test_what_stands_between_backticks_is_code_on_a_card_and_escaped():
    page = carded("en", "is a `return <b>` missing, or `2`? `")
    assert re.search(r"is a <code[^>]*>return &lt;b&gt;</code> missing, or <code[^>]*>2</code>\? `", page)


def test_a_chinese_card_has_no_italics():
    assert "font-style:italic" in carded("en", "a remark")
    assert "font-style:italic" not in carded("zh", "一句提示")


# -- gradient_check ------------------------------------------------------------------


def square(z):
    return (z**2).sum()


X = np.array([1.0, 2.0])


@pytest.mark.parametrize(
    ("arguments", "en", "zh"),
    [
        (
            (square, X, square),
            "gradient must be an array or a number, it is a function: call it",
            "gradient 应当是数组",
        ),
        ((square, X, None), "gradient must be an array or a number, it is NoneType", "gradient 应当是数组或数"),
        ((square, X, "2x"), "gradient must be an array or a number, it is str", "gradient 应当是数组或数"),
        ((square, X, [[1.0], [2.0, 3.0]]), "gradient must be an array or a number, it is list", "gradient 应当是数组"),
        ((square, X, 1j * X), "gradient must be an array or a number, it is ndarray", "gradient 应当是数组或数"),
        ((square, square, X), "x must be an array or a number, it is a function", "x 应当是数组或数"),
        ((5.0, X, 2 * X), "f must be a function, it is float", "f 应当是函数"),
        ((lambda z: None, X, 2 * X), "f must return one number, it returns NoneType", "f 应返回一个数"),
        ((lambda z: "a", X, 2 * X), "f must return one number, it returns str", "f 应返回一个数"),
    ],
)
def test_a_gradient_check_of_something_else_says_what_it_wants(arguments, en, zh, capsys):
    for lang, said in (("en", en), ("zh", zh)):
        assert np.isinf(gradient_check(*arguments, lang=lang)).all()
        assert capsys.readouterr().out.startswith(said)


def test_a_gradient_check_leaves_nothing_below_its_message_in_a_notebook():
    shell = InteractiveShell.instance()
    shell.user_ns.update(gradient_check=gradient_check, X=X, square=square)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "stdout", io.StringIO())
        shell.run_cell("errors = gradient_check(square, X, 2 * X, lang='en')")
        sys.stdout.truncate(0)
        shell.run_cell("gradient_check(square, X, 2 * X, lang='en')")
        once = sys.stdout.getvalue()
        shell.run_cell("errors + 1")
        after = sys.stdout.getvalue()[len(once) :]
    assert "gradient ok" in once and "array(" not in once
    assert "array([1." in after, "what is made of it is shown"
