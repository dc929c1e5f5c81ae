from otter.test_files import test_case

from autograder.checks.public import failure, integer

OK_FORMAT = False
name = "minibatches"


@test_case(name="public: the worked example, iterations", points=0, hidden=False)
def test_iterations(iterations_per_epoch):
    for n, drop_last, expected in ((10, False, 3), (10, True, 2), (8, False, 2), (9, False, 3)):
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


@test_case(name="public: a batch larger than the data", points=0, hidden=False)
def test_large_batch(iterations_per_epoch, minibatch_indices):
    integer("iterations_per_epoch(3, 4, False)", iterations_per_epoch(3, 4, False), 1)
    integer("iterations_per_epoch(3, 4, True)", iterations_per_epoch(3, 4, True), 0)
    got = minibatch_indices(3, 4, 0)
    if len(got) != 1 or sorted(int(i) for i in got[0]) != [0, 1, 2]:
        raise failure("expected one batch with everything", "应只有一个包含全部样本的批次")


@test_case(name="public: the seed decides", points=0, hidden=False)
def test_seed(minibatch_indices):
    first, again, other = ([int(i) for batch in minibatch_indices(60, 60, seed) for i in batch] for seed in (1, 1, 2))
    if first != again:
        raise failure("the same seed gives other batches", "种子相同，批次却不同")
    if first == other:
        raise failure("another seed gives the same batches", "种子不同，批次却相同")
