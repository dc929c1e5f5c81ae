"""Named wrong answers to mini/square."""

from autograder.checks.misconceptions import misconception


@misconception(
    "doubled",
    function="square",
    en="The square of a number is not twice the number: compare 3 with 9.",
    zh="平方不是两倍：请比较 3 和 9。",
)
def doubled(x):
    return 2 * x
