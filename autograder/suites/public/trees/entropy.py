from otter.test_files import test_case

from autograder.checks.public import compare, say, unchanged

OK_FORMAT = False
name = "entropy"


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(entropy):
    compare(say("entropy of a, a, a, b", "a、a、a、b 的熵"), entropy(["a", "a", "a", "b"]), 0.811278124459)


@test_case(name="public: the 17 melons", points=0, hidden=False)
def test_melons(entropy):
    compare(
        say("entropy of 8 ripe and 9 unripe melons", "8 个好瓜和 9 个坏瓜的熵"),
        entropy(["ripe"] * 8 + ["unripe"] * 9),
        0.997502546369,
    )


@test_case(name="public: four equal classes need two bits", points=0, hidden=False)
def test_four_classes(entropy):
    compare(say("entropy of 0, 1, 2, 3", "0、1、2、3 的熵"), entropy([0, 1, 2, 3]), 2.0)


@test_case(name="public: a pure node", points=0, hidden=False)
def test_pure(entropy):
    compare(say("entropy of five equal labels", "五个相同标签的熵"), entropy(["yes"] * 5), 0.0)


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(entropy):
    unchanged("entropy(labels)", entropy, ["b", "a", "b", "a", "c"])
