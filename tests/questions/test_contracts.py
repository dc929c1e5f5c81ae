"""Contracts: what an annotation lets through, in which form, and what is said of the rest."""
# ruff: noqa: F821

from collections.abc import Hashable
from typing import Any, TypedDict

import jaxtyping
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jaxtyping import Float, Int, Shaped

from autograder.checks.values import Unusable, refuse_unusable
from autograder.questions.contracts import Contract, ContractError, describe
from autograder.questions.shapes import Shape

Array = np.ndarray


class Stats(TypedDict):
    """Two entries."""

    mean: Float[Array, "d"]
    count: int


def contract(returns, **arguments):
    """The contract of a function with these annotations."""
    names = list(arguments)
    namespace: dict[str, Any] = {}
    exec(f"def function({', '.join(names)}): ...", namespace)
    function = namespace["function"]
    function.__annotations__ = {**arguments, "return": returns}
    return Contract(function)


def accepts(returns, value):
    return contract(returns).check((), value)


def refuses(returns, value):
    with pytest.raises(ContractError) as error:
        refuse_unusable(accepts(returns, value))
    return error.value


NOT_NUMBERS = [None, True, "1", {}, {"a": 1}, [[1.0], [1.0, 2.0]], ["a"]]


@pytest.mark.parametrize("value", [2, 2.0, np.float32(2), np.array(2.0), np.int64(2), np.array(2)], ids=repr)
def test_a_float_is_any_scalar_number_and_becomes_python_s(value):
    got = accepts(float, value)
    assert type(got) is float and got == 2


@pytest.mark.parametrize(
    "value", [*NOT_NUMBERS, [2.0], np.array([2.0]), np.zeros(0), np.nan, np.inf, 10**400], ids=repr
)
def test_a_float_is_nothing_else(value):
    assert refuses(float, value).expected == "float"


@pytest.mark.parametrize("value", [2, np.int8(2), np.array(2, dtype=np.uint64)], ids=repr)
def test_an_int_is_any_scalar_integer_and_becomes_python_s(value):
    got = accepts(int, value)
    assert type(got) is int and got == 2


@pytest.mark.parametrize("value", [*NOT_NUMBERS, 2.0, np.array(2.0), [2], np.array([2])], ids=repr)
def test_an_int_is_nothing_else(value):
    refuses(int, value)


def test_bool_and_str_are_themselves():
    assert accepts(bool, True) is True
    assert accepts(str, "a") == "a"
    for wrong in (1, 0.0, None, "True", np.array(1), [True]):
        refuses(bool, wrong)
    for wrong in (1, None, ["a"], np.array(1)):
        refuses(str, wrong)


def test_an_array_keeps_its_dtype_and_a_list_becomes_one():
    assert accepts(Float[Array, "n"], np.ones(3, dtype=np.float32)).dtype == np.float32
    assert accepts(Float[Array, "n"], [1, 2.5]).dtype == np.float64
    assert accepts(Int[Array, "n"], (1, 2)).dtype == np.int64
    assert accepts(Int[Array, "n"], np.zeros(0)).dtype == np.int64


@pytest.mark.parametrize("value", [*NOT_NUMBERS, np.array([1, 2]), np.array([True]), 1.0, np.ones((2, 1))], ids=repr)
def test_a_float_vector_is_nothing_else(value):
    assert refuses(Float[Array, "n"], value).expected == "(n,) float"


@pytest.mark.parametrize("value", [*NOT_NUMBERS, np.array([1.0]), np.array([True]), 1, np.ones((2, 1), int)], ids=repr)
def test_an_int_vector_is_nothing_else(value):
    assert refuses(Int[Array, "n"], value).expected == "(n,) int"


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_an_array_is_finite(bad):
    assert "nan or inf" in refuses(Float[Array, "n m"], np.array([[1.0, bad]])).got


def test_an_array_with_no_entry_is_refused_where_a_scalar_is_asked():
    refuses(Float[Array, ""], np.zeros(0))
    assert accepts(Float[Array, ""], 3.0).shape == ()


def test_dimensions_are_bound_by_the_arguments():
    fits = contract(Float[Array, "n k"], x=Float[Array, "n d"], w=Float[Array, "d k"])
    args = (np.ones((5, 3)), np.ones((3, 2)))
    assert fits.check(args, np.ones((5, 2))).shape == (5, 2)
    for shape in [(5, 3), (2, 5), (5, 2, 1), (5,), (0, 2), (1, 2)]:
        with pytest.raises(ContractError):
            fits.check(args, np.ones(shape))


