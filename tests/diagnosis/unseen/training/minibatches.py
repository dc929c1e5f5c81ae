"""Mini-batches written last."""

import random

from tests.diagnosis.verdicts import written


@written("variant", function="minibatch_indices", names=("last-batch-lost",))
def only_full_batches(n, batch_size, seed):
    random.seed(seed)
    ids = list(range(n))
    random.shuffle(ids)
    return [ids[k * batch_size : (k + 1) * batch_size] for k in range(n // batch_size)]
