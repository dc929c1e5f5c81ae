"""Mini-batches as students write them."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("unlisted", function="minibatch_indices", names=("empty-last-batch",), leads=("shape", "place"))
def one_more_slice(n, batch_size, seed):
    rng = np.random.default_rng(seed)
    idx = list(range(n))
    rng.shuffle(idx)
    batches = []
    for b in range(n // batch_size + 1):
        batches.append(idx[b * batch_size : (b + 1) * batch_size])
    return batches


@written("edge", function="iterations_per_epoch", names=("remainder-always-kept",))
def flag_never_read(n, batch_size, drop_last):
    count = 0
    seen = 0
    while seen < n:
        seen += batch_size
        count += 1
    return count
