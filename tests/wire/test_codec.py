"""Values survive the wire; whatever else comes over it is refused."""

import math
import resource

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from autograder.wire import messages
from autograder.wire.codec import (
    DTYPES,
    MAX_DEPTH,
    Array,
    List,
    Map,
    Tuple,
    UnsendableError,
    Value,
    WireError,
    decode_array,
    decode_value,
    decoder,
    encode,
    encode_value,
)

steady = settings(derandomize=True, database=None, deadline=None, max_examples=60)

decode_wire = decoder(Value)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"]))
)
shapes = npst.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
arrays = npst.arrays(st.sampled_from(DTYPES).map(np.dtype), shapes)
keys = st.text(max_size=5) | st.integers(0, 9)
plain_data = st.recursive(
    scalars | arrays,
    lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=12,
)


def through_the_wire(value):
    return decode_value(decode_wire(encode(encode_value(value))))


def identical(a, b):
    if isinstance(a, np.ndarray):
        return isinstance(b, np.ndarray) and a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if type(a) is not type(b):
        return False
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(identical, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(identical(a[k], b[k]) for k in a)
    return a == b or (a != a and b != b)


@steady
@given(plain_data)
def test_plain_data_and_arrays_come_back_as_they_were(value):
    assert identical(through_the_wire(value), value)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 3), (2, 3), (1,) * 8])
def test_every_dtype_and_shape_comes_back_to_the_bit(dtype, shape):
    rng = np.random.default_rng(0)
    array = rng.integers(0, 2 if dtype == "bool" else 100, size=shape).astype(dtype)
    back = through_the_wire(array)
    assert identical(back, array)
    assert back.dtype == np.dtype(dtype) and back.flags.writeable and back.flags.c_contiguous


def test_an_array_that_came_over_the_wire_shares_memory_with_nothing():
    wire = encode_value(np.arange(3.0))
    first, second = decode_array(wire), decode_array(wire)
    first[0] = 9
    assert second[0] == 0 and decode_array(wire)[0] == 0


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6.0).reshape(2, 3).T,
        np.arange(10.0)[::-2],
        np.broadcast_to(np.float32(3), (2, 2)),
        np.arange(3, dtype=">i4"),
        np.array(2.5, dtype=">f8"),
        np.ma.masked_array([1.0, 2.0], [0, 1]),
    ],
    ids=["transposed", "strided", "broadcast", "big-endian", "big-endian scalar", "masked"],
)
def test_an_array_of_any_layout_arrives_as_a_plain_one(array):
    back = through_the_wire(array)
    assert type(back) is np.ndarray and back.dtype.isnative
    np.testing.assert_array_equal(back, np.asarray(array))


def test_numpy_scalars_arrive_as_0_d_arrays_and_keep_their_dtype():
    back = through_the_wire(np.float32(1.5))
    assert back.shape == () and back.dtype == np.float32 and back == 1.5
    assert through_the_wire(np.bool_(True)) is True


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -0.0, 5e-324, 2**64 - 1, -(2**63), "\0", "中文"])
def test_extreme_scalars_come_back(value):
    back = through_the_wire(value)
    assert type(back) is type(value) and repr(back) == repr(value)


def test_a_lone_surrogate_is_sent_escaped():
    assert through_the_wire("a\ud800") == "a\\ud800"


@pytest.mark.parametrize("text", ["mse", "交叉熵"])
def test_a_text_arrives_as_another_object_so_that_is_is_as_wrong_in_the_gate_as_between_processes(text):
    for value in (text, [text], (text, 1.0)):
        arrived = decode_value(encode_value(value))
        assert arrived == value
        assert (arrived if isinstance(value, str) else arrived[0]) is not text


def test_subclasses_arrive_as_their_plain_form():
    class Whole(int):
        def __eq__(self, other):
            return True

        __hash__ = int.__hash__

    class Row(list):
        pass

    back = through_the_wire(Row([Whole(3)]))
    assert type(back) is list and type(back[0]) is int and back[0] != 4


