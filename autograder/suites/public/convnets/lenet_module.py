import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, failure, say

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
            f"应有 10 个参数张量（5 层各一个权重和一个偏置），得到 {len(shapes)} 个",
        )
    for what, got, expected in (("C1.weight", shapes[0], (6, 1, 5, 5)), ("C1.bias", shapes[1], (6,))):
        if got != expected:
            raise failure(f"{what}: expected shape {expected}, got {got}", f"{what}：形状应为 {expected}，得到 {got}")


@test_case(name="public: 61706 numbers in all", points=0, hidden=False)
def test_total(build_lenet):
    total = sum(int(np.prod(shape)) for shape in parameter_shapes(build_lenet))
    compare(say("number of parameters", "参数量"), float(total), 61706.0)


@test_case(name="public: logits, for one image and for three", points=0, hidden=False)
def test_logits(build_lenet):
    # all weights are 0, so the last bias is all that comes out: of either sign, and no probabilities
    weights = [np.zeros(shape, dtype=np.float32) for shape in parameter_shapes(build_lenet)]
    if not weights:
        raise failure("the network has no parameters", "网络没有参数")
    weights[-1] = np.linspace(-3.0, 1.5, weights[-1].size).astype(np.float32)
    for images in (1, 3):
        logits = output(build_lenet, weights, np.ones((images, 1, 32, 32), dtype=np.float32))
        compare("logits", logits, np.tile(weights[-1], (images, 1)), tolerance=1e-5)
