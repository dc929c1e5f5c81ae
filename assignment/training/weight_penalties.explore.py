# Twenty weights, four of them needed: what your three steps make of them (never counts towards the marks).
# 二十个权重，只有四个真正有用：看看你的三种更新把它们变成什么样（不计分）。
import matplotlib.pyplot as plt

rng = np.random.default_rng(1)
n_samples, n_weights, lr, lam = 60, 20, 0.05, 0.25
true_w = np.zeros(n_weights)
true_w[[2, 7, 11, 16]] = [2.0, -1.5, 1.0, -2.5]
X = rng.normal(size=(n_samples, n_weights))
y = X @ true_w + 0.8 * rng.normal(size=n_samples)


def train(step):
    """The weights after each of 200 steps on half the mean squared error plus the penalty."""
    w = 0.5 * np.random.default_rng(2).normal(size=n_weights)
    path = [w]
    for _ in range(200):
        w = step(w, X.T @ (X @ w - y) / n_samples, lr, lam)
        path.append(w)
    return np.array(path)


paths = [train(l2_step), train(l1_step), train(soft_threshold_step)]
titles = ["L2", label("L1, subgradient", "L1，次梯度"), label("L1, soft threshold", "L1，软阈值")]
figure, axes = plt.subplots(2, 3, figsize=(12, 6), layout="constrained", sharey="row")
for (whole, zoom), path, title in zip(axes.T, paths, titles):
    for axis in (whole, zoom):
        axis.axhline(0, color="0.6", linewidth=0.8)
        for j in range(n_weights):
            needed = true_w[j] != 0
            axis.plot(path[:, j], color="C3" if needed else "C0", linewidth=1.6 if needed else 0.7)
        axis.set_xlabel(label("step", "步数"))
    zeros = int((path[-1] == 0).sum())
    whole.set_title(title + "\n" + label(f"{zeros} exact zeros", f"{zeros} 个精确的 0"), fontsize=11)
    whole.set(xlim=(0, 200), ylim=(-2.8, 2.8))
    zoom.set(xlim=(120, 150), ylim=(-0.03, 0.03))
axes[0, 0].set_ylabel(label("weight", "权重"))
axes[1, 0].set_ylabel(label("weight, close to 0", "权重（0 附近放大）"))
axes[0, 0].plot([], [], color="C3", label=label("needed", "有用的"))
axes[0, 0].plot([], [], color="C0", label=label("not needed", "无用的"))
axes[0, 0].legend(frameon=False, loc="upper right")
plt.show()
