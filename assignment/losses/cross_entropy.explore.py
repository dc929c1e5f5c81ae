# What a mistake costs: the loss of one sample with logits (0, m) and true class 1, as its margin m grows.
# 犯错的代价：一个样本的 logits 为 (0, m)，真实类别为 1，损失随间隔 m 的变化。
import matplotlib.pyplot as plt

margins = np.linspace(-60, 20, 321)
exact = [cross_entropy(np.array([[0.0, m]]), np.array([1])) for m in margins]
p = 1 / (1 + np.exp(-margins))  # the probability of the true class
fig, ax = plt.subplots(figsize=(7, 3.8), layout="constrained")
ax.plot(margins, exact, lw=2.5, label=label("your cross_entropy", "你的 cross_entropy"))
ax.plot(margins, -np.log(np.maximum(p, 1e-12)), "--", label=label("p clipped at 1e-12", "p 截断在 1e-12"))
ax.plot(margins, 20 * (1 - p) ** 2, ":", label=r"$20\,(1 - p)^2$")
ax.axvline(0, color="0.8", zorder=0)
ax.set_xlabel(label("margin m of the true class", "真实类别的间隔 m"))
ax.set_ylabel(label("loss", "损失"))
ax.set_title(label("Flat means no gradient", "平坦处没有梯度"))
ax.legend(frameon=False)
ax.spines[["top", "right"]].set_visible(False)
plt.show()
