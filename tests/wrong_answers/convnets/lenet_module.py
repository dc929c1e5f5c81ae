"""Wrong answers to lenet_module, written from the prompt alone."""

from torch import nn


def _sequential(act=nn.ReLU, pool=lambda: nn.MaxPool2d(2), flat=nn.Flatten, end=(), last_bias=True):
    return nn.Sequential(
        nn.Conv2d(1, 6, 5),
        act(),
        pool(),
        nn.Conv2d(6, 16, 5),
        act(),
        pool(),
        flat(),
        nn.Linear(400, 120),
        act(),
        nn.Linear(120, 84),
        act(),
        nn.Linear(84, 10, bias=last_bias),
        *end,
    )


class _Function(nn.Module):
    """A layer without parameters."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


def pooling_windows_overlap():
    return _sequential(pool=lambda: nn.MaxPool2d(3, stride=2, padding=1))  # the same output sizes


def dropout_also_in_evaluation():
    return _sequential(end=(_Function(lambda x: nn.functional.dropout(x, 0.5)),))


def maps_flattened_column_by_column():
    return _sequential(flat=lambda: _Function(lambda x: x.transpose(2, 3).flatten(1)))


def relu_capped_at_six():
    return _sequential(act=nn.ReLU6)


def smooth_units():
    return _sequential(act=nn.GELU)


def last_layer_without_bias():
    return _sequential(last_bias=False)


def centred_over_the_batch():
    return nn.Sequential(_Function(lambda x: x - x.mean(dim=0)), _sequential())


class _Listed(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = list(_sequential())  # a plain list registers nothing

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


def layers_in_a_plain_list():
    return _Listed()


def pixels_scaled_inside():
    return nn.Sequential(_Function(lambda x: x / 255), _sequential())


def relu_missing_behind_the_sixth():
    layers = list(_sequential())
    del layers[10]
    return nn.Sequential(*layers)


def relu_missing_behind_the_second_convolution():
    layers = list(_sequential())
    del layers[4]
    return nn.Sequential(*layers)


def second_pooling_averages():
    layers = list(_sequential())
    layers[5] = nn.AvgPool2d(2)
    return nn.Sequential(*layers)


def logits_cut_at_fifty():
    return _sequential(end=(nn.Hardtanh(-50, 50),))


def images_beyond_the_third_are_ignored():
    return nn.Sequential(_Function(lambda x: x[[min(i, 2) for i in range(len(x))]]), _sequential())


WRONG = {
    "build_lenet": [
        pooling_windows_overlap,
        dropout_also_in_evaluation,
        maps_flattened_column_by_column,
        relu_capped_at_six,
        smooth_units,
        last_layer_without_bias,
        centred_over_the_batch,
        layers_in_a_plain_list,
        pixels_scaled_inside,
        relu_missing_behind_the_sixth,
        relu_missing_behind_the_second_convolution,
        second_pooling_averages,
        logits_cut_at_fifty,
        images_beyond_the_third_are_ignored,
    ]
}
