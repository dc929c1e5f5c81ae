# The same ravine, three ways down: your gradient descent, your momentum and your Adam (never counts towards the marks).
# 同一个狭长山谷，三种走法：你实现的梯度下降、动量和 Adam（不计分）。
import matplotlib.pyplot as plt

curvature = np.array([1.0, 30.0])  # gentle along the valley, steep across it
start, steps = np.array([-9.0, 1.6]), 60


def walk(step, *state):
    """The positions of `steps` steps; `step` takes and returns (w, *state)."""
    w, path = start, [start]
    for t in range(1, steps + 1):
        w, *state = step(t, w, curvature * w, *state)
        path.append(w)
    return np.array(path)


try:
    paths = {
        label("gradient descent", "梯度下降"): walk(lambda t, w, g: (sgd_step(w, g, 0.062),)),
        label("momentum", "动量"): walk(lambda t, w, g, v: momentum_step(w, g, v, 0.02, 0.8), np.zeros(2)),
        "Adam": walk(lambda t, w, g, m, v: adam_step(w, g, m, v, t, 0.4, 0.9, 0.99, 1e-8), np.zeros(2), np.zeros(2)),
    }
except NotImplementedError:
    print(
        "Finish `sgd_step`, `momentum_step` and `adam_step` first, then run this cell again. / "
        "先完成 `sgd_step`、`momentum_step` 和 `adam_step`，再运行本单元格。"
    )
else:
    figure, (map_axis, loss_axis) = plt.subplots(
        1, 2, figsize=(12, 3.8), layout="constrained", gridspec_kw={"width_ratios": [2, 1]}
    )
    x, y = np.meshgrid(np.linspace(-10, 3, 200), np.linspace(-2.2, 2.2, 200))
    heights = (curvature[0] * x**2 + curvature[1] * y**2) / 2
    map_axis.contour(x, y, heights, levels=[0.3, 2, 6, 14, 28, 48, 75], colors="0.8", linewidths=0.8)
    map_axis.plot(0, 0, "k*", markersize=12)
    for name, path in paths.items():
        map_axis.plot(*path.T, ".-", markersize=4, linewidth=1.1, label=name)
        loss_axis.semilogy((curvature * path**2).sum(axis=1) / 2, label=name)
    map_axis.set(
        xlabel="$w_1$",
        ylabel="$w_2$",
        title=label("a ravine seen from above", "俯视山谷"),
        xlim=(-10, 3),
        ylim=(-2.2, 2.2),
    )
    map_axis.legend(frameon=False, loc="lower right")
    loss_axis.set(xlabel=label("step", "步数"), ylabel=label("loss", "损失"), ylim=(1e-6, 200))
    loss_axis.set_title(label("loss along the way", "沿途的损失"))
    plt.show()