def test_dimensions_are_bound_across_the_parts_of_a_result():
    same = contract(tuple[Float[Array, "n"], Float[Array, "n"]])
    assert len(same.check((), (np.ones(3), np.ones(3)))) == 2
    with pytest.raises(ContractError):
        refuse_unusable(same.check((), (np.ones(3), np.ones(4))))


def test_a_starred_name_is_one_shape_for_argument_and_result():
    like = contract(Float[Array, "*shape"], x=Float[Array, "*shape"])
    for shape in [(), (0,), (3,), (2, 3)]:
        assert like.check((np.ones(shape),), np.ones(shape)).shape == shape
        with pytest.raises(ContractError):
            like.check((np.ones(shape),), np.ones((*shape, 1)))


def test_a_wrong_reply_does_not_bind_names_for_the_next_one():
    like = contract(Float[Array, "m"], x=Float[Array, "n"])
    like.check((np.ones(3),), np.ones(7))
    like.check((np.ones(3),), np.ones(5))


def test_a_tuple_has_its_length_and_each_part_its_contract():
    pair = tuple[float, Int[Array, "n"]]
    value = accepts(pair, [1, [2, 3]])
    assert type(value) is tuple and value[0] == 1.0 and value[1].tolist() == [2, 3]
    for wrong in (None, 1.0, (1.0,), (1.0, [1], 2), "ab", {"a": 1, "b": 2}, ([1], 1.0)):
        refuses(pair, wrong)


def test_what_is_wrong_with_a_part_is_told_with_its_place():
    with pytest.raises(ContractError, match=r"value 2.*\(3, 1\) float64|\(3, 1\) float64.*value 2"):
        refuse_unusable(accepts(tuple[float, Float[Array, "n"]], (1.0, np.ones((3, 1)))))
    assert "value 2" in str(refuses(list[int], [1, 2.5]))


def test_a_list_holds_parts_of_one_contract():
    assert accepts(list[int], np.array([1, 2])) == [1, 2]
    assert accepts(list[tuple[int, float]], [[1, 2]]) == [(1, 2.0)]
    assert accepts(list[Float[Array, "..."]], [[1.0], np.ones((2, 2))])[1].shape == (2, 2)
    for wrong in (None, 3, "12", {1: 2}, [1.5], [None], [[1]]):
        refuses(list[int], wrong)


def test_a_dict_has_text_keys_and_values_of_one_contract():
    assert accepts(dict[str, float], {"a": 1})["a"] == 1.0
    for wrong in (None, [("a", 1)], {1: 1.0}, {"a": "b"}, {"a": np.nan}):
        refuses(dict[str, float], wrong)


def test_a_typed_dict_has_exactly_its_keys():
    value = accepts(Stats, {"count": 3, "mean": [1.0, 2.0]})
    assert value["count"] == 3 and value["mean"].shape == (2,)
    for wrong in (None, {}, {"count": 3}, {"count": 3, "mean": [1.0], "more": 1}, [("count", 3)]):
        refuses(Stats, wrong)
    assert "'count'" in str(refuses(Stats, {"count": 3.5, "mean": [1.0]}))


def test_a_plain_dict_becomes_plain_data():
    tree = {"feature": np.array(2), "children": {"a": (np.array([1, 2]), "x"), 3: None}}
    assert accepts(dict, tree) == {"feature": 2, "children": {"a": [[1, 2], "x"], 3: None}}
    refuses(dict, [tree])


def test_a_single_value_is_a_scalar_of_any_kind():
    for value in ("a", 1, 1.5, True, None, np.array(3)):
        accepts(Hashable, value)
    for wrong in ([1], (1,), {}, np.ones(1)):
        refuses(Hashable, wrong)


@pytest.mark.parametrize(
    ("hint", "words"),
    [
        (Float[Array, "n k"], "(n, k) float"),
        (Float[Array, "n"], "(n,) float"),
        (Int[Array, "n"], "(n,) int"),
        (Float[Array, ""], "() float"),
        (Float[Array, "*batch k"], "(*batch, k) float"),
        (Float[Array, "*shape"], "(*shape) float"),
        (Float[Array, "2 k"], "(2, k) float"),
        (float, "float"),
        (int, "int"),
        (list[int], "a list of int"),
        (tuple[float, Float[Array, "d"]], "a tuple of float; (d,) float"),
        (dict[str, float], "a dict of float"),
        (Stats, "a dict of mean: (d,) float, count: int"),
        (Hashable, "a single value"),
        (float | None, "float or None"),
    ],
    ids=str,
)
def test_a_contract_is_described_in_the_symbols_of_the_prompt(hint, words):
    assert describe(hint) == words


