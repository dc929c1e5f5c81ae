"""`call_many`: what a suite gets is what single calls give, whatever becomes of them."""

import dataclasses
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.checks import call_many
from autograder.diagnosis.probes import record
from autograder.engine.faults import StudentFault
from autograder.engine.grader import Grader
from autograder.engine.proxies import Line, Proxy
from autograder.engine.work import Work
from autograder.questions.suites import Case, Suite
from autograder.sandbox.worker import answer
from autograder.submission import Submission
from autograder.wire.codec import encode, encode_value
from autograder.wire.many import MOST, join_replies
from autograder.wire.messages import Call, Reply

CALLS = [(total, 3) for total in range(2 * MOST + 10)]
RIGHT = """
import numpy as np
import ctypes, os, sys, time
def split_evenly(total, parts):
    size, larger = divmod(total, parts)
    return [size + 1] * larger + [size] * (parts - larger)
"""


def single(function, calls):
    return (function(*args) for args in calls)


@pytest.fixture(scope="module")
def seen(mini, strongest):
    """What a case sees of a source's function `split_evenly`: its values, the fault that ended it, and its result."""
    now = {}

    def run(environment):
        told = now["told"]
        try:
            for value in now["way"](environment["split_evenly"], now["calls"]):
                told.append(value)
        except StudentFault as fault:
            told.append((fault.outcome, fault.public, fault.hidden, type(fault)))
            raise

    (question,) = (q for q in mini.questions if "split_evenly" in q.spec.functions)
    case = Case("made up", question.spec.points, True, ("split_evenly",), run)
    question = dataclasses.replace(question, suites=(Suite("made up", question.suites[1].path, (case,)),))
    with Grader(dataclasses.replace(mini, questions=(question,)), strongest) as grader:

        def seen(source, calls, way):
            now.update(calls=calls, way=way, told=(told := []))
            result = grader.grade(Submission("student", "py", source.encode()), 1)
            (case,) = (case for question in result.questions for case in question.cases)
            return told, (case.outcome, case.message)

        yield seen


def when(condition, statement):
    return RIGHT.replace("    size,", f"    if {condition}:\n        {statement}\n    size,")


FAULTS = {
    "raises": 'raise KeyError("x" * total)',
    "raises as it is asked to": 'raise ValueError("no")',
    "raises what ends a loop": "raise StopIteration",
    "raises what ends a generator": "raise GeneratorExit",
    "calls a stub": "raise NotImplementedError",
    "runs out of memory": "raise MemoryError",
    "ends its process": "os._exit(0)",
    "crashes": "ctypes.string_at(0)",
    "exits": "sys.exit()",
    "returns something unsendable": "return object()",
    "returns something too large": "return [total] * (1 << 20)",
    "returns too much": "return np.zeros(1 << 21)",
    "returns many empty rows": "return np.zeros((1 << 16, 0), int)",
    "returns objects": "return np.array([1, None], object)",
    "returns another type": 'return "a text"',
    "returns another shape": "return np.zeros((2, 2), int)",
    "returns floats": "return [0.5]",
    "returns nothing": "return None",
}


def test_a_right_answer_gives_the_same_values(seen):
    assert seen(RIGHT, CALLS, call_many) == seen(RIGHT, CALLS, single)
    assert len(seen(RIGHT, CALLS, call_many)[0]) == len(CALLS)
    assert seen(RIGHT, [], call_many) == ([], ("passed", ""))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_first_call_that_fails_is_told_as_by_itself(seen, fault):
    source = when("True", FAULTS[fault])
    told, case = seen(source, CALLS[:30], call_many)
    assert (told, case) == seen(source, CALLS[:30], single)
    assert len(told) == 1
    assert case[0] != "passed"


@pytest.mark.parametrize("fault", FAULTS)
def test_a_later_call_that_fails_is_told_as_by_itself(seen, fault):
    source = when("total == 20", FAULTS[fault])
    told, case = seen(source, CALLS[:30], call_many)
    alone, case_alone = seen(source, CALLS[:30], single)
    assert (told[-1], case) == (alone[-1], case_alone)
    assert case[0] != "passed"
    if case[0] != "crashed":  # what a process that ended had to say of its other calls is lost with it
        assert told == alone


@pytest.mark.slow
@pytest.mark.parametrize("condition", ["True", "total == 20"])
def test_a_call_that_hangs_is_told_as_by_itself(seen, condition):
    source = when(condition, "while True: pass")
    told, case = seen(source, CALLS[:30], call_many)
    assert (told[-1], case) == (seen(source, CALLS[:30], single)[0][-1], ("timed_out", told[-1][2]))


def test_a_call_that_takes_long_has_its_time_to_itself(seen):
    """All of them together would exceed the limit of a call."""
    source = when("True", "time.sleep(0.1)")
    assert seen(source, CALLS[:18], call_many) == seen(RIGHT, CALLS[:18], single)


def test_a_fault_comes_after_the_values_before_it(seen):
    """So a case that refuses one of these says so first, as it does with single calls."""
    told, _ = seen(when("total == 20", "raise KeyError"), CALLS[:30], call_many)
    assert len(told) == 21


