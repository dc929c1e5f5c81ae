"""What a prompt promises openly, a public test sees: arguments that stay, witnesses that hold, pixels as they come."""

from __future__ import annotations

import copy
import functools
import inspect
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.checks import as_floats
from autograder.course import find_course
from autograder.questions.loading import load_functions, load_question
from autograder.release.gate.bare import Direct, prepare
from autograder.release.public_suite import public_suite
from autograder.student import check as student
from autograder.student.notebook import Grader
from autograder.student.public_suites import load_public_suite

COURSE = find_course()
QUESTIONS = [
    pytest.param(homework, question, id=f"{homework.name}/{question.name}")
    for homework in COURSE.homeworks.values()
    for question in homework.questions
]
STAYS = "public: the arguments stay as they are"
NEW = r"return (a )?new (array|list)s?"
PROMISE = re.compile(rf"leav(e|ing) (?!open|out)[^.;]*?as (they are|it is)|{NEW}", re.IGNORECASE)


def prompt(homework, question):
    return " ".join(COURSE.prompt(homework.name, question.name, "en").read_text("utf-8").split())


def suite(homework, question, folder):
    path = folder / f"{question.name}.py"
    path.write_bytes(public_suite(COURSE, homework.name, question.name))
    return {case.name: case for case in load_public_suite(path).cases}


def spoil(value: Any) -> bool:
    """Changes a value in place, if it can be changed."""
    if isinstance(value, np.ndarray):
        value.flags.writeable = True
        value.flat[:] = 0 if value.any() else 1
        return True
    if isinstance(value, dict):
        value["more"] = 0
        return True
    if isinstance(value, list):
        value.append(value[0] if value else 0)
        return True
    return False


def spoiling(function: Callable[..., Any], position: int) -> tuple[Callable[..., Any], list[bool]]:
    """The function, which afterwards changes one of its arguments; and whether it had anything to change."""
    done: list[bool] = []

    @functools.wraps(function)
    def spoilt(*args):
        answer = function(*copy.deepcopy(args))
        done.append(spoil(args[position]))
        return answer

    return spoilt, done


def message_of(case, functions):
    """What a case says; nothing if it passes."""
    try:
        case.run(functions)
    except AssertionError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(("homework", "question"), QUESTIONS)
def test_a_promise_about_arguments_has_a_public_case(homework, question, tmp_path):
    assert bool(PROMISE.search(prompt(homework, question))) == (STAYS in suite(homework, question, tmp_path))


@pytest.mark.parametrize(("homework", "question"), QUESTIONS)
def test_whoever_changes_an_argument_is_told_which(homework, question, tmp_path):
    case = suite(homework, question, tmp_path).get(STAYS)
    if case is None:
        return
    right = load_functions(COURSE.solution(homework.name, question.name), question.functions)
    case.run(right)
    prepare()
    contracts = load_question(COURSE, homework.name, question).contracts
    seen = set()
    for name in case.parameters:
        parameters = list(inspect.signature(right[name]).parameters)
        for position, parameter in enumerate(parameters):
            function, done = spoiling(right[name], position)
            said = message_of(case, right | {name: function})
            if not any(done):  # a number, a name
                assert said == ""
                continue
            seen.add(name)
            assert f"{name}({', '.join(parameters)}) changes {parameter}" in said
            # where a suite gets no function but a proxy that is asked
            proxies = {n: Direct(contracts[n], right[n], 20.0) for n in right}
            asked = Direct(contracts[name], spoiling(right[name], position)[0], 20.0)
            assert message_of(case, proxies | {name: asked}) == said
    assert seen == set(case.parameters)


@pytest.mark.parametrize(("homework", "question"), QUESTIONS)
def test_whoever_hands_an_argument_back_where_new_arrays_are_asked_for_is_told(homework, question, tmp_path):
    if not re.search(NEW, prompt(homework, question), re.IGNORECASE):
        return
    case = suite(homework, question, tmp_path)[STAYS]
    right = load_functions(COURSE.solution(homework.name, question.name), question.functions)
    for name in case.parameters:
        with pytest.raises(AssertionError, match=r"hands back .* itself, or a part of it: return a new array"):
            case.run(right | {name: lambda *args: [args]})


IN_PLACE = """
import numpy as np

np.seterr(all="ignore")


def softmax(logits):
    logits -= logits.max(axis=-1, keepdims=True)
    p = np.exp(logits)
    return p / p.sum(axis=-1, keepdims=True)


def log_softmax(logits):
    return np.log(softmax(1.0 * logits))
"""
SAID = {"en": "softmax(logits) changes logits", "zh": "softmax(logits) 改变了 logits"}


