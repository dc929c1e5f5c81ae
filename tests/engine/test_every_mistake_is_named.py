"""Each shipped misconception, handed in as an answer, is named: rightly, and as the only one."""

import dataclasses
import itertools
import random

import numpy as np
import pytest

from autograder.checks.misconceptions import Misconception
from autograder.course import find_course
from autograder.engine.diagnosis import diagnose, indistinguishable
from autograder.engine.diagnosis.answers import same
from autograder.engine.diagnosis.forms import TIGHT
from autograder.engine.diagnosis.making import module_operations
from autograder.engine.diagnosis.naming import candidates, is_right, judge
from autograder.engine.diagnosis.observations import Observation, observe
from autograder.engine.diagnosis.tables import load_namespace
from autograder.engine.grader import Grader, Submission
from autograder.engine.homeworks import load_homework
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


def mistakes(homework):
    """(question, misconception) of all."""
    for question in homework.questions:
        path = homework.course.misconceptions(homework.spec.name, question.spec.name)
        yield from ((question, v) for v in load_namespace(path).values() if isinstance(v, Misconception))


def each(homework):
    """(table, misconception, operations) of all whose answers are compared."""
    for question, wrong in mistakes(homework):
        operations = module_operations() if "torch" in question.spec.packages else {}
        table = homework.tables.of(question).get(wrong.function)
        if table is not None:
            yield table, wrong, operations


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
def test_every_mistake_is_named(homework, change, lost):
    missed, count = [], 0
    for question, wrong in mistakes(homework):
        count += 1
        table = homework.tables.of(question).get(wrong.function)
        recogniser = homework.tables.recognisers_of(question).get(wrong.function)
        operations = module_operations() if "torch" in question.spec.packages else {}

        def ask(probe, wrong=wrong, operations=operations):
            return dressed(observe(wrong.wrong, probe, 30.0, operations), change)

        found = recogniser.diagnose(ask) if recogniser is not None else None
        if found is None and table is not None:
            found = diagnose(table, ask)
        if found is None or found.misconception != wrong.id:
            missed.append((wrong.function, wrong.id, found and found.misconception))
        elif wrong.convention:
            assert found.category == "convention"
    assert count > 100
    assert not [m for m in missed if m[1] not in lost]


def test_no_two_mistakes_are_the_same_on_every_probe(homework):
    tables = {t.name: t for t, *_ in each(homework)}
    pairs = {name: indistinguishable(table) for name, table in tables.items()}
    assert {name: found for name, found in pairs.items() if found} == {}


def test_right_answers_are_left_alone(homework):
    for table in {t.name: t for t, *_ in each(homework)}.values():
        for change in (plain, listed):
            answers = [table.seen(dressed(s.observation, change)) for s in table.reference]
            assert judge(table, answers) is None, table.name


def test_two_faults_at_once_are_hardly_ever_taken_for_a_third():
    """One returned value from one mistake, the others from another: named only where that is a third one's answer."""
    combined = named = 0
    for name in HOMEWORKS:
        homework = load_homework(find_course(), name)
        for table in {t.name: t for t, *_ in each(homework)}.values():
            pairs = list(itertools.combinations([theirs for _, theirs in table.mistakes], 2))
            for a, b in random.Random(3).sample(pairs, min(len(pairs), 60)):
                for answers in mixtures(table, a, b):
                    is_one = any(all(same(x, y, TIGHT) for x, y in zip(answers, one)) for one in (a, b))
                    if not is_one and not is_right(table, answers):
                        combined += 1
                        named += len(candidates(table, answers)) == 1
    assert combined > 500
    assert named <= combined / 100


def mixtures(table, a, b):
    """The answers of functions that return some values as a does and the rest as b does."""
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
                yield [table.seen(Observation("returned", encode_value(mixed(x, y, keys, chosen)))) for x, y in pairs]
            except (TypeError, IndexError, KeyError):  # laid out in another way
                return


def mixed(x, y, keys, chosen):
    parts = {k: (x if k in chosen else y)[k] for k in keys}
    return parts if isinstance(x, dict) else tuple(parts.values())


def test_mistakes_in_whole_submissions_are_named(homework, strongest):
    """A sample through the sandbox; functions that call the wrong one may be named beside it."""
    course, spec = homework.course, homework.spec
    pool = [(q, m) for q in spec.questions for m in submissions.misconceptions(course, spec, q)]
    pool = [(q, m) for q, m in pool if m.function not in SLOW]
    homework = dataclasses.replace(
        homework, questions=tuple(q for q in homework.questions if not SLOW & {*q.spec.functions})
    )
    with Grader(homework, strongest) as grader:
        for question, wrong in random.Random(2).sample(pool, 8):
            source = submissions.with_misconception(course, spec, question, wrong)
            result = grader.grade(Submission("student", "py", source), 1)
            named = {(d.function, d.misconception) for q in result.questions for d in q.diagnoses}
            assert (wrong.function, wrong.id) in named
            assert result.score < 100