def test_the_message_holds_symbols_where_the_reply_is_hidden_and_shapes_where_it_is_not():
    error = refuses(Float[Array, "n k"], np.ones((31, 7, 5)))
    assert error.expected == "(n, k) float"
    assert "31" not in error.expected and "31" in error.got


@pytest.mark.parametrize(
    "hint",
    [bytes, set[int], tuple[int, ...], object, Any, float | None, complex, Float[Array, "n+1"], Float[Array, "#n"]],
    ids=str,
)
def test_an_annotation_without_a_contract_is_an_error_when_it_is_read(hint):
    with pytest.raises((TypeError, ValueError)):
        contract(hint)


def test_a_missing_annotation_is_an_error_that_names_the_argument():
    def no_argument(x) -> float: ...

    def no_result(x: float): ...

    with pytest.raises(TypeError, match="no_argument: the argument 'x'"):
        Contract(no_argument)
    with pytest.raises(TypeError, match="no_result: the result"):
        Contract(no_result)


def test_keywords_and_defaults_are_put_in_order():
    def step(w: float, lr: float = 0.1, *, decay: float = 0.0) -> float: ...

    def plain(w: float, lr: float = 0.1) -> float: ...

    assert Contract(plain).positional((1.0,), {}) == (1.0, 0.1)
    assert Contract(plain).positional((), {"lr": 2.0, "w": 1.0}) == (1.0, 2.0)
    with pytest.raises(TypeError):
        Contract(plain).positional((1.0, 2.0, 3.0), {})
    with pytest.raises(TypeError):
        Contract(plain).positional((), {"rate": 1.0})


# -- shapes: a small part of jaxtyping's notation, held against jaxtyping ------------------------------------------

dims = st.lists(st.sampled_from(["n", "k", "2", "3", "_"]), max_size=3).flatmap(
    lambda plain: st.integers(0, len(plain)).flatmap(
        lambda at: st.sampled_from([plain, [*plain[:at], "*b", *plain[at:]], [*plain[:at], "...", *plain[at:]]])
    )
)
sizes = st.lists(st.integers(0, 3), max_size=4).map(tuple)


@settings(derandomize=True, database=None, deadline=None, max_examples=400)
@given(st.lists(st.tuples(dims, sizes), min_size=1, max_size=3))
def test_shapes_match_and_bind_as_jaxtyping_s_do(steps):
    bound = {}
    ours = [Shape(" ".join(names)).matches(shape, bound) for names, shape in steps]
    with jaxtyping.jaxtyped("context"):
        theirs = [isinstance(np.zeros(shape), Shaped[Array, " ".join(names)]) for names, shape in steps]
    assert ours == theirs


# -- a part that breaks its contract ----------------------------------------------------------------

USES = {
    "float": float,
    "int": int,
    "bool": bool,
    "len": len,
    "list": list,
    "iterate": lambda v: [0 for _ in v],
    "unpack": lambda v: [*v],
    "index": lambda v: v[0],
    "contains": lambda v: 1 in v,
    "equal": lambda v: v == 1,
    "equal from the right": lambda v: 1 == v,  # noqa: SIM300
    "unequal": lambda v: v != 1,
    "less": lambda v: v < 1,
    "at least": lambda v: v >= 1,
    "add": lambda v: v + 1,
    "array on the left": lambda v: np.ones(2) + v,
    "array minus": lambda v: np.ones(2) - v,
    "power": lambda v: v**2,
    "matrix product": lambda v: np.ones(2) @ v,
    "divide": lambda v: v / 2,
    "divide by": lambda v: 2 / v,
    "floor": lambda v: v // 2,
    "negate": lambda v: -v,
    "abs": abs,
    "round": round,
    "sum": sum,
    "sorted": sorted,
    "max": max,
    "hash": hash,
    "range": range,
    "shape": lambda v: v.shape,
    "method": lambda v: v.sum(),
    "asarray": np.asarray,
    "array": lambda v: np.array([v]),
    "np.sum": np.sum,
    "np.isfinite": np.isfinite,
    "np.allclose": lambda v: np.allclose(v, 1.0),
    "np.testing": lambda v: np.testing.assert_allclose(v, 1.0),
    "np.testing equal": lambda v: np.testing.assert_array_equal(v, np.zeros(0)),
    "not": lambda v: not v,
    "and": lambda v: v and 1,
}


@pytest.mark.parametrize("use", USES)
def test_whoever_looks_at_an_unusable_part_gets_the_contract_error(use):
    with pytest.raises(ContractError):
        USES[use](Unusable(ContractError("float", "nan", "value 1")))


def test_an_unusable_part_equals_no_array():
    assert not np.array_equal(Unusable(ContractError("float", "nan", "value 1")), np.zeros(0))
