from otter.test_files import test_case

from autograder.checks.public import failure, integer

OK_FORMAT = False
name = "minibatches"


@test_case(name="public: the worked example, iterations", points=0, hidden=False)
def test_iterations(iterations_per_epoch):
    for n, drop_last, expected in ((10, False, 3), (10, True, 2), (8, False, 2)):
        integer(f"iterations_per_epoch({n}, 4, {drop_last})", iterations_per_epoch(n, 4, drop_last), expected)


@test_case(name="public: ten samples in batches of four", points=0, hidden=False)
def test_batches(minibatch_indices):
    got = minibatch_indices(10, 4, 0)
    try:
        batches = [[int(i) for i in batch] for batch in got]
    except (TypeError, ValueError):
        raise failure("expected a list of lists of integers", "应返回由整数列表组成的列表") from None
    if [len(batch) for batch in batches] != [4, 4, 2]:
        raise failure("expected batches of 4, 4 and 2 indices", "各批次应分别有 4、4、2 个下标")
    if sorted(i for batch in batches for i in batch) != list(range(10)):
        raise failure("expected every index 0..9 exactly once", "0..9 每个下标应恰好出现一次")
