import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, say, unchanged

OK_FORMAT = False
name = "weight_penalties"

W = np.array([1.0, -0.5, 0.02, 0.0])
G = np.array([0.4, 0.2, -0.1, 0.0])


@test_case(name="public: the worked example, L2", points=0, hidden=False)
def test_l2(l2_step):
    compare("w", l2_step(W.copy(), G.copy(), 0.1, 0.5), [0.86, -0.47, 0.028, 0.0])


@test_case(name="public: the worked example, L1", points=0, hidden=False)
def test_l1(l1_step):
    compare("w", l1_step(W.copy(), G.copy(), 0.1, 0.5), [0.91, -0.47, -0.02, 0.0])


@test_case(name="public: the worked example, soft threshold", points=0, hidden=False)
def test_soft_threshold(soft_threshold_step):
    # u = (0.96, -0.52, 0.03, 0), threshold 0.05
    compare("w", soft_threshold_step(W.copy(), G.copy(), 0.1, 0.5), [0.91, -0.47, 0.0, 0.0])


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(l2_step, l1_step, soft_threshold_step):
    for name, step in (("l2_step", l2_step), ("l1_step", l1_step), ("soft_threshold_step", soft_threshold_step)):
        unchanged(f"{name}(w, g, lr, lam)", step, W, G, 0.1, 0.5)


@test_case(name="public: a step across 0", points=0, hidden=False)
def test_across(soft_threshold_step):
    compare("w", soft_threshold_step(np.array([0.1]), np.array([4.0]), 0.1, 0.5), [-0.25])


@test_case(name="public: whole numbers, and arrays of any shape", points=0, hidden=False)
def test_shapes(l2_step, l1_step, soft_threshold_step):
    for shape in ((), (2, 1, 2)):
        w, g = np.ones(shape, dtype=int), np.full(shape, 0.4)
        soft = soft_threshold_step(w.copy(), g.copy(), 0.1, 0.5)
        compare(say("w, L2", "w（L2）"), l2_step(w.copy(), g.copy(), 0.1, 0.5), np.full(shape, 0.86))
        compare(say("w, L1", "w（L1）"), l1_step(w.copy(), g.copy(), 0.1, 0.5), np.full(shape, 0.91))
        compare(say("w, soft threshold", "w（软阈值）"), soft, np.full(shape, 0.91))