def test_a_case_that_stops_looking_can_go_on_calling(seen):
    def two(function, calls):
        values = call_many(function, calls)
        yield from (next(values), next(values), function(*calls[5]))
        yield from call_many(function, calls)

    assert seen(RIGHT, CALLS, two)[1] == ("passed", "")


def test_changed_arguments_stay_in_the_call_that_changed_them(mini):
    square = next(q for q in mini.questions if "square" in q.spec.functions)

    class Here(Line):
        def __init__(self):
            self.scarce, self.exchanges, self.work = False, 0, Work()

        def call(self, function, args, *, watch=False, operation="call"):
            self.exchanges += 1

            def doubles(x):
                x *= 2
                return x

            return answer(Call(1, function, args, watch, operation), {"square": doubles})

    line, x = Here(), np.ones(3)
    got = list(call_many(Proxy(square.contracts["square"], line, None), [(x,)] * 20))
    assert np.array_equal(got, np.full((20, 3), 2.0))
    assert x.tolist() == [1, 1, 1]
    assert line.exchanges == 2


@pytest.mark.parametrize(
    "numbers", [[], [1, 0], [0, 0], list(range(40))], ids=["none", "swapped", "one twice", "too many"]
)
def test_a_reply_to_other_calls_ends_the_process(mini, numbers):
    split = next(q for q in mini.questions if "split_evenly" in q.spec.functions)

    class Liar(Line):
        def __init__(self):
            self.scarce, self.closed, self.work = False, False, Work()

        def call(self, function, args, *, watch=False, operation="call"):
            if operation == "call":
                return Reply(1, "returned", value=encode_value([1, 2]))
            return Reply(
                1,
                "returned",
                value=join_replies([encode(Reply(n, "returned", value=encode_value([1, 2]))) for n in numbers]),
            )

        def close(self):
            self.closed = True

    line = Liar()
    values = call_many(Proxy(split.contracts["split_evenly"], line, None), [(3, 2)] * 10)
    assert next(values) == [1, 2]
    with pytest.raises(StudentFault) as fault:
        next(values)
    assert (fault.value.outcome, line.closed) == ("crashed", True)


def test_replies_that_came_together_are_charged_one_by_one(mini):
    """What has come may be small and slow to judge: an empty array with many rows, as a list of lists."""
    split = next(q for q in mini.questions if "split_evenly" in q.spec.functions)

    class Here(Line):
        def __init__(self):
            self.scarce, self.work = False, Work(0.02)

        def call(self, function, args, *, watch=False, operation="call"):
            return answer(Call(1, function, args, watch, operation), {"split_evenly": lambda *args: [1, 2]})

    line, judged = Here(), 0
    with line.work.measured(), pytest.raises(StudentFault, match=r"takes the grader more than 0\.02 s") as fault:
        for _ in call_many(Proxy(split.contracts["split_evenly"], line, None), [(3, 2)] * 100):
            judged += 1
            end = time.thread_time() + 0.005
            while time.thread_time() < end:
                pass
    assert fault.value.outcome == "timed_out" and judged <= 5


BODIES = (
    "return [total] * parts",
    "return np.full(total % 50, parts)",
    "return total / parts",
    "return {total: [parts]}",
    "return str(total)",
    "return [seen.append(total) or len(seen)]",
    "return int(np.random.randint(1000)), total",
    "return np.zeros(total)[:: parts or 1]",
)


@settings(max_examples=15)
@given(
    st.lists(st.tuples(st.integers(-5, 400), st.integers(0, 4)), max_size=40),
    st.sampled_from(BODIES),
    st.sampled_from([*FAULTS.values(), "pass"]),
)
def test_many_calls_equal_single_calls(seen, calls, body, fault):
    if fault in (FAULTS["ends its process"], FAULTS["crashes"]):
        fault = "pass"
    source = RIGHT.replace("def split", "seen = []\ndef split").replace(
        "    size,", f"    if total == 7:\n        {fault}\n    {body}\n    size,"
    )
    assert repr(seen(source, calls, call_many)) == repr(seen(source, calls, single))


def test_any_other_function_is_called_in_a_loop():
    asked = []

    def f(a, b):
        asked.append((a, b))
        return a + b

    values = call_many(f, [(1, 2), (3, 4), (5, 6)])
    assert (next(values), asked) == (3, [(1, 2)])
    assert list(values) == [7, 11]


def test_the_diagnosis_records_the_same_inputs(mini):
    question = next(q for q in mini.questions if "split_evenly" in q.spec.functions)

    def probes(way):
        def run(environment):
            list(way(environment["split_evenly"], CALLS[:9]))

        case = Case("made up", 1.0, True, ("split_evenly",), run)
        suite = Suite("made up", question.suites[1].path, (case,))
        recorded = record("mini", question.spec.name, suite, question.reference, question.contracts, {}, 1)
        return recorded["split_evenly"]

    assert probes(call_many) == probes(single)
    assert len(probes(call_many)) == 9
