import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, parts, say, unchanged

OK_FORMAT = False
name = "gradient_clipping"


@test_case(name="public: the worked example, global norm", points=0, hidden=False)
def test_global_norm(clip_by_global_norm):
    # 3^2 + 4^2 + 12^2 = 13^2, halved by max_norm = 6.5
    got = clip_by_global_norm([np.array([3.0, -4.0]), np.array([[12.0]])], 6.5)
    first, second = parts(say("gradients", "梯度"), got, 2)
    compare(say("first gradient", "第一个梯度"), first, [1.5, -2.0])
    compare(say("second gradient", "第二个梯度"), second, [[6.0]])


@test_case(name="public: a short gradient is not touched", points=0, hidden=False)
def test_short(clip_by_global_norm):
    (first,) = parts(say("gradients", "梯度"), clip_by_global_norm([np.array([3.0, -4.0])], 6.5), 1)
    compare(say("gradient", "梯度"), first, [3.0, -4.0])


@test_case(name="public: the worked example, value", points=0, hidden=False)
def test_value(clip_by_value):
    got = clip_by_value(np.array([0.5, -3.0, 12.0]), 2.0)
    compare(say("clipped gradient", "裁剪后的梯度"), got, [0.5, -2.0, 2.0])


@test_case(name="public: all gradients are zero", points=0, hidden=False)
def test_zero(clip_by_global_norm):
    (first,) = parts(say("gradients", "梯度"), clip_by_global_norm([np.zeros(2)], 6.5), 1)
    compare(say("gradient", "梯度"), first, [0.0, 0.0])


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(clip_by_global_norm, clip_by_value):
    for max_norm in (6.5, 20.0):
        given = [np.array([3.0, -4.0]), np.array([[12.0]])]
        unchanged("clip_by_global_norm(grads, max_norm)", clip_by_global_norm, given, max_norm, new=True)
    for limit in (2.0, 20.0):
        unchanged("clip_by_value(g, limit)", clip_by_value, np.array([0.5, -3.0, 12.0]), limit, new=True)


@test_case(name="public: nothing is added to the norm", points=0, hidden=False)
def test_small_norm(clip_by_global_norm):
    (first,) = parts(say("gradients", "梯度"), clip_by_global_norm([np.array([3e-6, -4e-6])], 2.5e-6), 1)
    compare(say("gradient", "梯度"), first, [1.5e-6, -2e-6], tolerance=1e-12)


@test_case(name="public: arrays of any shape", points=0, hidden=False)
def test_shapes(clip_by_global_norm, clip_by_value):
    first, second = parts(
        say("gradients", "梯度"), clip_by_global_norm([np.array(3.0), np.full((1, 1, 1), -4.0)], 2.5), 2
    )
    compare(say("first gradient", "第一个梯度"), first, 1.5)
    compare(say("second gradient", "第二个梯度"), second, [[[-2.0]]])
    compare(say("clipped gradient", "裁剪后的梯度"), clip_by_value(np.array(-3.0), 2.0), -2.0)
    compare(say("clipped gradient", "裁剪后的梯度"), clip_by_value(np.full((1, 1, 1), 3.0), 2.0), [[[2.0]]])
