# The same ravine, three ways down: your gradient descent, your momentum and your Adam (never counts towards the marks).
# 同一个狭长山谷，三种走法：你实现的梯度下降、动量和 Adam（不计分）。
# All three are tuned alike: of the same 81 rates each takes the one whose last ten steps are best at their worst.
# 三者以同样的方式调参：都从同样的 81 个学习率中，取最后十步里最大损失最小的那个。
import matplotlib.pyplot as plt

curvature = np.array([1.0, 30.0])  # gentle along the valley, steep across it
start, steps, rates = np.array([-9.0, 1.6]), 60, np.geomspace(1e-3, 10, 81)


def walk(step, *state):
    """The positions of `steps` steps; `step` takes and returns (w, *state)."""
    w, path = start, [start]
    for t in range(1, steps + 1):
        w, *state = step(t, w, curvature * w, *state)
        path.append(w)
    return np.array(path)


def loss(path):
    return (curvature * path**2).sum(axis=1) / 2


def tuned(method):
    """The best rate of a method and its path."""
    walks = {rate: method(rate) for rate in rates}
    best = min(walks, key=lambda rate: loss(walks[rate])[-10:].max())
    return best, walks[best]


zero = np.zeros(2)
methods = {
    label("gradient descent", "梯度下降"): lambda lr: walk(lambda t, w, g: (sgd_step(w, g, lr),)),
    label("momentum", "动量"): lambda lr: walk(lambda t, w, g, v: momentum_step(w, g, v, lr, 0.8), zero),
    "Adam": lambda lr: walk(lambda t, w, g, m, v: adam_step(w, g, m, v, t, lr, 0.9, 0.99, 1e-8), zero, zero),
}
paths = {}
for name, method in methods.items():
    rate, path = tuned(method)
    paths[f"{name}, $\\eta$ = {rate:.2g}"] = path
figure, (map_axis, loss_axis) = plt.subplots(
    1, 2, figsize=(12, 3.8), layout="constrained", gridspec_kw={"width_ratios": [2, 1]}
)
x, y = np.meshgrid(np.linspace(-10, 3, 200), np.linspace(-2.2, 2.2, 200))
heights = (curvature[0] * x**2 + curvature[1] * y**2) / 2
map_axis.contour(x, y, heights, levels=[0.3, 2, 6, 14, 28, 48, 75], colors="0.8", linewidths=0.8)
map_axis.plot(0, 0, "k*", markersize=12)
for name, path in paths.items():
    map_axis.plot(*path.T, ".-", markersize=4, linewidth=1.1, label=name)
    loss_axis.semilogy(loss(path), label=name)
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
