"""Each shipped misconception, handed in, is named: rightly, and as the only one."""

import dataclasses
import itertools
import random

import numpy as np
import pytest

from autograder.course import find_course
from autograder.diagnosis import Tables, diagnose, indistinguishable
from autograder.diagnosis.agreement import all_agree
from autograder.diagnosis.forms import TIGHT
from autograder.diagnosis.naming import candidates, judge
from autograder.diagnosis.observations import Observation, observe
from autograder.diagnosis.probes import operations_of
from autograder.engine.grader import Grader
from autograder.questions.loading import load_homework
from autograder.submission import Submission
from autograder.wire.codec import encode_value
from tests import submissions

HOMEWORKS = tuple(find_course().homeworks)
SLOW = {"train_mlp"}  # it trains for seconds; its mistakes are told by their symptoms
# What float32 loses is the mistake itself, or more than the mistake.
NOT_IN_FLOAT32 = {"gradient-by-differences", "hessian-by-differences", "bound-growing", "bound-rounded"}
# An empty list has no shape; integers in a list are floats.
NOT_AS_LIST = {"backward-padding-zero-empty", "integer-matrix", "integers-at-test-time", "one-row-missing"}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=HOMEWORKS)
def homework(request):
    return load_homework(find_course(), request.param)


@pytest.fixture(scope="module")
def tables(homework):
    return Tables(homework)


def mistakes(homework):
    """(question, misconception) of all."""
    for question in homework.questions:
        yield from ((question, wrong) for wrong in question.mistakes.listed)


def function_tables(tables):
    """The tables of all functions of a homework that can be probed."""
    return [table for question in tables.homework.questions for table in tables.by_function(question).values()]


def plain(value):
    return value


def single(value):
    if isinstance(value, (np.ndarray, float)):
        array = np.asarray(value)
        return array.astype(np.float32) if array.dtype.kind == "f" else value
    return mapped(single, value)


def listed(value):
    return value.tolist() if isinstance(value, np.ndarray) else mapped(listed, value)


def mapped(change, value):
    if isinstance(value, (list, tuple)):
        return type(value)(change(v) for v in value)
    return {k: change(v) for k, v in value.items()} if isinstance(value, dict) else value


def dressed(observation, change):
    if observation.kind != "returned":
        return observation
    with np.errstate(all="ignore"):
        return Observation("returned", encode_value(change(observation.result())), changed=observation.changed)


@pytest.mark.parametrize(
    ("change", "lost"),
    [(plain, set()), (single, NOT_IN_FLOAT32), (listed, NOT_AS_LIST)],
    ids=["as it is", "float32", "lists"],
)
def test_every_mistake_is_named(homework, tables, change, lost):
    missed, count = [], 0
    for question, wrong in mistakes(homework):
        count += 1
        table = tables.by_function(question).get(wrong.function)
        recogniser = tables.recognisers_of(question).get(wrong.function)
        operations = operations_of(question)

        def ask(probe, wrong=wrong, operations=operations):
            return dressed(observe(wrong.wrong, probe, 30.0, operations), change)

        seen = recogniser.diagnose(ask) if recogniser is not None else None
        found = (seen,) if seen is not None else diagnose(table, ask) if table is not None else ()
        named = [one for one in found if not one.misconception.startswith("generic-")]
        if [one.misconception for one in named] != [wrong.id]:
            missed.append((wrong.function, wrong.id, [one.misconception for one in found]))
        elif wrong.convention:
            assert named[0].category == "convention"
    assert count > 100
    assert not [m for m in missed if m[1] not in lost]


def test_no_two_mistakes_are_the_same_on_every_probe(tables):
    pairs = {table.name: indistinguishable(table) for table in function_tables(tables)}
    assert {name: found for name, found in pairs.items() if found} == {}


def test_right_answers_are_left_alone(tables):
    for table in function_tables(tables):
        for change in (plain, listed):
            observed = [table.observed(dressed(r.observation, change)) for r in table.reference]
            assert judge(table, observed) == (), table.name


def test_two_faults_at_once_are_hardly_ever_taken_for_a_third():
    """One returned value from one mistake, the others from another: named only where a third mistake does the same."""
    combined = named = 0
    for name in HOMEWORKS:
        homework = load_homework(find_course(), name)
        for table in function_tables(Tables(homework)):
            pairs = list(itertools.combinations([theirs for _, theirs in table.mistakes], 2))
            for a, b in random.Random(3).sample(pairs, min(len(pairs), 60)):
                for observed in mixtures(table, a, b):
                    is_one = any(all_agree(observed, one, TIGHT) for one in (a, b))
                    if not is_one and not table.is_right(observed):
                        combined += 1
                        named += len(candidates(table, observed)) == 1
    assert combined > 500
    assert named <= combined / 100


def mixtures(table, a, b):
    """What functions show that return some values as a does and the rest as b does."""
    if table.hint is None or not all(s.kind == "returned" for s in (*a, *b)):
        return
    pairs = [(x.observation.result(), y.observation.result()) for x, y in zip(a, b)]
    first = pairs[0][0]
    if table.name == "build_tree" or not isinstance(first, (tuple, dict)):
        return
    keys = list(range(len(first))) if isinstance(first, tuple) else list(first)
    for count in range(1, len(keys)):
        for chosen in itertools.combinations(keys, count):
            try:
                yield [
                    table.observed(Observation("returned", encode_value(mixed(x, y, keys, chosen)))) for x, y in pairs
                ]
            except (TypeError, IndexError, KeyError):  # laid out in another way
                return


def mixed(x, y, keys, chosen):
    parts = {k: (x if k in chosen else y)[k] for k in keys}
    return parts if isinstance(x, dict) else tuple(parts.values())


def test_mistakes_in_whole_submissions_are_named(homework, tables, strongest):
    """A sample through the sandbox; functions that call the wrong one may be named beside it."""
    course, spec = homework.course, homework.spec
    pool = [(q, m) for q in spec.questions for m in submissions.misconceptions(course, spec, q)]
    pool = [(q, m) for q, m in pool if m.function not in SLOW]
    without_slow = dataclasses.replace(
        homework, questions=tuple(q for q in homework.questions if not SLOW & {*q.spec.functions})
    )
    with Grader(without_slow, strongest, tables=tables) as grader:
        for question, wrong in random.Random(2).sample(pool, 8):
            source = submissions.with_misconception(course, spec, question, wrong)
            result = grader.grade(Submission("student", "py", source), 1)
            named = {(d.function, d.misconception) for q in result.questions for d in q.diagnoses}
            assert (wrong.function, wrong.id) in named
            assert result.score < 100


def test_two_mistakes_that_make_up_for_each_other_explain_nothing(course_tables):
    """ceil((a + 1) / s) is floor(a / s) + 1: an answer that is right but for its type made neither of the two."""
    (table,) = course_tables("convnets", "conv_output_size").values()
    pairs = {frozenset(known.id for known in both) for both, _ in table.combinations}
    assert pairs and {"one-inside-the-division", "rounded-up"} not in pairs
    for homework in HOMEWORKS:
        for question in find_course().homework(homework).questions:
            for table in course_tables(homework, question.name).values():
                right = [one.observation for one in table.reference]
                same = [both for both, theirs in table.combinations if [one.observation for one in theirs] == right]
                assert same == [], table.name
