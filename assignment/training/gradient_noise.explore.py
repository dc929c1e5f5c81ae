# Draw many mini-batches and measure: does the scatter of their gradients follow your formula? (never counts)
# 抽取许多小批量并测量：它们的梯度的分散程度符合你的公式吗？（不计分）
import matplotlib.pyplot as plt

rng = np.random.default_rng(3)
x = rng.normal(size=5000)
y = 1.5 * x + rng.standard_t(5, size=5000)
per_sample = (0.4 * x - y) * x  # gradients of (w x - y)^2 / 2 at w = 0.4
sigma2 = per_sample.var()
sizes = 2 ** np.arange(0, 10)
measured = [rng.choice(per_sample, size=(1500, B)).mean(axis=1).var() for B in sizes]
formula = [minibatch_gradient_variance(float(sigma2), int(B)) for B in sizes]
figure, (line_axis, histogram_axis) = plt.subplots(1, 2, figsize=(11, 3.8), layout="constrained")
line_axis.loglog(sizes, formula, color="C3", label=label("your formula", "你的公式"))
line_axis.loglog(sizes, measured, "o", color="C0", label=label("measured, 1500 batches each", "实测，各 1500 个批次"))
line_axis.set(xlabel=label("batch size B", "批次大小 B"), ylabel=label("variance of the gradient", "梯度的方差"))
line_axis.set_xticks(sizes, [str(B) for B in sizes])
line_axis.minorticks_off()
line_axis.legend(frameon=False)
bins = np.linspace(-4.5, 2.5, 71)
for i, B in enumerate((4, 32, 256)):
    means = rng.choice(per_sample, size=(1500, B)).mean(axis=1)
    histogram_axis.hist(means, bins, density=True, alpha=0.5, color=f"C{i}", label=f"B = {B}")
true = per_sample.mean()
histogram_axis.axvline(true, color="k", linestyle="--", label=label("full gradient", "全体样本的梯度"))
histogram_axis.set(xlabel=label("mini-batch gradient", "小批量梯度"), ylabel=label("density", "密度"), xlim=(-4.5, 2.5))
histogram_axis.legend(frameon=False)
plt.show()
