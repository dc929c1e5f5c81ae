# One long text among short ones: an array of them gives each the room of the longest.
def square(x):
    return ["a" * 300_000] + ["b"] * 1000


def mean_and_std(x):
    return [square(x), [["a" * 300_000] + ["b"] * 1000] * 2]


def split_evenly(total, parts):
    return square(None)
