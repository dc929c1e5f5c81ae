"""Reference for convnets/lenet_module."""

import torch


def build_lenet() -> torch.nn.Module:
    """LeNet for images of shape (n, 1, 32, 32), with ReLU and max pooling; it returns logits of shape (n, 10).

    C1 conv 5x5 -> relu -> pool 2x2 -> C3 conv 5x5 -> relu -> pool 2x2 -> F5 -> relu -> F6 -> relu -> F7

    Returns:
        A new module; its layers with parameters are created in the order C1, C3, F5, F6, F7, each with a bias.

    Source: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", 1998, which has
    tanh-like units, trainable average pooling and a sparse C3 instead.
    """
    # BEGIN SOLUTION
    return torch.nn.Sequential(
        torch.nn.Conv2d(1, 6, kernel_size=5),  # C1: (n, 6, 28, 28)
        torch.nn.ReLU(),
        torch.nn.MaxPool2d(2),  # S2: (n, 6, 14, 14)
        torch.nn.Conv2d(6, 16, kernel_size=5),  # C3: (n, 16, 10, 10)
        torch.nn.ReLU(),
        torch.nn.MaxPool2d(2),  # S4: (n, 16, 5, 5)
        torch.nn.Flatten(),
        torch.nn.Linear(16 * 5 * 5, 120),  # F5
        torch.nn.ReLU(),
        torch.nn.Linear(120, 84),  # F6
        torch.nn.ReLU(),
        torch.nn.Linear(84, 10),  # F7: logits, no activation
    )
    # END SOLUTION
