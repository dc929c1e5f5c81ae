from otter.test_files import test_case

from autograder.checks.public import compare, say

OK_FORMAT = False
name = "tiny_network"

# w1 = 0 and w2 = 2 ln 3 with x = 2, y = 1: h = 1/2 and o = 3/4
W2 = 2.1972245773362196


@test_case(name="public: tiny_loss of the worked example", points=0, hidden=False)
def test_loss(tiny_loss):
    compare(say("squared error", "平方误差"), tiny_loss(0.0, W2, 2.0, 1.0, "mse"), 0.03125)
    compare(say("cross-entropy", "交叉熵"), tiny_loss(0.0, W2, 2.0, 1.0, "ce"), 0.2876820725)
    compare(say("cross-entropy, y = 0.25", "交叉熵（y = 0.25）"), tiny_loss(0.0, W2, 2.0, 0.25, "ce"), 1.1116412890)


@test_case(name="public: tiny_loss, another target and another weight", points=0, hidden=False)
def test_another_loss(tiny_loss):
    compare(say("squared error, y = 0.25", "平方误差（y = 0.25）"), tiny_loss(0.0, W2, 2.0, 0.25, "mse"), 0.125)
    compare(say("squared error, -w2", "平方误差（-w2）"), tiny_loss(0.0, -W2, 5.0, 1.0, "mse"), 0.28125)


@test_case(name="public: tiny_loss, cross-entropy", points=0, hidden=False)
def test_cross_entropy(tiny_loss):
    compare(say("cross-entropy, -w2", "交叉熵（-w2）"), tiny_loss(0.0, -W2, 5.0, 1.0, "ce"), 1.3862943611)


@test_case(name="public: tiny_gradient of the worked example", points=0, hidden=False)
def test_gradient(tiny_gradient):
    compare(
        say("gradient, squared error", "平方误差的梯度"),
        tiny_gradient(0.0, W2, 2.0, 1.0, "mse"),
        [-0.0514974510, -0.0234375],
    )
    compare(
        say("gradient, cross-entropy", "交叉熵的梯度"), tiny_gradient(0.0, W2, 2.0, 1.0, "ce"), [-0.2746530722, -0.125]
    )


@test_case(name="public: tiny_hessian of the worked example", points=0, hidden=False)
def test_hessian(tiny_hessian):
    expected = [[0.0707196657, 0.0087484069], [0.0087484069, 0.0146484375]]
    compare(say("Hessian, squared error", "平方误差的 Hessian 矩阵"), tiny_hessian(0.0, W2, 2.0, 1.0, "mse"), expected)
    expected = [[0.2263029302, -0.0220050979], [-0.0220050979, 0.046875]]
    compare(say("Hessian, cross-entropy", "交叉熵的 Hessian 矩阵"), tiny_hessian(0.0, W2, 2.0, 1.0, "ce"), expected)


@test_case(name="public: exact to twelve digits", points=0, hidden=False)
def test_exact(tiny_gradient, tiny_hessian):
    gradient, hessian = tiny_gradient(0.0, W2, 2.0, 1.0, "ce"), tiny_hessian(0.0, W2, 2.0, 1.0, "ce")
    compare(say("gradient, cross-entropy", "交叉熵的梯度"), gradient, [-0.274653072167027, -0.125], tolerance=1e-12)
    expected = [[0.226302930152359, -0.0220050979373647], [-0.0220050979373647, 0.046875]]
    compare(say("Hessian, cross-entropy", "交叉熵的 Hessian 矩阵"), hessian, expected, tolerance=1e-12)
