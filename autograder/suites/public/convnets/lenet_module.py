import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, failure

OK_FORMAT = False
name = "lenet_module"


def parameter_shapes(build):
    # under the grader the module lives in another process, which answers by itself
    ask = getattr(build, "parameter_shapes", None)
    shapes = ask() if ask else [p.shape for p in build().parameters()]
    return [tuple(int(side) for side in shape) for shape in shapes]


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
    compare("number of parameters", float(total), 61706.0)
