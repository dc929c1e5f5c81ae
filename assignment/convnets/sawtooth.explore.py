# What depth buys: the graphs of your networks, and how many pieces one hidden layer could have had instead.
# 深度换来了什么：画出你的网络的图像，并与单隐藏层所能达到的段数比较。
import matplotlib.pyplot as plt


def network_output(layers, x):
    h = x[:, None]
    for W, b in layers[:-1]:
        h = np.maximum(h @ W + b, 0.0)
    W, b = layers[-1]
    return (h @ W + b)[:, 0]


def count_pieces(y):
    bends = np.abs(np.diff(y, 2))
    bent = np.concatenate([[False], bends > 1e-6 * max(1e-12, bends.max())])
    return 1 + int((bent[1:] & ~bent[:-1]).sum())  # a kink between two grid points bends at both


x = np.linspace(0.0, 1.0, 20001)
networks = {depth: sawtooth_network(depth) for depth in range(1, 8)}
outputs = {depth: network_output(layers, x) for depth, layers in networks.items()}
units = [sum(W.shape[1] for W, b in layers[:-1]) for layers in networks.values()]
pieces = [count_pieces(y) for y in outputs.values()]

figure = plt.figure(figsize=(10, 4.6), layout="constrained")
grid = figure.add_gridspec(3, 2, width_ratios=[1.25, 1])
for row, depth in enumerate((1, 3, 5)):
    axes = figure.add_subplot(grid[row, 0])
    axes.plot(x, outputs[depth], color=plt.cm.viridis(0.15 + 0.3 * row), linewidth=1.4)
    axes.set_xlim(0, 1)
    axes.margins(y=0.12)
    axes.set_ylabel("$y$")
    axes.set_title(
        label(
            f"depth {depth}: {units[depth - 1]} hidden units, {pieces[depth - 1]} pieces",
            f"深度 {depth}：{units[depth - 1]} 个隐藏单元，{pieces[depth - 1]} 段",
        ),
        fontsize=10,
        loc="left",
    )
    axes.tick_params(labelbottom=row == 2)
axes.set_xlabel("$x$")

axes = figure.add_subplot(grid[:, 1])
axes.plot(units, pieces, "o-", color=plt.cm.viridis(0.45), label=label("your networks", "你的网络"))
axes.plot(
    units,
    [m + 1 for m in units],
    "s--",
    color="0.55",
    label=label("one hidden layer at best", "单隐藏层的上限"),
)
axes.set_yscale("log", base=2)
axes.set_xlabel(label("hidden units in all", "隐藏单元总数"))
axes.set_ylabel(label("linear pieces on [0, 1]", "[0, 1] 上的线段数"))
axes.set_title(label("depth multiplies, width adds", "深度相乘，宽度相加"), fontsize=11)
axes.grid(True, which="major", alpha=0.3)
axes.legend(frameon=False, loc="lower right")
plt.show()
