"""Declared intermediate values of a reference: what is declared, what it is in a call, and where a wrong one stands."""

import numpy as np
import pytest

from autograder.course import find_course
from autograder.questions.contracts import Contract
from autograder.questions.intermediates import IntermediatesError, chains
from autograder.questions.trusted import execute

HEAD = "import numpy as np\nfrom jaxtyping import Float\n\n\n"
SIGNATURE = 'def f(x: Float[np.ndarray, "n d"], steps: int) -> Float[np.ndarray, "n d"]:\n'


def chain_of(tmp_path, body):
    path = tmp_path / "f.py"
    path.write_text(HEAD + SIGNATURE + "".join(f"    {line}\n" for line in body.split("\n")), encoding="utf-8")
    return chains(path)["f"], execute(path)["f"]


def labels(chain, function, *args):
    return {one.label: one.value for one in chain.values(function, args)}


X = np.arange(6.0).reshape(2, 3)


def test_a_value_is_taken_once_its_line_has_run_and_what_is_returned_comes_last(tmp_path):
    chain, f = chain_of(
        tmp_path,
        "y = 2 * x  # -> y (n, d); twice\ny -= 1  # -> y - 1 (n, d) = y\nreturn y / 2",
    )
    taken = labels(chain, f, X, 1)
    assert list(taken) == ["y", "y - 1", "return"]
    assert np.array_equal(taken["y"], 2 * X), "not what became of it"
    assert np.array_equal(taken["y - 1"], 2 * X - 1) and np.array_equal(taken["return"], X - 0.5)


def test_a_comment_below_the_line_and_several_in_one_comment_count(tmp_path):
    chain, f = chain_of(tmp_path, "y = (x +\n     1) ** 2\n# -> x + 1? = x + 1 # -> y\n\nreturn y")
    assert list(labels(chain, f, X, 1)) == ["x + 1", "y", "return"]
    assert [(one.label, one.optional, one.line) for one in chain.declared] == [("x + 1", True, 8), ("y", False, 8)]
    assert chain.declared[1].depends == {0}, "a step on the way to what the line makes"


def test_in_a_loop_braces_give_each_value_a_label_of_its_own_and_else_the_last_one_counts(tmp_path):
    body = "h = x\nfor i in range(steps):\n    h = h @ np.eye(3) * 2  # -> h_{i + 1} = h # -> now = h.sum()\nreturn h"
    chain, f = chain_of(tmp_path, body)
    taken = labels(chain, f, X, 2)
    assert list(taken) == ["h_1", "h_2", "now", "return"]
    assert np.array_equal(taken["h_1"], 2 * X) and taken["now"] == 4 * X.sum()
    assert chain.declared[0].depends == {0, 1}, "each is computed from the one before"


def test_dependencies_follow_the_code_through_changes_loops_and_inner_functions(tmp_path):
    body = (
        "def twice(v):\n    return 2 * v\n"
        "a = twice(x)  # -> a\nb = x + 1  # -> b\nrows = [a]\nrows.append(b)\n"
        "c = sum(rows)  # -> c\nd = np.zeros(2)\nd[:] = b.sum()  # -> d\na += 1  # -> a + 1 = a\nreturn c"
    )
    chain, _ = chain_of(tmp_path, body)
    numbers = {one.label: one.number for one in chain.declared}
    names = {one.label: {label for label, n in numbers.items() if n in one.depends} for one in chain.declared}
    assert names["a"] == names["b"] == set()
    assert names["c"] == {"a", "b"} and names["d"] == {"b"} and names["a + 1"] == {"a"}


@pytest.mark.parametrize(
    ("body", "line", "what"),
    [
        ("y = x  # -> y + 1\nreturn y", 6, "'y + 1' is no variable: say what it is"),
        ("y = x  # -> y = (\nreturn y", 6, "'(' is no expression"),
        ("y = x  # ->\nreturn y", 6, "is no declaration"),
        ("return x  # -> x", 6, "beside a line that makes none"),
        ("for y in x:  # -> y\n    pass\nreturn x", 6, "beside a line that makes none"),
        ("def g(v):\n    w = v  # -> w\n    return w\nreturn g(x)", 7, "beside a line that makes none"),
    ],
)
def test_a_declaration_that_cannot_be_read_is_an_error_with_its_line(tmp_path, body, line, what):
    with pytest.raises(IntermediatesError, match=f"f.py, line {line}: ") as error:
        chain_of(tmp_path, body)
    assert what in str(error.value)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("y = x  # -> z\nreturn y", "'z' raises NameError"),
        ("y = x  # -> y_{z} = y\nreturn y", "'y' raises NameError"),
        ("y = x  # -> t = 'text'\nreturn y", "is no array or number"),
        ("y = x  # -> y = [y, y]\nreturn y", "is no array or number"),
        (f"y = x  # -> {'y' * 41}_ = y\nreturn y", "its label has more than 40 characters"),
    ],
)
def test_a_value_that_does_not_come_is_an_error_with_its_line(tmp_path, body, what):
    chain, f = chain_of(tmp_path, body)
    with pytest.raises(IntermediatesError, match=r"f\.py, line 6: ") as error:
        chain.values(f, (X, 1))
    assert what in str(error.value)


def test_a_shape_is_held_against_the_names_of_the_contract(tmp_path):
    chain, f = chain_of(
        tmp_path, "y = x.sum(axis=0)  # -> y (n) # -> z (d) = y # -> w (..., d) = y # -> v (3, n) = x.T\nreturn x"
    )
    contract = Contract(f)
    said = {one.label: chain.misfit(contract, (X, 1), one) for one in chain.values(f, (X, 1)) if one.number >= 0}
    assert said == {"y": "y has the shape (3,), declared is (n)", "z": "", "w": "", "v": ""}


def test_a_file_without_declarations_has_no_chain_and_a_declaration_outside_a_function_is_an_error(tmp_path):
    path = tmp_path / "f.py"
    path.write_text("X = 1\n", encoding="utf-8")
    assert chains(path) == {}
    path.write_text("X = 1  # -> X\n", encoding="utf-8")
    with pytest.raises(IntermediatesError, match="line 1: declares a value outside of functions"):
        chains(path)


def test_the_ten_questions_with_a_chain_declare_theirs():
    course = find_course()
    declaring = {
        question.name
        for homework in course.manifest.homework
        for question in homework.questions
        if chains(course.solution(homework.name, question.name))
    }
    assert declaring >= {
        *("softmax_cross_entropy_grad", "linear_backward", "mlp_loss_and_grads", "deep_backprop", "batch_norm"),
        *("adam", "conv2d", "residual_block", "information_gain", "best_split"),
    }
