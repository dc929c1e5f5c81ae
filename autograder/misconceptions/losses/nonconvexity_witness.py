"""Answers that are no proof against convexity."""

import numpy as np

from autograder.checks.misconceptions import misconception

# More than one answer is right: one that is not the reference's says nothing.
FREE_ANSWER = ("nonconvexity_witness", "negative_curvature_point")


@misconception(
    "below-the-chord",
    function="nonconvexity_witness",
    en="Between your points the loss lies below the chord. Convex functions do that, too: which side is needed?",
    zh="在你给出的两点之间，损失低于弦。凸函数也是这样：需要的是哪一侧？",
)
def below_the_chord(loss):
    return np.array([0.0, -3.0]), np.array([0.0, 3.0]), 0.5


@misconception(
    "along-the-output-weight-only",
    function="nonconvexity_witness",
    en="Right for the squared error. For a fixed hidden unit, what is the second derivative of -log sigma(w2 h) in w2?",
    zh="对平方误差是对的。固定隐藏单元时，-log sigma(w2 h) 关于 w2 的二阶导数是什么符号？",
)
def along_the_output_weight_only(loss):
    return np.array([0.0, -16.0]), np.array([0.0, 0.0]), 0.5


@misconception(
    "concavity-of-the-log-likelihood",
    function="nonconvexity_witness",
    en="For the cross-entropy you show that log sigma bends down. Which sign does the loss put in front of it?",
    zh="对交叉熵，你的线段说明 log sigma 是向下弯的。损失在它前面放了什么符号？",
)
def concavity_of_the_log_likelihood(loss):
    if loss == "mse":
        return np.array([0.0, -8.0]), np.array([0.0, 0.0]), 0.5
    return np.array([1.0, -2.0]), np.array([1.0, 2.0]), 0.5


@misconception(
    "outside-the-segment",
    function="nonconvexity_witness",
    en="Your t leads outside the segment, where even a convex function lies above the line. Where must it lie?",
    zh="你的 t 落在线段之外，在那里凸函数也会高于直线。t 应当在什么范围内？",
)
def outside_the_segment(loss):
    return np.array([0.0, -3.0]), np.array([0.0, 3.0]), -0.5


@misconception(
    "end-of-the-segment",
    function="nonconvexity_witness",
    en="With this t you compare an end point with itself. Where on the chord can the loss rise above it?",
    zh="取这个 t，你是在拿端点和它自己比较。损失在弦的什么位置才可能高于弦？",
)
def end_of_the_segment(loss):
    return np.array([0.0, -4.0]), np.array([8.0, -4.0]), 1.0


@misconception(
    "one-point-twice",
    function="nonconvexity_witness",
    en="Both points are the same, so the chord is a single point. How many different points does the definition need?",
    zh="两个点相同，弦就缩成了一个点。凸性的定义需要几个不同的点？",
)
def one_point_twice(loss):
    return np.array([2.0, -4.0]), np.array([2.0, -4.0]), 0.5


@misconception(
    "two-good-fits",
    function="nonconvexity_witness",
    en="Both your points fit well, but so does everything between them: a valley may be bent and still have no ridge.",
    zh="你的两个点拟合得都很好，但它们之间的点也一样好：山谷可以是弯的，中间却没有山脊。",
)
def two_good_fits(loss):
    return np.array([5.0, 10.0]), np.array([10.0, 5.0]), 0.5


@misconception(
    "segment-too-short",
    function="nonconvexity_witness",
    en="The segment is so short that the loss is almost straight on it: how large has the gap to be?",
    zh="线段太短了，损失在上面几乎是直线：题目要求差距至少有多大？",
)
def segment_too_short(loss):
    return np.array([2.0, -2.0]), np.array([2.001, -2.0]), 0.5


@misconception(
    "proof-by-rounding",
    function="nonconvexity_witness",
    en="Your points are so far out that rounding errors decide the comparison: within which bounds must they lie?",
    zh="你的点离原点太远，比较的结果由舍入误差决定：分量应当在什么范围内？",
)
def proof_by_rounding(loss):
    return np.array([1.0e12, -3.0e12]), np.array([2.0e12, -1.0e11]), 0.3


@misconception(
    "almost-flat",
    function="negative_curvature_point",
    en="The surface is almost flat at your point: its curvature may be negative, but how far below 0 has it to be?",
    zh="曲面在你的点处几乎是平的：曲率也许是负的，但题目要求它比 0 小多少？",
)
def almost_flat(loss):
    return np.array([-7.0, 0.0])


@misconception(
    "good-fit",
    function="negative_curvature_point",
    en="Your point lies where the loss is small, and there the surface bends up. Where does it bend down?",
    zh="你的点在损失很小的地方，那里曲面沿各个方向都向上弯。它在哪里向下弯？",
)
def good_fit(loss):
    return np.array([2.0, 2.0])


@misconception(
    "slope-for-curvature",
    function="negative_curvature_point",
    en="At your point the gradient is negative, not the curvature: what does the Hessian say about a slope?",
    zh="在你的点处，负的是梯度而不是曲率：Hessian 矩阵描述的是斜率吗？",
)
def slope_for_curvature(loss):
    return np.array([1.0, 1.0])


@misconception(
    "saturated-hidden-unit",
    function="negative_curvature_point",
    en="Right for the squared error. With h saturated only w2 matters: how does the cross-entropy bend in w2?",
    zh="对平方误差是对的。隐藏单元饱和后只有 w2 起作用：交叉熵关于 w2 是怎样弯的？",
)
def saturated_hidden_unit(loss):
    return np.array([12.0, -2.0])


@misconception(
    "plateau-of-the-squared-error",
    function="negative_curvature_point",
    en="Right for the cross-entropy. Far out on its plateau the squared error is flat: where does it bend?",
    zh="对交叉熵是对的。在平方误差的平台深处，曲面是平的：它在哪里弯曲？",
)
def plateau_of_the_squared_error(loss):
    return np.array([0.0, -60.0])


@misconception(
    "both-losses-at-once",
    function="negative_curvature_point",
    en="You return one point per loss in a single array. For how many losses does one call ask?",
    zh="你把两种损失的点放在同一个数组里返回。一次调用问的是几种损失？",
)
def both_losses_at_once(loss):
    return np.array([[0.0, -4.0], [2.0, -4.0]])
