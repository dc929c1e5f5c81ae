"""What is said of functions that call a wrong one."""

from autograder.diagnosis.sources import at_their_sources
from autograder.results import Diagnosis, Message


def one(function, name, category="value"):
    return Diagnosis(function, name, Message("en", "zh"), category)


def ids(told, reached):
    return {name: [d.misconception for d in said] for name, said in at_their_sources(told, reached).items()}


def test_what_is_said_in_general_of_a_caller_gives_way_to_where_it_comes_from():
    told = {"sigmoid": [one("sigmoid", "brackets")], "nll": [one("nll", "generic-wrong-values")]}
    assert ids(told, {"nll": ["sigmoid"]}) == {"sigmoid": ["brackets"], "nll": ["generic-through"]}


def test_a_name_and_another_kind_of_remark_stay():
    told = {
        "sigmoid": [one("sigmoid", "brackets")],
        "nll": [one("nll", "summed"), one("nll", "generic-changed", "changed"), one("nll", "generic-part")],
    }
    assert ids(told, {"nll": ["sigmoid"]})["nll"] == ["summed", "generic-changed", "generic-through"]


def test_a_factor_stays_and_the_source_comes_after_it():
    told = {"softmax": [one("softmax", "no-shift")], "grad": [one("grad", "generic-factor")]}
    assert ids(told, {"grad": ["softmax"]})["grad"] == ["generic-factor", "generic-through"]


def test_what_cannot_come_from_the_called_function_is_not_told_to():
    for kind, source in (("shape", "value"), ("shape", "shape"), ("changed", "changed"), ("value", "stability")):
        told = {"softmax": [one("softmax", "its", source)], "grad": [one("grad", "generic-x", kind)]}
        assert ids(told, {"grad": ["softmax"]})["grad"] == ["generic-x"], (kind, source)


def test_a_right_function_is_no_source():
    told = {"sigmoid": [], "nll": [one("nll", "generic-part")]}
    assert ids(told, {"nll": ["sigmoid", "np"]})["nll"] == ["generic-part"]


def test_of_a_chain_the_last_wrong_function_is_named_and_a_circle_has_none():
    told = {name: [one(name, "generic-part")] for name in "abc"}
    chain = at_their_sources(told, {"a": ["b", "c"], "b": ["c"], "c": []})
    assert "your c," in chain["a"][-1].message.en and "your c," in chain["b"][-1].message.en
    circle = {"a": ["b"], "b": ["a"]}
    assert ids({name: told[name] for name in "ab"}, circle) == {"a": ["generic-part"], "b": ["generic-part"]}
