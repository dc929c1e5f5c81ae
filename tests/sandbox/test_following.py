"""The values of a function's variables, line by line: all of them within bounds, and no code of a student's is run."""
# ruff: noqa: F841, RET504 - these variables are what is looked at

import functools
import sys
import threading

import numpy as np
import pytest

from autograder.sandbox import following
from autograder.sandbox.following import EVENTS, FIRST, LAST, TOTAL, VALUES, Followed, follow
from autograder.sandbox.tracing import local_values
from autograder.wire.codec import encode_value
from autograder.wire.parts import LARGEST


def names(seen):
    return [kept.name for kept in seen.kept]


def values(seen, name):
    return [kept.value for kept in seen.kept if kept.name == name]


def test_each_assignment_is_kept_with_its_line_and_what_is_returned_comes_last():
    def f(x):
        a = x + 1
        a *= 2
        a[0] = 7
        b = {"m": a, "n": 1.5}
        return a.sum(), [a, x]

    first = f.__code__.co_firstlineno
    seen = follow(f, (np.arange(3.0),))
    assert seen.complete and seen.missed == []
    assert [(kept.name, kept.line - first) for kept in seen.kept] == [
        ("a", 1),
        ("a", 2),
        ("a", 3),
        ("b['m']", 4),
        ("b['n']", 4),
        ("return[0]", 5),
        ("return[1][0]", 5),
        ("return[1][1]", 5),
    ]
    assert [list(value) for value in values(seen, "a")] == [[1, 2, 3], [2, 4, 6], [7, 4, 6]]


def test_an_argument_that_is_not_changed_is_none_of_its_values():
    def f(x, y):
        x += 1
        return y

    assert names(follow(f, (np.zeros(2), np.ones(2)))) == ["x", "return"]


def test_a_number_that_a_line_gives_again_is_kept_again():
    def f():
        for a in (1, 2, 3):
            g = a % 2
        return g

    assert values(follow(f, ()), "g") == [1, 0, 1]


def test_of_a_wrapped_function_the_inner_one_is_followed_and_of_others_nothing():
    def inner(x):
        y = x + 1
        return y

    @functools.wraps(inner)
    def outer(*args):
        z = inner(*args)
        return z

    assert names(follow(outer, (1,))) == ["y", "return"]
    assert follow(len, ([],)) == follow(functools.partial(inner), (1,)) == Followed([], False)


def test_only_the_first_call_of_a_recursion_is_followed():
    def f(n):
        m = n + 10
        return m if n == 0 else f(n - 1)

    seen = follow(f, (3,))
    assert values(seen, "m") == [13] and values(seen, "return") == [10]


def test_a_function_that_raises_has_no_trace():
    def f():
        a = 1
        raise ValueError(a)

    def g():
        a = 1
        sys.exit(a)

    assert follow(f, ()) == follow(g, ()) == Followed([], False)


def test_a_generator_and_a_thread_have_no_trace_of_their_own():
    def generator():
        a = 1
        yield a

    def threads():
        def work():
            b = 2
            return b

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        return 1

    assert "a" not in names(follow(generator, ()))
    assert "b" not in names(follow(threads, ()))


def test_who_undoes_the_tracing_loses_the_trace_and_what_was_traced_before_goes_on():
    def off():
        a = 1
        sys.settrace(None)
        return a

    def another():
        a = 1
        sys.settrace(lambda *_: None)
        return a

    before = sys.gettrace()
    assert follow(off, ()) == follow(another, ()) == Followed([], False)
    assert sys.gettrace() is before


def test_a_long_loop_is_followed_for_a_while_and_ends():
    def f():
        total = 0
        for i in range(10 * EVENTS):
            total += i
        return total

    seen = follow(f, ())
    assert not seen.complete and len(seen.kept) <= 2 * (FIRST + LAST) + 3
    assert values(seen, "return") == [sum(range(10 * EVENTS))], "the call itself goes on"


def test_of_many_values_in_one_line_the_first_and_the_last_are_kept_and_the_sizes_of_the_others():
    def f():
        for i in range(100):
            a = np.full(3, float(i))
        return a

    seen = follow(f, ())
    assert [value[0] for value in values(seen, "a")] == [*range(FIRST), *range(100 - LAST, 100)]
    assert seen.complete and seen.missed == [1, 3]


def test_large_arrays_many_values_and_long_lists_are_left_out():
    def large():
        a = np.zeros(LARGEST // 8 + 1)
        b = np.zeros(3)
        return b

    def many():
        names = {f"v{i}": np.zeros(7000) + i for i in range(60)}
        a, b = names, 1
        return b

    def long():
        a = [[0.5] * 100] * 3
        b = list(range(10**5))
        return 1

    seen = follow(large, ())
    assert names(seen) == ["b", "return"] and not seen.complete
    seen = follow(many, ())
    assert not seen.complete and sum(getattr(kept.value, "nbytes", 8) for kept in seen.kept) <= TOTAL
    assert not follow(long, ()).complete
    source = "def wide():\n" + "".join(f"    v{i} = {i}.5\n" for i in range(VALUES + 50)) + "    return 1\n"
    namespace = {}
    exec(source, namespace)
    assert len(follow(namespace["wide"], ()).kept) <= VALUES


class Meta(type):
    def __eq__(cls, other):
        raise AssertionError("asked")

    def __hash__(cls):
        raise AssertionError("asked")


class Hostile(metaclass=Meta):
    def __getattribute__(self, name):
        raise AssertionError(name)

    def __array__(self, *_):
        raise AssertionError("__array__")

    def __float__(self):
        raise AssertionError("__float__")


class Sly(np.ndarray):
    def copy(self, *_):
        raise AssertionError("copy")

    def tobytes(self, *_):
        raise AssertionError("tobytes")


class Lines(list):
    def __iter__(self):
        raise AssertionError("__iter__")


class Whole(float):
    def __repr__(self):
        raise AssertionError("__repr__")


def test_no_method_of_a_student_s_class_is_called():
    def f():
        a = Hostile()
        b = np.zeros(3).view(Sly)
        c = Lines([1.0, 2.0])
        d = Whole(2.5)
        e = np.empty(1, dtype=object)
        e[0] = a
        g = [Hostile(), 1.0]
        h = {1.5: 2.0, "k": np.ones(2)}
        ok = 1.25
        return ok

    seen = follow(f, ())
    assert names(seen) == ["g[1]", "h['k']", "ok", "return"]


def test_a_deadline_of_ours_passes_through():
    class Deadline(BaseException):
        pass

    def f():
        raise Deadline

    before = sys.gettrace()
    with pytest.raises(Deadline):
        follow(f, ())
    assert sys.gettrace() is before


def test_the_sandbox_tells_places_of_the_file_and_plain_values():
    namespace = {}
    exec(compile("def f(x):\n    y = x * 2\n    return y", "<cell 3, 10>", "exec"), namespace)
    complete, missed, *found = local_values(namespace["f"], np.ones(2))
    assert (complete, missed) == (True, [])
    assert [one[:3] for one in found] == [["y", 3, 12], ["return", 3, 13]]
    encode_value(found)


def test_a_line_is_looked_at_by_the_interpreter_s_own_functions():
    assert following._settrace.__module__ == "sys", "kept before a student can put another one in their place"
