"""A wrong case that goes through another wrong function is told to begin there."""

import types

import numpy as np
import pytest

from autograder.student.cases import _joined
from autograder.student.recording import Call, Comparison, Recording
from autograder.student.sources import note, sources

CODE = """
import numpy as np

def helper(z):
    return sigmoid(z) * 1.0

def sigmoid(z):
    return 1 / (1 + z)

def nll(z):
    return [np.log(helper(one)) for one in z]

def alone(z):
    return z + 1
"""


def namespace():
    names = {}
    exec(compile(CODE, "a file", "exec"), names)
    return names


def case(name, outcome, *functions, got=1.0, want=2.0):
    made = Recording(name, outcome, calls=[Call(function, None) for function in functions])
    made.comparisons.append(Comparison(got, want, 1e-6, outcome == "passed", None, None))
    return made


def test_the_source_is_told_through_helpers_and_comprehensions():
    names, failing = namespace(), {}
    note(case("of sigmoid", "failed", "sigmoid"), names, failing)
    found = sources([case("of nll", "failed", "nll"), case("of alone", "failed", "alone")], names, failing)
    assert list(found) == ["of nll"]
    assert found["of nll"].en == "This goes through your sigmoid, which fails its own tests: begin there."
    assert "sigmoid" in found["of nll"].zh


def test_a_right_case_and_a_function_without_a_case_of_its_own_are_told_nothing():
    names, failing = namespace(), {}
    note(case("of both", "failed", "sigmoid", "nll"), names, failing)
    note(case("of sigmoid", "passed", "sigmoid"), names, failing)
    assert list(failing) == ["sigmoid"] and not failing["sigmoid"].wrong
    note(case("of sigmoid", "failed", "sigmoid"), names, failing)
    assert sources([case("of nll", "passed", "nll")], names, failing) == {}


def test_a_function_that_was_written_anew_is_no_source():
    names, failing = namespace(), {}
    note(case("of sigmoid", "errored", "sigmoid"), names, failing)
    names["sigmoid"] = types.FunctionType(names["sigmoid"].__code__, names)
    assert sources([case("of nll", "failed", "nll")], names, failing) == {}


@pytest.mark.parametrize("got", [None, "text", np.ones(3), [[1.0], [1.0, 2.0]], np.array(["a"])])
def test_a_missing_return_a_type_and_a_shape_are_the_function_s_own(got):
    names, failing = namespace(), {}
    note(case("of sigmoid", "failed", "sigmoid"), names, failing)
    assert sources([case("of nll", "failed", "nll", got=got)], names, failing) == {}


def test_what_is_no_wrong_number_is_the_function_s_own():
    names, failing = namespace(), {}
    note(case("of sigmoid", "failed", "sigmoid"), names, failing)
    no_comparison = Recording("of nll", "failed", calls=[Call("nll", None)])
    assert sources([no_comparison], names, failing) == {}


@pytest.mark.parametrize("first", ["passed", "failed"])
def test_a_function_that_is_right_elsewhere_is_a_source_only_of_what_is_not_finite(first):
    names, failing = namespace(), {}
    kinds = {"passed": {}, "failed": {"got": np.nan}}
    for outcome in (first, "failed" if first == "passed" else "passed", "failed"):
        note(case("of sigmoid", outcome, "sigmoid", **kinds[outcome]), names, failing)
    ordinary, extreme = case("a", "failed", "nll"), case("b", "failed", "nll", got=np.inf)
    assert list(sources([ordinary, extreme], names, failing)) == ["b"]


def test_an_exception_comes_from_the_function_that_raised_it():
    names, failing = namespace(), {}
    note(case("of sigmoid", "failed", "sigmoid"), names, failing)
    for argument, found in (([None], ["of nll"]), (7, [])):  # 1 + None in sigmoid; a number is no list in nll
        with pytest.raises(TypeError) as caught:
            names["nll"](argument)
        raised = Recording("of nll", "errored", caught.value, [Call("nll", None, error=caught.value)])
        assert list(sources([raised], names, failing)) == found


def test_the_hint_comes_first_and_the_source_after_it():
    assert _joined(["2 times what is expected", "Begin there."], "en") == "2 times what is expected. Begin there."
    assert _joined(["is a return missing?", "Begin there."], "en") == "is a return missing? Begin there."
    assert _joined(["是应有值的 2 倍", "先改它。"], "zh") == "是应有值的 2 倍。先改它。"
