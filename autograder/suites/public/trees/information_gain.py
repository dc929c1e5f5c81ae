from otter.test_files import test_case

from autograder.checks.public import compare, say, unchanged

OK_FORMAT = False
name = "information_gain"

TEXTURE = ["clear", "clear", "clear", "blurry"]
RIPE = ["yes", "yes", "no", "no"]


@test_case(name="public: the worked example, conditional entropy", points=0, hidden=False)
def test_conditional_entropy(conditional_entropy):
    compare("H(Y | X)", conditional_entropy(list(TEXTURE), list(RIPE)), 0.688721875541)


@test_case(name="public: the worked example, gain", points=0, hidden=False)
def test_gain(information_gain):
    compare(say("information gain", "信息增益"), information_gain(list(TEXTURE), list(RIPE)), 0.311278124459)


@test_case(name="public: the melons' touch", points=0, hidden=False)
def test_touch(information_gain):
    # 12 melons are hard (6 of them ripe), 5 are soft (2 of them ripe)
    values = ["hard"] * 12 + ["soft"] * 5
    labels = ["yes"] * 6 + ["no"] * 6 + ["yes"] * 2 + ["no"] * 3
    compare(say("information gain", "信息增益"), information_gain(values, labels), 0.006046489176)


@test_case(name="public: an attribute with one value gains nothing", points=0, hidden=False)
def test_constant_attribute(conditional_entropy, information_gain):
    compare("H(Y | X)", conditional_entropy(["same"] * 4, list(RIPE)), 1.0)
    compare(say("information gain", "信息增益"), information_gain(["same"] * 4, list(RIPE)), 0.0)


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(conditional_entropy, information_gain):
    values, labels = ["clear", "blurry", "clear", "clear"], ["yes", "no", "no", "yes"]
    unchanged("conditional_entropy(values, labels)", conditional_entropy, values, labels)
    unchanged("information_gain(values, labels)", information_gain, values, labels)
