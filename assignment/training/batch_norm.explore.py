# What a layer's features look like before and after your batch normalisation (never counts towards the marks).
# 看看一层的各个特征在你的批归一化前后是什么样子（不计分）。
import matplotlib.pyplot as plt

rng = np.random.default_rng(0)
inputs = rng.gamma(2.0, 1.0, size=(2000, 30))  # all positive, as after a ReLU
weights = rng.normal(size=(30, 4)) * np.array([0.1, 0.3, 0.6, 1.0])
before = inputs @ weights + np.array([6.0, -4.0, 0.0, 10.0])
after = batch_norm_forward(before, np.ones(4), np.zeros(4), 1e-5)
figure, axes = plt.subplots(1, 2, figsize=(10, 3.6), layout="constrained", sharey=True)
panels = (
    (axes[0], before, (-20, 45), label("before", "归一化之前")),
    (axes[1], after, (-4, 4), label("after", "归一化之后")),
)
for axis, values, limits, title in panels:
    bins = np.linspace(*limits, 61)
    for j in range(4):
        counts, _ = np.histogram(values[:, j], bins)
        name = label(f"feature {j}", f"特征 {j}")
        axis.stairs(counts / counts.max(), bins, fill=True, alpha=0.4, color=f"C{j}", label=name)
    axis.set(title=title, xlim=limits, ylim=(0, 1.4), xlabel=label("value", "取值"))
axes[0].set_ylabel(label("frequency relative to the peak", "相对频数（峰值为 1）"))
axes[0].legend(frameon=False, ncols=2, loc="upper center")
plt.show()
