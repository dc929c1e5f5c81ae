"""`homework check` names a wrong axis, a factor and an added constant, each where the numbers leave no doubt."""

import numpy as np
import pytest

from autograder.course import find_course
from autograder.questions.contracts import Contract
from autograder.questions.loading import load_functions
from autograder.release.public_suite import public_suite
from autograder.student.axes import wrong_axis
from autograder.student.public_suites import load_public_suite
from autograder.student.recording import Recorder
from autograder.student.remarks import remarks

COURSE = find_course()


@pytest.fixture
def remarked(tmp_path):
    """What is said of a question of the course if one function is another: `remarked(place, name, wrong)`, by case."""

    def run(place, name, wrong):
        homework, question = place.split("/")
        (spec,) = (q for q in COURSE.homework(homework).questions if q.name == question)
        right = load_functions(COURSE.solution(homework, question), spec.functions)
        path = tmp_path / f"{question}.py"
        path.write_bytes(public_suite(COURSE, homework, question))
        suite = load_public_suite(path)
        recorder, ran = Recorder(suite.namespace), []
        wrong.__annotations__, wrong.__name__ = right[name].__annotations__, name
        for case in suite.cases:
            recording = recorder.begin(case.name)
            ran.append(recording)
            functions = {n: recorder.calling(n, f) for n, f in (right | {name: wrong}).items()}
            recording.outcome = "passed"
            try:
                with np.errstate(all="ignore"):
                    case.run(functions)
            except AssertionError as error:
                recording.outcome, recording.error = "failed", error
        return {case.removeprefix("public: "): text for case, text in remarks(ran, lambda error: None).items()}

    return run


def over(axis):
    def softmax(logits):
        e = np.exp(logits - logits.max())
        return e / e.sum(axis=axis, keepdims=axis is not None)

    return softmax


def log_over(axis):
    return lambda logits: np.log(over(axis)(logits))


def summed(axis):
    def linear_backward(X, W, dY):
        return dY @ W.T, X.T @ dY, dY.sum(axis=axis)

    return linear_backward


def standardised(X):
    spread = X.std(axis=1, keepdims=True)
    return (X - X.mean(axis=1, keepdims=True)) / np.where(spread == 0, 1.0, spread)


def gamma_over(axis):
    def batch_norm_backward(dout, x, gamma, eps):
        deviation = np.sqrt(x.var(axis=0) + eps)
        x_hat = (x - x.mean(axis=0)) / deviation
        d = dout * gamma
        dx = (d - d.mean(axis=0) - x_hat * (d * x_hat).mean(axis=0)) / deviation
        return dx, (dout * x_hat).sum(axis=axis), dout.sum(axis=0)

    return batch_norm_backward


@pytest.mark.parametrize(
    ("place", "name", "wrong", "case", "en", "zh"),
    [
        ("losses/softmax", "softmax", over(0), "softmax of the worked example",
         "here each column sums to 1, where each row should", "这里每一列之和为 1，而应当是每一行之和为 1"),
        ("losses/softmax", "softmax", over(None), "softmax of the worked example",
         "here all numbers together sum to 1, where each row should", "这里所有数之和为 1，而应当是每一行之和为 1"),
        ("losses/softmax", "log_softmax", log_over(0), "log_softmax of the worked example",
         "here the exponentials of each column sum to 1, where each row should",
         "这里取指数后，每一列之和为 1，而应当是每一行之和为 1"),
        ("losses/linear_backward", "linear_backward", summed(1), "the worked example",
         "this is the sum of each row of dY, not of each column", "这是 dY 每一行的和，而不是每一列的"),
        ("losses/linear_backward", "linear_backward", summed(1), "three samples, two inputs, three units",
         "this is the sum of each row of dY, not of each column", "这是 dY 每一行的和，而不是每一列的"),
        ("backprop/input_centring", "standardise", standardised, "standardise",
         "here each row sums to 0, where each column should", "这里每一行之和为 0，而应当是每一列之和为 0"),
        ("training/batch_norm", "batch_norm_backward", gamma_over(1), "the worked example, backward",
         "one number for each row of dout, not for each column", "dout 的每一行对应一个数，而不是每一列对应一个数"),
    ],
)  # fmt: skip
def test_a_wrong_axis_is_named(remarked, place, name, wrong, case, en, zh):
    said = remarked(place, name, wrong)[case]
    assert said.en.startswith(en) and said.en.endswith("taken?")
    assert said.zh.startswith(zh) and said.zh.endswith("哪个轴？")


