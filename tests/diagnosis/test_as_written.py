"""Functions as students write them: told by name, or by a remark that leads to the mistake, and hardly one misled.

`make diagnosis-report` prints what becomes of them, kind by kind.
"""

from collections import Counter

import pytest

from tests.diagnosis.verdicts import FAMILIES, KINDS, VERDICTS, Written, as_written, told

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def verdicts(course_tables):
    """(function, verdict, what was told) of all."""
    from autograder.diagnosis.recognising import recognisers

    found = []
    for homework, question, functions in as_written():
        tables = course_tables(homework, question.spec.name)
        looks = recognisers(homework, question)
        for one in functions:
            ids = told(question, tables, looks, one)
            found.append((one, one.verdict(ids), ids))
    return found


class TestAsStudentsWrite:
    def test_there_are_enough_of_each_kind(self, verdicts):
        count = Counter(one.kind for one, *_ in verdicts)
        assert set(count) == set(KINDS)
        assert len(verdicts) >= 130 and count["pair"] >= 60 and count["edge"] >= 25 and count["unstable"] >= 15

    def test_four_of_five_are_named_or_led_to_their_mistake(self, verdicts):
        count = Counter(verdict for _, verdict, _ in verdicts)
        assert set(count) <= set(VERDICTS)
        assert count["right"] + count["helpful"] >= 0.85 * len(verdicts)
        assert count["nothing"] == 0

    def test_so_are_most_of_those_that_the_engine_has_learnt_nothing_from(self, verdicts):
        later = [verdict for one, verdict, _ in verdicts if one.later]
        assert len(later) >= 30
        assert sum(verdict in ("right", "helpful") for verdict in later) >= 0.6 * len(later)

    def test_none_is_misled(self, verdicts):
        assert [(one.id, ids) for one, verdict, ids in verdicts if verdict == "misleading"] == []

    def test_what_is_right_on_ordinary_inputs_is_told_nothing_else(self, verdicts):
        for one, _, ids in verdicts:
            if one.kind == "unstable":
                assert not set(ids) & {"generic-nan-too", "generic-wrong-values", "generic-part"}, one.id

    def test_values_are_told_before_edges(self, verdicts):
        edges = FAMILIES["changed"] | FAMILIES["missing-error"] | {"generic-extremes-too", "generic-dtype-integers"}
        for one, _, ids in verdicts:
            named = [i for i, name in enumerate(ids) if not name.startswith("generic-")]
            if named:
                assert all(ids.index(edge) > max(named) for edge in edges & set(ids)), (one.id, ids)


@pytest.mark.parametrize(("cohort", "least"), [("fresh", 0.85), ("unseen", 0.75)])
def test_most_of_a_cohort_are_named_or_led_to_their_mistake(course_tables, cohort, least):
    """The engine has learnt from the first of them since it was written, and nothing from the second."""
    from autograder.diagnosis.recognising import recognisers

    count = Counter()
    for homework, question, functions in as_written(cohort):
        tables, looks = course_tables(homework, question.spec.name), recognisers(homework, question)
        count.update(one.verdict(told(question, tables, looks, one)) for one in functions)
    total = sum(count.values())
    assert total >= 25
    assert count["right"] + count["helpful"] >= least * total
    assert count["nothing"] <= 0.05 * total
    assert count["misleading"] == 0


def verdict(kind, names, *ids, leads=()):
    return Written(kind, "f", len, names, leads).verdict(ids)


def test_what_is_told_is_sorted_by_declarations_alone():
    assert verdict("pair", ("a", "b"), "a", "b") == "right"
    assert verdict("pair", ("a", "b|~changed"), "a", "generic-changed-too") == "right"
    assert verdict("pair", ("a", "b"), "a", "generic-part") == "helpful"
    assert verdict("pair", ("a", "b"), "a", "c") == "misleading"
    assert verdict("pair", ("a",), "generic-part", leads=("part",)) == "helpful"
    assert verdict("pair", ("a",), "generic-part") == "vague"
    assert verdict("pair", ("a",)) == "nothing"
    assert verdict("pair", ("a",), "generic-extremes") == "misleading"
    assert verdict("unstable", ("a",), "generic-extremes") == "helpful"
    assert verdict("unstable", ("a",), "a", "generic-nan-too") == "misleading"
