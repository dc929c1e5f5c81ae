# Replaces its functions, and those of the worker, after the first call.
def square(x):
    globals()["square"] = lambda x: True
    return x * x + 1


def mean_and_std(x):
    globals()["mean_and_std"] = None
    return 0.0, 0.0


def split_evenly(total, parts):
    del globals()["split_evenly"]
    return [0] * parts
