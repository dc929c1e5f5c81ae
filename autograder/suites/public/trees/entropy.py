from otter.test_files import test_case

from autograder.checks.public import compare, unchanged

OK_FORMAT = False
name = "entropy"


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(entropy):
    compare("entropy of a, a, a, b", entropy(["a", "a", "a", "b"]), 0.811278124459)


@test_case(name="public: the 17 melons", points=0, hidden=False)
def test_melons(entropy):
    compare("entropy of 8 ripe and 9 unripe melons", entropy(["ripe"] * 8 + ["unripe"] * 9), 0.997502546369)


@test_case(name="public: four equal classes need two bits", points=0, hidden=False)
def test_four_classes(entropy):
    compare("entropy of 0, 1, 2, 3", entropy([0, 1, 2, 3]), 2.0)


@test_case(name="public: a pure node", points=0, hidden=False)
def test_pure(entropy):
    compare("entropy of five equal labels", entropy(["yes"] * 5), 0.0)


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(entropy):
    unchanged("entropy(labels)", entropy, ["b", "a", "b", "a", "c"])
