import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, failure, say, unchanged

OK_FORMAT = False
name = "kernel_trick"

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


@test_case(name="public: the worked example, and the diagonal", points=0, hidden=False)
def test_rbf_kernel(rbf_kernel):
    X = np.array([[0.0, 0.0], [1.0, 2.0]])
    compare(say("kernel", "核矩阵"), rbf_kernel(X, X.copy(), 0.1), [[1.0, 0.606530659713], [0.606530659713, 1.0]])


@test_case(name="public: one row per point of X, one column per point of Z", points=0, hidden=False)
def test_shape(rbf_kernel):
    # squared distances 0, 1, 4
    got = rbf_kernel(np.array([[1.0]]), np.array([[1.0], [2.0], [3.0]]), 0.5)
    compare(say("kernel", "核矩阵"), got, [[1.0, 0.606530659713, 0.135335283237]])


@test_case(name="public: the lifted points have a form that can be judged", points=0, hidden=False)
def test_lift(lift_xor):
    phi = lift_xor(CORNERS.copy())
    shape = np.shape(phi)
    if len(shape) != 2 or shape[0] != 4 or not 1 <= shape[1] <= 10:
        raise failure(
            f"expected shape (4, p) with p from 1 to 10, got {shape}",
            f"形状应为 (4, p)，p 为 1 到 10，得到 {shape}",
        )
    # no plane parts the two segments where both have the same midpoint; other inseparable images are not looked for
    phi = np.asarray(phi, dtype=float)
    if not np.isfinite(phi).all() or np.abs(phi[0] + phi[3] - phi[1] - phi[2]).max() < 1e-9:
        raise failure("no plane separates these images of the XOR points", "没有平面能把异或四个点的这些像分开")


@test_case(name="public: a point has its image whatever the others are", points=0, hidden=False)
def test_lift_alone(lift_xor):
    together = np.asarray(lift_xor(CORNERS.copy()), dtype=float)
    for i, corner in enumerate(CORNERS):
        alone = np.asarray(lift_xor(corner[None].copy()), dtype=float)
        if alone.shape != together[:1].shape or not np.allclose(alone[0], together[i]):
            where = corner.tolist()
            raise failure(
                f"the image of {where} alone is another one than among the four points",
                f"{where} 单独输入时得到的像，与它和另外三个点一起输入时不同",
            )


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(rbf_kernel, lift_xor):
    unchanged("rbf_kernel(X, Z, gamma)", rbf_kernel, CORNERS, np.array([[1.0, 2.0]]), 0.1)
    unchanged("lift_xor(X)", lift_xor, CORNERS)


@test_case(name="public: whole numbers", points=0, hidden=False)
def test_whole_numbers(rbf_kernel):
    got = rbf_kernel(np.array([[0, 0]]), np.array([[1, 2], [0, 0]]), 0.1)
    compare(say("kernel", "核矩阵"), got, [[0.606530659713, 1.0]])
