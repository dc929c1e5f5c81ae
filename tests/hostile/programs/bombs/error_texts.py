# Errors of 60 MB, with their class names as long as that.
# slow
LONG = "x" * (60 << 20)


def square(x):
    raise ValueError(LONG)


def mean_and_std(x):
    raise type("E" * (10 << 20), (Exception,), {})(LONG)


def split_evenly(total, parts):
    return type("T" * (10 << 20), (), {})()


raise ValueError(LONG)
