import os

import numpy as np
from otter.test_files import test_case


def say(en: str, zh: str = "") -> str:
    """The message in the student's language; a course in one language has one."""
    language = os.environ.get("HOMEWORK_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return zh if zh and language.startswith("zh") else en


def failure(en: str, zh: str = "") -> AssertionError:
    """What to raise for a wrong answer."""
    return AssertionError(say(en, zh))


def as_array(what: str, got: object) -> np.ndarray:
    """The value as an array; of a ragged list, one without numbers."""
    if got is None:
        raise failure(f"{what}: nothing is returned", f"{what}\uff1a\u6ca1\u6709\u8fd4\u56de\u503c")
    try:
        return np.asarray(got)
    except ValueError:
        return np.asarray(None)


def compare(what: str, got: object, expected: object, tolerance: float = 1e-6) -> None:
    """The type, then the shape, then the values: the first wrong entry is named."""
    want = np.asarray(expected, dtype=float)
    array = as_array(what, got)
    if array.dtype.kind not in "fiu" or (array.dtype.kind != "f" and array.ndim and isinstance(got, np.ndarray)):
        kind = array.dtype if isinstance(got, np.ndarray) else type(got).__name__
        raise failure(f"{what}: expected floating-point numbers, got {kind}", f"{what}\uff1a\u5e94\u4e3a\u6d6e\u70b9\u6570\uff0c\u5f97\u5230 {kind}")
    if array.shape != want.shape:
        raise failure(
            f"{what}: expected shape {want.shape}, got {array.shape}",
            f"{what}\uff1a\u5f62\u72b6\u5e94\u4e3a {want.shape}\uff0c\u5f97\u5230 {array.shape}",
        )
    wrong = ~(np.abs(array - want) <= tolerance * max(1.0, float(np.abs(want).max(initial=0.0))))
    if wrong.any():
        at = tuple(int(i) for i in np.argwhere(wrong)[0])
        where, place = (f" at {list(at)}", f"\u5728 {list(at)} \u5904") if at else ("", "")
        raise failure(
            f"{what}: wrong{where}: got {array[at]:.6g}, expected {want[at]:.6g}",
            f"{what}\uff1a{place}\u4e0d\u5bf9\uff1a\u5f97\u5230 {array[at]:.6g}\uff0c\u5e94\u4e3a {want[at]:.6g}",
        )


OK_FORMAT = False
name = "lenet_module"


def parameter_shapes(build):
    # under the grader the module lives in another process, which answers by itself
    ask = getattr(build, "parameter_shapes", None)
    shapes = ask() if ask else [p.shape for p in build().parameters()]
    return [tuple(int(side) for side in shape) for shape in shapes]


def output(build, weights, x):
    """What the network makes of x with these weights."""
    ask = getattr(build, "module_forward", None)
    if ask:
        return ask(weights, x)
    import torch

    module = build().eval()
    with torch.no_grad():
        for parameter, values in zip(module.parameters(), weights):
            parameter.copy_(torch.tensor(values))
        return module(torch.tensor(x)).numpy()


@test_case(name="public: ten parameters, C1 first", points=0, hidden=False)
def test_parameters(build_lenet):
    shapes = parameter_shapes(build_lenet)
    if len(shapes) != 10:
        raise failure(
            f"expected 10 parameters (a weight and a bias for each of 5 layers), got {len(shapes)}",
            f"\u5e94\u6709 10 \u4e2a\u53c2\u6570\u5f20\u91cf\uff085 \u5c42\u5404\u4e00\u4e2a\u6743\u91cd\u548c\u4e00\u4e2a\u504f\u7f6e\uff09\uff0c\u5f97\u5230 {len(shapes)} \u4e2a",
        )
    for what, got, expected in (("C1.weight", shapes[0], (6, 1, 5, 5)), ("C1.bias", shapes[1], (6,))):
        if got != expected:
            raise failure(f"{what}: expected shape {expected}, got {got}", f"{what}\uff1a\u5f62\u72b6\u5e94\u4e3a {expected}\uff0c\u5f97\u5230 {got}")


@test_case(name="public: 61706 numbers in all", points=0, hidden=False)
def test_total(build_lenet):
    total = sum(int(np.prod(shape)) for shape in parameter_shapes(build_lenet))
    compare(say("number of parameters", "\u53c2\u6570\u91cf"), float(total), 61706.0)


@test_case(name="public: logits, for one image and for three", points=0, hidden=False)
def test_logits(build_lenet):
    # all weights are 0, so the last bias is all that comes out: of either sign, and no probabilities
    weights = [np.zeros(shape, dtype=np.float32) for shape in parameter_shapes(build_lenet)]
    if not weights:
        raise failure("the network has no parameters", "\u7f51\u7edc\u6ca1\u6709\u53c2\u6570")
    weights[-1] = np.linspace(-3.0, 1.5, weights[-1].size).astype(np.float32)
    for images in (1, 3):
        logits = output(build_lenet, weights, np.ones((images, 1, 32, 32), dtype=np.float32))
        compare("logits", logits, np.tile(weights[-1], (images, 1)), tolerance=1e-5)
