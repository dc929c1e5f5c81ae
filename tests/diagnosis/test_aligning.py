"""The aligner: what it says holds for the values at hand, whatever they are; what is not certain is not said."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.diagnosis.aligning import align
from autograder.diagnosis.quantities import RESULT, Held, Quantity, Run, in_order, resembles, with_series
from autograder.diagnosis.relations import Work, evidence, near, same, spread

SHAPES = [(3, 4), (5, 4), (2, 4)]  # n differs from call to call


def draws(seed, shape, low=0.3, high=3.0):
    return np.random.default_rng(seed).uniform(low, high, shape)


def run(quantities, held, returned=None, *, arguments=None, symbols=None, complete=True, missed=()):
    """A call of a function with one result, by label and value, and by name and value, in lines of their own."""
    right = list(quantities.values())[-1]
    made = [Quantity(n, label, np.asarray(value, float)) for n, (label, value) in enumerate(quantities.items())]
    values = [Held(name, (0, n + 2), np.asarray(value, float)) for n, (name, value) in enumerate(held)]
    last = values[-1].value if returned is None else np.asarray(returned, float)
    return Run(
        (*made, Quantity(RESULT, "return", np.asarray(right, float))),
        (*values, Held("return", (0, 99), last)),
        arguments or {},
        symbols or {},
        complete,
        frozenset(missed),
    )


CHAIN = {0: frozenset(), 1: frozenset({0}), 2: frozenset({0, 1})}


def chain(i):
    """z, h = tanh(z), y = h * (1 - h) * c: three quantities of one call, and its argument c."""
    z = draws(i, SHAPES[i], 1.2, 3.0)
    c = draws(100 + i, SHAPES[i])
    h = np.tanh(z)
    return {"z": z, "h": h, "y": h * (1 - h) * c}, c


def of(student, **more):
    """What is said, if this makes the student's variables of the right ones."""
    runs = []
    for i in range(3):
        right, c = chain(i)
        runs.append(run(right, student(right, c), arguments={"c": c}, symbols={"n": float(SHAPES[i][0])}, **more))
    return align(runs, CHAIN)


def test_a_right_function_is_silent_whatever_its_variables_are():
    assert of(lambda right, c: [("a", right["z"]), ("b", right["h"]), ("out", right["y"])]) is None
    assert of(lambda right, c: [("out", right["y"])]) is None
    assert of(lambda right, c: [("junk", c * 7), ("out", right["y"])]) is None


@pytest.mark.parametrize(
    ("wrong", "how", "term"),
    [
        (lambda y, h, c, n: y * n, "scaled", "n"),
        (lambda y, h, c, n: y / n, "scaled", "1/n"),
        (lambda y, h, c, n: -y, "opposite", ""),
        (lambda y, h, c, n: y * 0.3717, "some-factor", ""),
        (lambda y, h, c, n: y / (1 - h), "without", "1 - b"),
        (lambda y, h, c, n: y / h, "divided", "b"),
        (lambda y, h, c, n: y * h, "times", "b"),
        (lambda y, h, c, n: y - c, "without-term", "c"),
        (lambda y, h, c, n: y + h, "plus-term", "b"),
    ],
)
def test_each_relation_is_found_and_named_by_the_student_s_own_names(wrong, how, term):
    found = of(lambda right, c: [("a", right["z"]), ("b", right["h"]), ("y", wrong(right["y"], right["h"], c, len(c)))])
    assert (found.how, found.term, found.name, found.label) == (how, term, "y", "y")
    assert (found.right, found.first, found.named, found.place) == (("a", "b"), True, True, (0, 4))


def test_equal_up_to_kept_axes_transposition_and_broadcasting_is_right():
    for turn in (lambda v: v[:, :, None], lambda v: v.T, lambda v: v[None], lambda v: np.stack([v] * 3)):
        found = of(lambda right, c, turn=turn: [("a", turn(right["z"])), ("b", turn(right["h"])), ("y", -right["y"])])
        assert (found.how, found.right) == ("opposite", ("a", "b"))


def test_a_factor_that_a_later_step_takes_back_is_a_convention():
    def student(right, c):
        return [("z", right["z"]), ("h", 2 * right["h"]), ("y", right["y"]), ("out", right["y"] + 1)]

    found = of(student)
    assert found is None or found.name != "h"


