"""Scaling rules as students write them."""

from tests.diagnosis.verdicts import written


@written("variant", function="scaled_learning_rate", names=("upside-down",))
def ratio_the_other_way(lr, batch_size, new_batch_size):
    k = batch_size / new_batch_size
    return k * lr
