"""Naming the mistake: known mistakes are named, other wrong answers are described, right ones are left alone."""

import dataclasses
import html
import time

import msgspec
import numpy as np
import pytest

from autograder.cache import Cache
from autograder.course import find_course
from autograder.diagnosis import Tables, diagnose
from autograder.diagnosis.naming import LARGEST
from autograder.diagnosis.observations import Observation, observe
from autograder.diagnosis.tables import make
from autograder.engine.grader import Grader
from autograder.engine.run import NAMING
from autograder.questions.loading import load_question
from autograder.reports.html import student_page
from autograder.results import Diagnosis, Message, to_json
from autograder.submission import Submission
from autograder.wire.codec import encode_value
from tests.engine.test_grader import RIGHT, with_cases, with_limits


def softmax(z, axis=-1):
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def busy(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def gradient(logits, labels):
    return (softmax(logits) - np.eye(logits.shape[1])[labels]) / len(labels)


def backward(X, W, dY):
    return dY @ W.T, X.T @ dY, dY.sum(axis=0)


@pytest.fixture(scope="module")
def tables(course_tables):
    """The tables of three questions, by function."""
    questions = ("softmax_cross_entropy_grad", "linear_backward", "sigmoid")
    return {name: table for question in questions for name, table in course_tables("losses", question).items()}


@pytest.fixture
def said(tables):
    """What is said first of a function: `said(name, function)`."""

    def run(name, function):
        return first(diagnose(tables[name], lambda probe: observe(function, probe, 5.0, {})))

    return run


def first(said):
    return said[0] if said else None


def test_the_right_answer_is_left_alone(said):
    assert said("softmax_cross_entropy_grad", gradient) is None
    assert said("linear_backward", backward) is None


def test_right_answers_in_other_clothes_are_left_alone(said):
    assert said("softmax_cross_entropy_grad", lambda z, y: gradient(z, y).tolist()) is None
    assert said("linear_backward", lambda X, W, dY: [np.asfortranarray(part) for part in backward(X, W, dY)]) is None


def test_a_known_mistake_is_named_with_both_hints(said):
    found = said("softmax_cross_entropy_grad", lambda z, y: gradient(z, y) * len(y))
    assert found.misconception == "summed-over-batch"
    assert "number of samples" in found.message.en
    assert "样本数" in found.message.zh


def test_a_known_mistake_in_other_clothes_is_named(said):
    wrong = lambda z, y: gradient(z, y) * len(y)  # noqa: E731
    for dressed in (lambda z, y: wrong(z, y).astype(np.float32), lambda z, y: wrong(z, y).tolist()):
        assert said("softmax_cross_entropy_grad", dressed).misconception == "summed-over-batch"


def test_a_mistake_that_agrees_on_all_probes_but_one_is_not_named(tables):
    table = tables["softmax_cross_entropy_grad"]

    def ask(probe):
        observation = observe(lambda z, y: gradient(z, y) * len(y), probe, 5.0, {})
        return observation if probe is not table.probes[-1] else observe(gradient, probe, 5.0, {})

    found = first(diagnose(table, ask))
    assert found is None or found.misconception.startswith("generic-")


@pytest.mark.parametrize(
    ("what", "function", "words"),
    [
        ("generic-factor", lambda z, y: gradient(z, y) * 4, "exactly 4 times"),
        ("generic-factor", lambda z, y: gradient(z, y) / len(y), "exactly 1/n times"),
        ("generic-factor", lambda z, y: gradient(z, y) * z.shape[1], "exactly k times"),
        ("generic-some-factor", lambda z, y: gradient(z, y) * np.abs(z).max(), "common factor"),
        ("generic-sign", lambda z, y: np.abs(gradient(z, y)), "some signs"),
        ("generic-transposed", lambda z, y: gradient(z, y).T, "transposed"),
        ("generic-permuted", lambda z, y: gradient(z, y)[::-1], "another order"),
        ("generic-zeros", lambda z, y: np.zeros(z.shape), "all entries are 0"),
        ("generic-none", lambda z, y: None, "return missing"),
        ("generic-object", lambda z, y: {1, 2}, "no number"),
        ("generic-structure", lambda z, y: {"dz": gradient(z, y)}, "(n, k) float"),
        ("generic-extra-axis", lambda z, y: gradient(z, y)[None], "axis of length 1"),
        ("generic-missing-axis", lambda z, y: gradient(z, y).sum(axis=1), "axis is missing"),
        ("generic-shape-always", lambda z, y: np.zeros((89, 97)), "shape is wrong for every input"),
        ("generic-dtype", lambda z, y: np.round(gradient(z, y)).astype(int), "wrong kind"),
        ("generic-nan-always", lambda z, y: gradient(z, y) * np.nan, "every input"),
        ("generic-precision", lambda z, y: gradient(z, y).round(5), "few digits"),
        ("generic-exception-always", lambda z, y: undefined, "Raises NameError for every input"),  # noqa: F821
        (
            "generic-exception",
            lambda z, y: gradient(z, y) if len(y) < 5 else {}[5],
            "Raises KeyError for some ordinary",
        ),
        (
            "generic-raises-at-edge",
            lambda z, y: gradient(z, y) if len(y) > 1 else {}[5],
            "KeyError for a single sample",
        ),
        ("generic-more-of-argument", lambda z, y: gradient(z, y) + z / 7, "a multiple of logits"),
        ("generic-shifted", lambda z, y: gradient(z, y) + 0.5, "off by the same number"),
        ("generic-function-of-right", lambda z, y: np.exp(gradient(z, y)), "the exponential of the right value"),
        ("generic-wrong-values", lambda z, y: gradient(z, y) + z**3 / 7, "wrong for ordinary inputs"),
    ],
)
def test_other_wrong_answers_are_described(said, what, function, words):
    found = said("softmax_cross_entropy_grad", function)
    assert found is not None
    assert (found.misconception, words.lower() in found.message.en.lower()) == (what, True), found


def test_what_is_said_names_the_part(said):
    found = said("linear_backward", lambda X, W, dY: (backward(X, W, dY)[0], backward(X, W, dY)[1] * 3 / 7, dY[0] ** 2))
    assert found.message.en.startswith(("dW", "dX right"))
    changed = said("linear_backward", lambda X, W, dY: (backward(X, W, dY), X.sort())[0])
    assert changed.misconception == "generic-changed" or changed.category == "changed"


def test_nan_on_extreme_input_only_is_called_that(said):
    with np.errstate(all="ignore"):
        found = said("sigmoid", lambda z: np.where(np.abs(z) > 700, np.nan, 1 / (1 + np.exp(-z))))
    assert (found.misconception, found.category) == ("generic-extremes", "stability")
    assert found.message.en.startswith("Right for ordinary inputs, but NaN for extreme ones")


def test_a_mistake_of_the_values_is_named_whatever_happens_at_the_edges(tables):
    def summed_unshifted_in_place(z, y):
        e = np.exp(z)
        e /= e.sum(axis=1, keepdims=True)
        e[np.arange(len(y)), y] -= 1
        z *= 1
        return e if len(y) > 1 else [][0]

    told = diagnose(tables["softmax_cross_entropy_grad"], lambda p: observe(summed_unshifted_in_place, p, 5.0, {}))
    assert [one.misconception for one in told][:2] == ["summed-over-batch", "generic-raises-at-edge"]
    assert len(told) <= 3


def test_values_come_before_edges_and_are_not_called_right_where_they_are_wrong(tables):
    def wrong_in_place(z, y):
        z -= z.max(axis=1, keepdims=True)
        return gradient(z, y) * 3

    told = diagnose(tables["softmax_cross_entropy_grad"], lambda probe: observe(wrong_in_place, probe, 5.0, {}))
    assert [one.misconception for one in told] == ["generic-some-factor", "generic-changed-too"]
    assert "result is right" not in told[-1].message.en


def test_two_mistakes_in_different_returned_values_are_both_named(tables):
    def two(X, W, dY):
        return dY @ W.T / len(X), X.T @ dY, dY.mean(axis=0)

    told = diagnose(tables["linear_backward"], lambda probe: observe(two, probe, 5.0, {}))
    assert {one.misconception for one in told} == {"input-gradient-averaged", "bias-gradient-averaged"}


def test_two_mistakes_in_the_same_value_are_both_named(tables):
    told = diagnose(
        tables["softmax_cross_entropy_grad"],
        lambda probe: observe(lambda z, y: -gradient(z, y) * len(y), probe, 5.0, {}),
    )
    assert {one.misconception for one in told} == {"wrong-sign", "summed-over-batch"}


def test_a_pair_that_is_not_the_only_one_is_not_named(tables):
    table = tables["linear_backward"]
    twins = [(dataclasses.replace(known, id=f"also-{known.id}"), theirs) for known, theirs in table.mistakes]
    table = dataclasses.replace(table, mistakes=(*table.mistakes, *twins))
    told = diagnose(
        table, lambda p: observe(lambda X, W, dY: (dY @ W.T / len(X), X.T @ dY, dY.mean(axis=0)), p, 5.0, {})
    )
    assert all(one.misconception.startswith("generic-") for one in told)


def test_a_mistake_with_one_wrong_ordinary_answer_is_not_named(tables):
    table = tables["softmax_cross_entropy_grad"]
    one = table.ordinary[0]

    def ask(probe):
        wrong = probe is table.probes[one]
        return observe(lambda z, y: gradient(z, y) * (len(y) if wrong else 1), probe, 5.0, {})

    assert all(told.misconception.startswith("generic-") for told in diagnose(table, ask))


def test_what_draws_random_numbers_without_a_seed_is_told_so(tables):
    def noisy(z, y):
        return gradient(z, y) + np.random.normal(size=z.shape)

    told = diagnose(tables["softmax_cross_entropy_grad"], lambda probe: observe(noisy, probe, 5.0, {}))
    assert [one.misconception for one in told] == ["generic-draws-itself"]


def test_a_remark_points_at_the_line_that_raised_or_returned(tables):
    table = tables["softmax_cross_entropy_grad"]

    def said(function):
        ask = lambda probe: observe(function, probe, 5.0, {})  # noqa: E731
        return diagnose(table, ask, lambda probe: (3, 12))[0].message

    assert said(lambda z, y: gradient(z, y) + z).en.endswith("The value comes from code cell 3, line 12.")
    assert said(lambda z, y: undefined).zh.endswith("出错的是第 3 个代码单元格第 12 行。")  # noqa: F821


@pytest.mark.parametrize(("waits", "kind"), [(lambda until: time.sleep(0.3), "returned"), (busy, "timed_out")])
def test_a_function_of_ours_is_ended_for_what_it_computes_and_not_for_what_the_machine_does(tables, waits, kind):
    probe = tables["sigmoid"].probes[0]
    assert observe(lambda z: waits(0.3) or z, probe, 0.1, {}).kind == kind


@pytest.mark.parametrize("kind", ["not_implemented", "missing", "timed_out", "crashed", "memory"])
def test_a_function_that_gives_no_answer_is_not_diagnosed(tables, kind):
    asked = []

    def ask(probe):
        asked.append(probe)
        return Observation(kind)

    assert diagnose(tables["sigmoid"], ask) == ()
    assert len(asked) == 1


def test_what_a_student_claims_is_no_message(tables):
    claims = Observation("raised", error="<script>$(rm)")
    assert "script" not in diagnose(tables["sigmoid"], lambda probe: claims)[0].message.en


def test_hostile_answers_are_no_fault_of_ours(tables):
    deep = 0
    for _ in range(60):
        deep = [deep]
    huge = np.zeros(LARGEST + 1, dtype=np.int8)
    odd = [deep, huge, {1: 2, "a": None, None: [1, "x"]}, [[1, 2], [3]], "text", True, 2**63, [], {}, [None], -0.0]
    for table in tables.values():
        for value in odd:
            found = diagnose(table, lambda probe, value=value: Observation("returned", encode_value(value)))
            assert all(one.misconception.startswith("generic-") for one in found)


def columns(tables):
    """What tables hold, by function: their probes and what each function showed."""
    return {
        name: (t.probes, [o.observation for o in t.reference], [[o.observation for o in c] for _, c in t.mistakes])
        for name, t in tables.items()
    }


def test_tables_are_the_same_from_the_cache_and_without_one(mini, tmp_path):
    made = [
        columns(make(mini.course, mini.spec, question, Cache(tmp_path / folder)))
        for folder in ("one", "two", "two")
        for question in mini.questions[:1]
    ]
    assert made[0] == made[1] == made[2]
    (file,) = (tmp_path / "two").iterdir()
    file.write_bytes(b"damaged")
    assert columns(make(mini.course, mini.spec, mini.questions[0], Cache(tmp_path / "two"))) == made[0]


@pytest.mark.slow
def test_tables_of_random_draws_are_the_same_when_they_are_made_anew(course_tables, tmp_path):
    course = find_course()
    spec = next(q for q in course.homework("training").questions if q.name == "dropout")
    loaded = load_question(course, "training", spec)
    anew = make(course, course.homework("training"), loaded, Cache(tmp_path))
    assert columns(anew) == columns(course_tables("training", "dropout"))


# -- through the engine ---------------------------------------------------------------------------------------------


def diagnoses(result):
    return [(d.function, d.misconception) for q in result.questions for d in q.diagnoses]


def test_a_submission_says_what_is_wrong_where(grade):
    assert diagnoses(grade(RIGHT)) == []
    assert diagnoses(grade(RIGHT.replace("x * x", "2 * x"))) == [("square", "doubled")]
    assert diagnoses(grade(RIGHT.replace("x * x", "-x * x"))) == [("square", "generic-opposite")]
    assert diagnoses(grade(RIGHT.replace("return x * x", "raise NotImplementedError"))) == []


def test_a_deviation_is_told_where_it_comes_from(grade):
    wrong = RIGHT.replace("return x * x", "return x * x + 1")
    wrong = wrong.replace("float(x.std())", "float(square(x - x.mean()).mean() ** 0.5)")
    told = {d.function: d for q in grade(wrong).questions for d in q.diagnoses}
    assert told["square"].misconception == "generic-shifted"
    assert told["square"].message.en.endswith("The value comes from line 5.")
    assert told["mean_and_std"].misconception == "generic-through"
    assert told["mean_and_std"].message.en.startswith("This goes through your square, which fails its own tests")


def test_a_function_that_hangs_when_it_is_diagnosed_costs_a_hint_and_no_mark(mini, strongest):
    """The hidden case calls it once, with a size that no probe has; in a fresh process counting starts again."""

    def one_call(env):
        env["square"](np.zeros(64))
        raise AssertionError

    homework = with_limits(with_cases(mini, square=one_call), call=1.0)
    source = RIGHT.replace("    return x * x", "    while x.size < 60: pass\n    return x * x")
    with Grader(homework, strongest, tables=Tables(homework)) as grader:
        result = grader.grade(Submission("student", "py", source.encode()), 1)
    assert diagnoses(result) == []
    assert [q.score for q in result.questions][1:] == [35.0, 25.0]


def test_a_fault_in_naming_costs_a_hint_and_no_mark(mini, strongest):
    class Broken(Tables):
        def by_function(self, question):
            raise ZeroDivisionError

    with Grader(mini, strongest, tables=Broken(mini)) as grader:
        result = grader.grade(Submission("student", "py", RIGHT.replace("x * x", "2 * x").encode()), 1)
    assert (result.status, result.score, diagnoses(result)) == ("graded", 60.0, [])
    assert [(f.question, f.case, f.error) for f in result.faults] == [("square", NAMING, "ZeroDivisionError: ")]
    assert result.notes == (), "a student is told nothing of it"


def test_naming_is_the_same_for_every_seed_and_student(grade):
    wrong = RIGHT.replace("x * x", "2 * x")
    shown = {to_json(grade(wrong, name, seed)).partition(b'"diagnoses"')[2] for name in ("a", "b") for seed in (1, 2)}
    assert len(shown) == 1


@pytest.mark.parametrize(
    ("hints", "shown", "not_shown"),
    [
        ("full", ["take the mean", "summed-over-batch"], []),
        ("category", ["Another convention"], ["take the mean", "summed-over-batch"]),
        ("off", [], ["take the mean", "summed-over-batch", "Another convention"]),
    ],
)
def test_the_students_page_keeps_to_the_courses_hints(mini, grade, hints, shown, not_shown):
    result = grade(RIGHT.replace("x * x", "2 * x"))
    named = Diagnosis("square", "summed-over-batch", Message("take the mean", "取平均"), "convention")
    question = changed_to(result.questions[0], diagnoses=(named,))
    result = changed_to(result, questions=(question, *result.questions[1:]))
    page = html.unescape(student_page(changed_to(mini.spec, hints=hints), result, "today"))
    assert all(text in page for text in shown)
    assert not any(text in page for text in not_shown)


def changed_to(struct, **changes):
    return msgspec.structs.replace(struct, **changes)