def test_a_value_that_is_nowhere_is_told_only_if_all_was_seen_and_something_is_right():
    def student(right, c):
        return [("a", right["z"]), ("out", np.cos(right["y"]))]

    found = of(student)
    assert (found.how, found.label, found.right) == ("nothing", "h", ("a",))
    assert of(student, complete=False) is None
    assert of(student, missed=[12, 20, 8]) is None, "it may have been among those"
    assert of(student, missed=[1, 5]).how == "nothing", "these are too small"
    assert of(lambda right, c: [("out", np.cos(right["y"]))]) is None, "nothing is right"


def test_if_all_is_right_but_the_result_what_is_wrong_comes_after():
    found = of(lambda right, c: [("a", right["z"]), ("b", right["h"]), ("y", right["y"]), ("out", np.cos(right["y"]))])
    assert (found.how, found.right) == ("after", ("a", "b", "y"))


def test_two_values_that_could_be_meant_are_one_too_many():
    found = of(lambda r, c: [("a", r["z"]), ("p", 2 * r["h"]), ("out", np.cos(c))])
    assert (found.how, found.name, found.sure) == ("scaled", "p", False), "it may be meant as something else"
    assert of(lambda r, c: [("a", r["z"]), ("p", 2 * r["h"]), ("q", 3 * r["h"]), ("out", np.cos(c))]).how == "nothing"
    found = of(lambda r, c: [("a", r["z"]), ("p", 2 * r["h"]), ("h", 3 * r["h"]), ("out", np.cos(c))])
    assert (found.how, found.name) == ("some-factor", "h"), "3 h is no factor that has a name, but it is called h"


def test_a_variable_that_is_spoilt_later_is_not_called_right_by_its_name():
    found = of(lambda r, c: [("a", r["z"]), ("a", np.cos(r["z"])), ("b", r["h"]), ("y", -r["y"])])
    assert found.right == ("z", "b")
    found = of(lambda r, c: [("a", r["z"]), ("a", r["h"]), ("y", -r["y"])])
    assert found.right == ("a",), "it held one right value after the other"


def test_one_number_proves_no_factor():
    runs = [run({"s": 2.5, "y": 1.37}, [("a", 5.0), ("out", 0.4)]) for _ in range(5)]
    assert align(runs, {0: frozenset(), 1: frozenset({0})}) is None


def test_of_several_results_the_wrong_one_is_told():
    runs = []
    for i in range(3):
        a, b = draws(i, SHAPES[i]), draws(50 + i, (4,))
        quantities = (
            Quantity(0, "dX", a),
            Quantity(1, "db", b),
            Quantity(-1, "return[0]", a),
            Quantity(-1, "return[1]", b),
        )
        held = (Held("g", (0, 2), a), Held("return[0]", (0, 4), a), Held("return[1]", (0, 4), np.cos(b)))
        runs.append(Run(quantities, held))
    found = align(runs, {0: frozenset(), 1: frozenset()})
    assert (found.how, found.label, found.right) == ("wrong", "db", ("g",))


def test_what_is_laid_out_in_another_way_is_not_judged():
    right, _ = chain(0)
    quantities = tuple(Quantity(RESULT, f"return[{i}]", v) for i, v in enumerate(right.values()))
    assert align([Run(quantities, (Held("return", (0, 1), np.ones(3)),))], {}) is None


def test_numbers_of_a_loop_are_one_series_in_whatever_order():
    held = [Held("g", (0, 3), np.asarray(v)) for v in (0.7, 0.2, 0.4)]
    series = with_series(held)[-1]
    assert series.series and same(in_order(series, np.array([0.2, 0.4, 0.7])), np.array([0.2, 0.4, 0.7]))


def test_too_much_to_compare_is_an_answer_of_its_own():
    right, c = chain(0)
    values = [run(right, [("a", right["z"]), ("y", -right["y"])], arguments={"c": c})]
    assert align(values, CHAIN) is not None
    assert align(values, CHAIN, work=Work(200)) is None


