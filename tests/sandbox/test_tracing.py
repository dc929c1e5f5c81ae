"""Which line of a student's file a call raised in or returned from, and which functions it calls."""

import sys

from autograder.sandbox.reaching import reached
from autograder.sandbox.tracing import where

CODE = """
def helper(x):
    y = 1 / x
    return y

def branches(x):
    if x > 5:
        return 0
    if x > 1:
        return helper(x)
    z = helper(x)
    return z

def chain(x):
    return [other(helper(y)) for y in x]

def other(x):
    return branches(x)

def itself(x):
    return itself(x - 1) if x else 0
"""


def functions(file="<cell 3, 10>"):
    names = {}
    exec(compile(CODE, file, "exec"), names)
    return names


def test_the_line_from_which_a_call_returned():
    branches = functions()["branches"]
    assert where(branches, 9) == [3, 18]
    assert where(branches, 2) == [3, 20]
    assert where(branches, 0.5) == [3, 22]


def test_the_innermost_line_that_raised():
    assert where(functions()["branches"], 0) == [3, 13]


def test_what_is_no_code_of_the_file_has_no_line():
    assert where(len, [1]) == []
    assert where(functions("elsewhere.py")["branches"], 9) == []


def test_tracing_ends_with_the_call():
    before = sys.gettrace()
    where(functions()["branches"], 9)
    assert sys.gettrace() is before


def test_functions_are_reached_through_others_and_inner_code():
    names = functions()
    assert sorted(reached(names["chain"])) == ["branches", "helper", "other"]
    assert reached(names["itself"]) == []
    assert reached(len) == []
