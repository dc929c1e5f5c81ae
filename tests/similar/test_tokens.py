"""Code as tokens: what a copy would change is gone, what is done stays."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.similar.tokens import tokens, words

KNOWN = words(frozenset({"softmax"}))
CODE = '''\
def softmax(logits: Float[np.ndarray, "n"], axis=-1) -> Float[np.ndarray, "n"]:
    """The softmax."""
    top = logits.max(axis=axis, keepdims=True)  # the largest
    shifted = np.exp(logits - top)
    if shifted.ndim == 1 and len(shifted) > 1_000:
        raise ValueError("too long by far")
    return shifted / shifted.sum(axis=axis, keepdims=True)
'''


def said(source):
    return [token.text for token in tokens(source, KNOWN)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("top", "m"),
        ("logits", "z"),
        ("  # the largest", ""),
        ('    """The softmax."""\n', ""),
        ('"""The softmax."""', "r'''Other\nwords, on\nlines'''"),
        ("    ", "\t"),
        ("\n    shifted =", "\n\n\n    # now\n    shifted = \\\n   "),
        ("keepdims=True)\n", "keepdims=True,\n    )\n"),
        ("1_000", "1e3"),
        ("too long by far", "of another length"),
        ('"too long by far"', "'too long by far'"),
        (': Float[np.ndarray, "n"]', ""),
        (' -> Float[np.ndarray, "n"]', ""),
        ("; ", "\n"),
        ("def softmax(", "async def softmax("),
        ("def softmax(", "@cache\n@jit(nopython=True)\ndef softmax("),
    ],
)
def test_what_a_copy_would_change_changes_nothing(old, new):
    assert said(CODE.replace(old, new)) == said(CODE)


@pytest.mark.parametrize(
    ("old", "new"),
    [("np.exp", "np.log"), ("max(", "min("), ("==", "!="), ("1_000", "999"), ("axis=axis, ", ""), ("- top", "")],
)
def test_what_is_done_stays(old, new):
    assert said(CODE.replace(old, new)) != said(CODE)


def test_names_of_numpy_and_python_and_of_the_questions_stay_and_all_others_are_one():
    assert said("y = np.exp(softmax(x)).sum(axis=0) + helper(len(x), width=2)") == (
        [
            "v",
            "=",
            "np",
            ".",
            "exp",
            "(",
            "softmax",
            "(",
            "v",
            ")",
            ")",
            ".",
            "sum",
            "(",
            "axis",
            "=",
            "0",
            ")",
            "+",
            "v",
            "(",
            "len",
            "(",
            "v",
            ")",
            "v",
            "=",
            "2",
            ")",
        ]
    )


def test_a_name_of_pythons_that_a_function_gives_to_a_value_of_its_own_is_its_own():
    assert said("sum = 0\nfor max in x:\n    sum += max") == said("t = 0\nfor e in x:\n    t += e")


def test_a_text_without_spaces_says_how_it_is_done():
    assert said("np.einsum('ij,jk->ik', a, b)") != said("np.einsum('ij,kj->ik', a, b)")
    assert said("f('ij')") == said('f("ij")')


def test_two_statements_on_a_line_are_two_lines():
    assert [t.line for t in tokens("a = 1; b = 2", KNOWN)] == [t.line for t in tokens("a = 1\nb = 2", KNOWN)]


@given(st.text() | st.text(alphabet="ab0.(\"'\\\n \t#;:=[]{},e-_rf"))
def test_every_text_has_tokens_that_stand_in_it_in_order(source):
    at = 0
    for token in tokens(source, KNOWN):
        assert at <= token.start < token.end <= len(source)
        at = token.end


@pytest.mark.parametrize(
    "piece", ['\\"', "'''\n\\", '"""', "'\\\n", "((((", "1_", "rb", "x=", "\\'''", "..", "1e", '"\\', "#"]
)
def test_reading_takes_time_in_proportion_to_the_text(piece):
    start = time.process_time()
    tokens(piece * (200_000 // len(piece)), KNOWN)
    assert time.process_time() - start < 5