@pytest.mark.parametrize(
    "value",
    [
        object(),
        {1, 2},
        b"bytes",
        1j,
        2**64,
        -(2**63) - 1,
        (x for x in "a"),
        np.array([None]),
        np.array([1j]),
        np.array(["text"]),
        np.zeros(1, dtype=[("a", "f8")]),
        np.array("2020-01-01", dtype="datetime64[D]"),
        np.longdouble(1),
        np.zeros((1,) * 9),
        [object()],
        {"key": object()},
        {object(): 1},
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_has_no_form_on_the_wire_is_refused_with_a_short_description(value):
    with pytest.raises(UnsendableError) as error:
        encode_value(value)
    assert 0 < len(str(error.value)) < 100


def test_a_list_that_holds_itself_is_refused():
    loop = []
    loop.append(loop)
    with pytest.raises(UnsendableError, match="deep"):
        encode_value(loop)


def test_nesting_up_to_the_limit_is_sent_and_one_level_more_is_not():
    value = 1
    for _ in range(MAX_DEPTH):
        value = [value]
    assert through_the_wire(value) == value
    with pytest.raises(UnsendableError, match="deep"):
        encode_value([value])


# -- lies ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lie",
    [
        Array("float64", (3,), b"\0" * 16),
        Array("float64", (), b""),
        Array("float64", (0,), b"\0"),
        Array("float64", (2, 2), b"\0" * 16),
        Array("float64", (-1,), b"\0" * 8),
        Array("float64", (-1, -1), b"\0" * 8),
        Array("float64", (-2, -4), b"\0" * 64),
        Array("float64", (2**62, 2**62), b""),
        Array("float64", (0, 2**62), b""),
        Array("int8", (2**70, 0), b""),
        Array("float64", (1,) * 9, b"\0" * 8),
        Array("float64", (1,) * 10_000, b"\0" * 8),
        Array("object", (1,), b"\0" * 8),
        Array("O", (1,), b"\0" * 8),
        Array("V8", (1,), b"\0" * 8),
        Array("float64,float64", (1,), b"\0" * 16),
        Array("complex128", (1,), b"\0" * 16),
        Array("str", (0,), b""),
        Array("", (0,), b""),
        Array(">f8", (1,), b"\0" * 8),
        Array("f8", (1,), b"\0" * 8),
    ],
    ids=lambda lie: f"{lie.dtype} {str(lie.shape)[:20]} {len(lie.data)}",
)
def test_an_array_whose_dtype_shape_and_length_disagree_is_refused(lie):
    with pytest.raises(WireError):
        decode_value(lie)
    try:
        again = decode_wire(encode(lie))
    except (WireError, OverflowError):
        return
    with pytest.raises(WireError):
        decode_value(again)


@steady
@given(
    st.sampled_from(DTYPES) | st.text(max_size=8),
    st.lists(st.integers(-(2**63), 2**64 - 1) | st.integers(-1, 5), max_size=10),
    st.binary(max_size=64),
)
def test_a_claimed_array_is_either_what_its_bytes_say_or_refused(dtype, shape, data):
    try:
        array = decode_array(Array(dtype, tuple(shape), data))
    except WireError:
        return
    assert array.dtype == np.dtype(dtype) and array.shape == tuple(shape) and array.tobytes() == data


@pytest.mark.parametrize(
    "value",
    [
        Map([(List([]), 1)]),
        Map([(Map([]), 1)]),
        Map([(Array("float64", (1,), b"\0" * 8), 1)]),
        Map([(Tuple([List([])]), 1)]),
        Map([(Tuple([1]), 1)]),
        Map([(i, 0) for i in range(5000)]),
    ],
    ids=["list", "dict", "array", "list in a tuple", "tuple", "too many"],
)
def test_a_dict_with_impossible_keys_is_refused(value):
    with pytest.raises(WireError):
        decode_value(value)


def test_keys_chosen_to_collide_do_not_cost_the_square_of_their_number():
    # hash(-1) == hash(-2): all 4096 tuples have one hash
    alike = [Tuple([-1 if i >> bit & 1 else -2 for bit in range(12)]) for i in range(4096)]
    with pytest.raises(WireError, match="a key is no scalar"):  # before any of them is hashed
        decode_value(List([Map([(key, 0) for key in alike])] * 20))


def test_deep_nesting_in_a_decoded_value_is_refused():
    value = None
    for _ in range(MAX_DEPTH + 1):
        value = Tuple([value])
    with pytest.raises(WireError, match="deep"):
        decode_value(value)


ALL_DECODERS = {
    name: decoder(type_)
    for name, type_ in {
        "value": Value,
        "to server": messages.ToServer,
        "from server": messages.FromServer,
        "to submission": messages.ToSubmission,
        "from submission": messages.FromSubmission,
        "call": messages.Call,
        "reply": messages.Reply,
    }.items()
}


@pytest.mark.parametrize("name", ALL_DECODERS)
@steady
@given(data=st.binary(max_size=200))
def test_arbitrary_bytes_are_refused_or_a_message(name, data):
    try:
        ALL_DECODERS[name](data)
    except WireError:
        pass


def reply_with(value):
    return encode(messages.Reply(1, "returned", value=value))


@steady
@given(st.data(), plain_data)
def test_a_message_with_some_bytes_changed_raises_nothing_but_wire_errors(data, value):
    message = bytearray(reply_with(encode_value(value)))
    for _ in range(data.draw(st.integers(1, 4))):
        message[data.draw(st.integers(0, len(message) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(message)))
    for received in (bytes(message), bytes(message[:cut])):
        try:
            decode_value(ALL_DECODERS["reply"](received).value)
        except WireError:
            pass


def nested(levels, opening, innermost=b"\xc0"):
    """Msgpack of a value inside that many one-element lists of ours."""
    return opening * levels + innermost


@pytest.mark.parametrize("levels", [100, 10_000, 1_000_000])
def test_deep_nesting_on_the_wire_is_refused_by_every_decoder(levels):
    one_list = encode(List([None]))[:-1]
    for data in (b"\x91" * levels + b"\xc0", b"\x81\xa1a" * levels + b"\xc0", nested(levels, one_list)):
        for decode in ALL_DECODERS.values():
            with pytest.raises(WireError):
                decode_value(decode(data))


def test_a_reply_with_deep_nesting_in_its_value_is_refused():
    one_list = encode(List([None]))[:-1]
    message = reply_with(None).replace(b"\xa5value\xc0", b"\xa5value" + nested(50_000, one_list))
    with pytest.raises(WireError):
        ALL_DECODERS["reply"](message)


@pytest.mark.parametrize(
    "announced",
    [
        b"\xdd\xff\xff\xff\xff",
        b"\xdf\xff\xff\xff\xff",
        b"\xc6\xff\xff\xff\xff",
        b"\xdb\xff\xff\xff\xff",
        b"\xc9\xff\xff\xff\xff\x01",
    ],
    ids=["list", "map", "bytes", "text", "extension"],
)
def test_an_announced_length_that_does_not_come_is_refused_before_memory_is_taken(announced):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for decode in ALL_DECODERS.values():
        with pytest.raises(WireError):
            decode(announced)
    items = encode(List([]))[:-1]
    with pytest.raises(WireError):
        ALL_DECODERS["value"](items + announced)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


@pytest.mark.parametrize(
    "message",
    [
        {"type": "reply", "id": 1},
        {"type": "reply", "id": 1, "status": "passed"},
        {"type": "reply", "id": "1", "status": "returned"},
        {"type": "loaded", "id": 1, "status": "returned"},
        {"type": "reply", "id": 1, "status": "returned", "value": [1]},
        {"type": "reply", "id": 1, "status": "returned", "value": {"type": "z"}},
        {"type": "reply", "id": 1, "status": "returned", "value": b"x"},
        {"type": "reply", "id": 1, "status": "returned", "changed": [0.5]},
        {"type": "reply", "id": 1, "status": "returned", "changed": "0"},
        [],
        None,
    ],
    ids=str,
)
def test_a_reply_that_is_not_of_its_type_is_refused(message):
    with pytest.raises(WireError):
        ALL_DECODERS["reply"](encode(message))


class OddFloat(float):
    """Takes the long way, as all that is not just a float does."""


class OddInt(int):
    pass


class OddText(str):
    pass


class OddList(list):
    pass


class OddTuple(tuple):
    pass


class OddArray(np.ndarray):
    pass


ODD = {float: OddFloat, int: OddInt, str: OddText}
long_lists = st.lists(st.floats()) | st.lists(st.integers(-(2**63), 2**64 - 1)) | st.lists(st.text(max_size=3))


def odd(value):
    """The same value, of classes for which no short way is taken."""
    if type(value) in ODD:
        return ODD[type(value)](value)
    if isinstance(value, np.ndarray):
        return value.view(OddArray)
    if isinstance(value, (list, tuple)):
        return (OddList if isinstance(value, list) else OddTuple)(map(odd, value))
    if isinstance(value, dict):
        return {odd(k): odd(v) for k, v in value.items()}
    return value


@steady
@given(plain_data | long_lists)
def test_short_ways_of_encoding_give_what_the_long_one_gives(value):
    assert encode(encode_value(value)) == encode(encode_value(odd(value)))


def one_by_one(value):
    """How values were decoded without short ways."""
    if isinstance(value, (List, Tuple)):
        items = [one_by_one(v) for v in value.items]
        return items if isinstance(value, List) else tuple(items)
    if isinstance(value, Map):
        return {k: one_by_one(v) for k, v in value.pairs}
    if isinstance(value, Array):
        return np.frombuffer(value.data, np.dtype(value.dtype).newbyteorder("<")).reshape(value.shape).copy()
    return value


@steady
@given(plain_data | long_lists)
def test_short_ways_of_decoding_give_what_the_long_one_gives(value):
    wire = decode_wire(encode(encode_value(value)))
    back = decode_value(wire)
    assert identical(back, one_by_one(wire))
    if isinstance(back, list):
        assert back is not wire.items  # what a student does to an argument is compared with what was sent


@pytest.mark.parametrize("leaf", [1.5, 7, "x", None, OddFloat(1.5)])
def test_short_ways_go_no_deeper(leaf):
    deep = leaf
    for _ in range(MAX_DEPTH):
        deep = [deep]
    encode_value(deep)
    with pytest.raises(UnsendableError, match="too deep"):
        encode_value([deep])
    wire = encode_value(leaf)
    for _ in range(MAX_DEPTH):
        wire = List([wire])
    decode_value(wire)
    with pytest.raises(WireError, match="too deep"):
        decode_value(List([wire]))


@pytest.mark.parametrize("number", [2**64, -(2**63) - 1])
def test_a_list_with_one_integer_beyond_64_bits_is_refused(number):
    with pytest.raises(UnsendableError, match="64 bits"):
        encode_value([1, number, 2])