@pytest.fixture
def folder(tmp_path):
    """A student's folder with `losses`, answered in place."""
    made = shutil.copytree(COURSE.template("losses"), tmp_path / "losses")
    (made / "losses.py").write_text(IN_PLACE)
    return made


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_in_place_is_told_by_the_command_and_in_the_notebook(folder, lang, monkeypatch):
    path, tests = student.find(folder / "losses.py")
    checked = student.check(path, student.choose(path, tests, ["softmax"]), lang)
    (told,) = (case for case in checked.cases if case.case == STAYS)
    assert (told.outcome, told.message) == ("failed", SAID[lang])

    monkeypatch.setenv("HOMEWORK_LANG", lang)
    space = {"__file__": str(folder / "losses.py"), "grader": Grader("losses", lang, folder)}
    exec(compile(IN_PLACE, str(folder / "losses.py"), "exec"), space)
    assert SAID[lang] in str(eval("grader.check('softmax')", space))


OTTER = """
import otter, sys
exec(open("losses.py").read())
said = repr(otter.Notebook(tests_dir="tests").check("softmax", global_env=globals()))
sys.stdout.buffer.write(said.encode("utf-8"))
"""


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_in_place_is_told_by_plain_otter(folder, lang):
    (folder / "losses.ipynb").unlink()
    command = [sys.executable, "-c", OTTER]
    environment = os.environ | {"HOMEWORK_LANG": lang}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert SAID[lang] in done.stdout, done.stderr


# -- a witness, and a scale ----------------------------------------------------------------------------------------


def question_of(homework, name):
    spec = COURSE.homework(homework)
    return spec, next(question for question in spec.questions if question.name == name)


@pytest.mark.parametrize("loss", ["mse", "ce"])
def test_a_false_witness_fails_the_public_inequality(loss, tmp_path):
    spec, question = question_of("losses", "nonconvexity_witness")
    cases = suite(spec, question, tmp_path)
    right = load_functions(COURSE.solution("losses", question.name), question.functions)
    false = (np.array([1.0, 2.0]), np.array([1.5, 2.0]), 0.5)

    def witness(asked):
        return false if asked == loss else right["nonconvexity_witness"](asked)

    cases["public: the witness has the right form"].run({"nonconvexity_witness": witness})
    with pytest.raises(AssertionError, match=f"{loss}: f is .* no witness"):
        cases["public: the loss rises above the chord"].run({"nonconvexity_witness": witness})


@pytest.mark.parametrize(
    ("point", "right"),
    [(np.array([10.0, 20.0]), True), ([10, 20], True), ([10.0, 20.0], True), (np.array([10, 20]), False)],
    ids=["floats", "a list of integers", "a list of floats", "an array of integers"],
)
def test_integers_are_refused_in_an_array_and_taken_in_a_list_as_the_prompt_says(point, right, tmp_path):
    spec, question = question_of("losses", "nonconvexity_witness")
    assert "an array of integers is refused (in a plain list they are fine)" in prompt(spec, question)
    case = suite(spec, question, tmp_path)["public: the point has the right form"]
    assert (message_of(case, {"negative_curvature_point": lambda loss: point}) == "") is right
    assert (as_floats(point) is not None) is right, "the grading takes the same"


def test_the_public_curvature_is_the_exact_one_on_a_grid(tmp_path):
    spec, question = question_of("losses", "nonconvexity_witness")
    case = suite(spec, question, tmp_path)["public: the curvature is negative"]
    hessian = load_functions(COURSE.solution("losses", "tiny_network"), ["tiny_hessian"])["tiny_hessian"]
    grid = [np.array([a, b]) for a in np.linspace(-6, 6, 9) for b in (-90.0, -7.0, -1.0, 0.0, 0.5, 3.0, 25.0)]
    for theta in grid:
        exact = {loss: np.linalg.eigvalsh(hessian(*theta, 1.0, 1.0, loss))[0] for loss in ("mse", "ce")}
        if min(abs(value + 1e-3) for value in exact.values()) < 1e-2 * max(1.0, abs(theta[1])):
            continue
        answer = {"negative_curvature_point": lambda loss, theta=theta: theta}
        if all(value < -1e-3 for value in exact.values()):
            case.run(answer)
        else:
            with pytest.raises(AssertionError, match="least eigenvalue"):
                case.run(answer)


def test_a_scale_that_is_not_folded_into_the_weights_is_told(tmp_path):
    spec, question = question_of("backprop", "train_mlp")
    case = suite(spec, question, tmp_path)["public: ten easy classes, learned from 160 images"]
    right = load_functions(COURSE.solution("backprop", "train_mlp"), ["train_mlp"])["train_mlp"]

    def unfolded(*args):
        W1, b1, W2, b2 = right(*args)
        return 16.0 * W1, b1, W2, b2

    case.run({"train_mlp": right})
    with pytest.raises(AssertionError, match=r"with pixels divided by 16 it would be .*: fold that factor"):
        case.run({"train_mlp": unfolded})