def test_names_resemble_each_other_without_case_numbers_and_plural():
    for name, label in (
        ("dz1", "dZ1"),
        ("xhat", "x_hat"),
        ("delta", "delta_2"),
        ("variance", "var"),
        ("dWs[1]", "dW_2"),
        ("d_W", "dW"),
    ):
        assert resembles(name, label), name
    for name, label in (("dz2", "dZ1"), ("return", "return"), ("x", "x_hat"), ("", "p"), ("delta3", "delta_2")):
        assert not resembles(name, label), name


def test_evidence_counts_different_numbers_and_round_ones_little():
    assert evidence([np.zeros(9)]) == 0
    assert evidence([np.full(9, 0.5)]) == 1
    assert evidence([np.array([0.6887, -0.6887])]) == 3
    assert evidence([np.array([1.0, 2.0]), np.array([3.0])]) == 3


def test_what_has_the_size_of_one_axis_goes_along_it():
    assert spread(np.arange(3.0), np.zeros((2, 3, 5, 5))).shape == (2, 3, 5, 5)
    assert spread(np.arange(3.0), np.zeros((3, 3, 5, 5))) is None, "two axes have it"


@given(st.floats(1e-20, 1e20), st.integers(0, 99))
def test_nearness_does_not_depend_on_the_size_of_numbers(scale, seed):
    a = draws(seed, (7,))
    if scale > 1e-11:
        assert near(scale * a, scale * a * (1 + 1e-9)) and not near(scale * a, scale * a * 1.01)


CHANGES = {
    "right": lambda v, c: v,
    "negated": lambda v, c: -v,
    "doubled": lambda v, c: 2 * v,
    "times c": lambda v, c: v * c,
    "over c": lambda v, c: v / c,
    "plus c": lambda v, c: v + c,
    "minus c": lambda v, c: v - c,
    "masked": lambda v, c: v * (c > 1),
    "bent": lambda v, c: np.sin(3 * v),
    "turned": lambda v, c: v.T,
    "absent": None,
}


@settings(max_examples=300)
@given(st.lists(st.sampled_from(sorted(CHANGES)), min_size=3, max_size=3), st.integers(0, 30), st.booleans())
def test_whatever_is_said_is_true_of_the_values(changes, seed, with_junk):
    """The terms, factors and names of every sentence are held against the values that it speaks of."""
    runs = []
    for i, shape in enumerate(SHAPES):
        z, h, c = draws(seed + 7 * i, shape, 0.2, 0.9), draws(seed + 7 * i + 1, shape), draws(seed + 7 * i + 2, shape)
        right = {"z": z, "h": h, "y": z * (1 - z) * c}
        held = [(f"v{k}", CHANGES[what](right[k], c)) for k, what in zip(right, changes) if CHANGES[what]]
        held += [("junk", draws(seed + 500 + i, shape))] if with_junk else []
        returned = next((value for name, value in held if name == "vy"), c * c)
        held.append(("out", returned))
        runs.append(run(right, held, arguments={"c": c}, symbols={"n": float(shape[0])}))
    found = align(runs, CHAIN)
    if changes[-1] == "right":
        assert found is None
        return
    if found is None:
        return
    for one in runs:
        values = {held.name: held.value for held in one.held}
        quantities = {quantity.label: quantity.value for quantity in one.quantities}
        for name in found.right:
            label = name.removeprefix("v")  # by the reference's name, where the student has several
            held = [values[name]] if name in values else values.values()
            assert any(same(value, quantities[label]) for value in held), "what is called right is right"
        if found.how == "nothing" and one.wrong:
            assert not any(same(value, quantities[found.label]) for value in values.values())
        if found.how in ("nothing", "wrong", "after"):
            continue
        got, want = values[found.name], quantities[found.label or "y"]
        got = got if got.shape == want.shape else got.T
        names = {**one.arguments, **values, **quantities, **one.symbols}
        term = eval(re.sub(r"\^", "**", found.term) or "1.0", {}, names)
        expected = {
            "scaled": lambda w, t: w * t,
            "opposite": lambda w, t: -w,
            "without-term": lambda w, t: w - t,
            "plus-term": lambda w, t: w + t,
            "times": lambda w, t: w * t,
            "divided": lambda w, t: w / t,
        }
        if found.how == "without":
            assert near(got * term, want)
        elif found.how == "some-factor":
            assert near(got / want, np.full_like(want, (got / want).flat[0]))
        else:
            assert near(got, expected[found.how](want, term))
