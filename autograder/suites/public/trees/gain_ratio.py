from otter.test_files import test_case

from autograder.checks.public import compare, say, unchanged

OK_FORMAT = False
name = "gain_ratio"

RIPE = ["yes", "yes", "no", "no"]


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(gain_ratio):
    compare(say("gain ratio", "增益率"), gain_ratio(["clear", "clear", "clear", "blurry"], list(RIPE)), 0.383688546522)


@test_case(name="public: a value of its own for each sample", points=0, hidden=False)
def test_unique_values(gain_ratio):
    compare(say("gain ratio", "增益率"), gain_ratio([1, 2, 3, 4], list(RIPE)), 0.5)


@test_case(name="public: an attribute with a single value", points=0, hidden=False)
def test_constant_attribute(gain_ratio):
    compare(say("gain ratio", "增益率"), gain_ratio(["same"] * 4, list(RIPE)), 0.0)


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(gain_ratio):
    unchanged(
        "gain_ratio(values, labels)", gain_ratio, ["clear", "blurry", "clear", "clear"], ["yes", "no", "no", "yes"]
    )
