import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, failure, say

OK_FORMAT = False
name = "initialisation"


def floats(got, shape):
    array = np.asarray(got)
    if array.shape != shape or array.dtype.kind != "f":
        raise failure(f"expected floats of shape {shape}", f"应为 {shape} 的浮点数组")
    return array


@test_case(name="public: the three formulas", points=0, hidden=False)
def test_formulas(xavier_std, xavier_bound, he_std):
    compare("xavier_std(6, 2)", xavier_std(6, 2), 0.5)
    compare("xavier_bound(6, 2)", xavier_bound(6, 2), 0.8660254)
    compare("he_std(8)", he_std(8), 0.5)


@test_case(name="public: the three formulas for other sizes", points=0, hidden=False)
def test_other_sizes(xavier_std, xavier_bound, he_std):
    compare("xavier_std(30, 20)", xavier_std(30, 20), 0.2)
    compare("xavier_bound(10, 14)", xavier_bound(10, 14), 0.5)
    compare("he_std(50)", he_std(50), 0.2)


@test_case(name="public: xavier_uniform", points=0, hidden=False)
def test_xavier_uniform(xavier_uniform):
    W = floats(xavier_uniform(60, 90, 1), (60, 90))
    compare(say("mean", "均值"), W.mean(), 0.0, tolerance=0.01)
    compare(say("largest entry", "最大元素"), np.abs(W).max(), 0.2, tolerance=0.005)


@test_case(name="public: he_normal", points=0, hidden=False)
def test_he_normal(he_normal):
    W = floats(he_normal(50, 90, 1), (50, 90))
    compare(say("mean", "均值"), W.mean(), 0.0, tolerance=0.02)
    compare(say("standard deviation", "标准差"), W.std(), 0.2, tolerance=0.02)


@test_case(name="public: the seed decides", points=0, hidden=False)
def test_seed(xavier_uniform, he_normal):
    for name, draw in (("xavier_uniform", xavier_uniform), ("he_normal", he_normal)):
        first, again, other = (floats(draw(4, 3, seed), (4, 3)) for seed in (0, 0, 1))
        if not np.array_equal(first, again):
            raise failure(f"{name}: the same seed gives other weights", f"{name}：种子相同，权重却不同")
        if np.array_equal(first, other):
            raise failure(f"{name}: another seed gives the same weights", f"{name}：种子不同，权重却相同")