def test_an_array_of_more_axes_is_spoken_of_by_their_numbers():
    def bias(dout):
        raise NotImplementedError

    from jaxtyping import Float

    bias.__annotations__ = {"dout": Float[np.ndarray, "n c h w"], "return": Float[np.ndarray, "c"]}
    dout = np.random.default_rng(0).normal(size=(2, 3, 4, 5))
    ((what, words),) = wrong_axis(dout.sum(axis=(1, 2, 3)), dout.sum(axis=(0, 2, 3)), Contract(bias), [dout])
    assert (what, words["axes"][0], words["operation"][0]) == ("axes-of", "1, 2, 3", "sum")


@pytest.mark.parametrize(
    ("got", "want"),
    [
        ([[0.25, 0.8], [0.75, 0.2]], [[0.25, 0.75], [0.8, 0.2]]),  # transposed
        ([[0.125, 0.375], [0.4, 0.1]], [[0.25, 0.75], [0.8, 0.2]]),  # halved: it sums to 1 as a whole, too
        ([[0.3, 0.7], [0.6, 0.4]], [[0.25, 0.75], [0.8, 0.2]]),  # the rows sum to 1
        ([[0.5, 0.5], [0.5, 0.5]], [[0.25, 0.75], [0.8, 0.2]]),  # rows and columns do
        ([[0.2, 0.75], [0.8, 0.25]], [[0.25, 0.75], [0.75, 0.25]]),  # columns of the right one do, too
        ([[0.0, 0.0], [0.0, 0.0]], [[-1.0, -1.0], [1.0, 1.0]]),  # nothing sums to something
        ([[1.0, 3.0], [2.0, 5.0]], [[0.25, 0.75], [0.8, 0.2]]),
    ],
)
def test_no_axis_is_named_where_it_is_not_sure(got, want):
    assert list(wrong_axis(np.array(got), np.array(want), None, [])) == []


def mse(factor):
    return lambda y, mu: float(factor(y) * np.mean((y - mu) ** 2))


@pytest.mark.parametrize(
    ("factor", "en", "zh"),
    [
        (len, "the number is 2 times what is expected; 2 is the length of y; the other wrong cases fit, too",
         "2 正是 y 的长度（其他出错的例子也符合）"),
        (lambda y: 0.5, "in every wrong case the number is 1/2 of what is expected",
         "每个出错的例子中，结果都是应有值的 1/2"),
    ],
)  # fmt: skip
def test_a_factor_of_a_lone_number_is_named(remarked, factor, en, zh):
    said = remarked("losses/gaussian_likelihood", "mse", mse(factor))["mse of the worked example"]
    assert said.en == en and zh in said.zh


def norm_and(constant):
    return lambda grad: -grad / (np.linalg.norm(grad) + constant)


def clipped(grads, max_norm):
    norm = np.sqrt(sum((g**2).sum() for g in grads))
    return [g * min(1.0, max_norm / (norm + 1e-6)) for g in grads]


def spread_and_a_bit(X):
    return (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-8)


@pytest.mark.parametrize(
    ("place", "name", "wrong", "case"),
    [
        ("losses/steepest_descent", "steepest_descent_direction", norm_and(1e-8), "a short gradient"),
        ("training/gradient_clipping", "clip_by_global_norm", clipped, "nothing is added to the norm"),
        ("backprop/input_centring", "standardise", spread_and_a_bit, "a column with a small spread"),
    ],
)
def test_a_constant_that_only_small_numbers_show_is_asked_for_and_no_factor_is_made_of_it(
    remarked, place, name, wrong, case
):
    said = remarked(place, name, wrong)
    assert list(said) == [case]
    assert said[case].en == (
        "right elsewhere, too small only where the argument is this small: is a constant added to what is divided by?"
    )
    assert "是不是在除数上加了一个常数？" in said[case].zh


def test_a_factor_that_one_case_shows_and_others_do_not_is_told_of_that_case_only(remarked):
    def direction(grad):
        return -(3.0 if grad.dtype.kind == "i" else 1.0) * grad / max(np.linalg.norm(grad), 1e-300)

    said = remarked("losses/steepest_descent", "steepest_descent_direction", direction)
    assert {case: text.en for case, text in said.items()} == {
        "whole numbers": "here every number is 3 times what is expected"
    }
