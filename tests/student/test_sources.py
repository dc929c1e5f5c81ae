"""A wrong case that goes through another wrong function is told to begin there."""

import types

from autograder.student.recording import Call, Recording
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


def case(name, outcome, *functions):
    return Recording(name, outcome, calls=[Call(function, None) for function in functions])


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
    assert failing == {}
    note(case("of sigmoid", "failed", "sigmoid"), names, failing)
    assert sources([case("of nll", "passed", "nll")], names, failing) == {}


def test_a_function_that_was_written_anew_is_no_source():
    names, failing = namespace(), {}
    note(case("of sigmoid", "errored", "sigmoid"), names, failing)
    names["sigmoid"] = types.FunctionType(names["sigmoid"].__code__, names)
    assert sources([case("of nll", "failed", "nll")], names, failing) == {}
