# Temperature: softmax(z / T) for the same five logits. Change `logits` and `temperatures` and run again.
# 温度：同一组 logits 在不同温度 T 下的 softmax(z / T)。改动 `logits` 和 `temperatures` 再运行试试。
import matplotlib.pyplot as plt

logits = np.array([2.0, 1.0, 0.5, -0.5, -2.0])
temperatures = [0.25, 1.0, 4.0]
rows = [softmax(logits / T) for T in temperatures]
fig, ax = plt.subplots(figsize=(7, 3.4), layout="constrained")
for i, (T, p) in enumerate(zip(temperatures, rows)):
    bars = ax.bar(np.arange(len(logits)) + (i - 1) * 0.27, p, width=0.25, label=f"T = {T:g}")
    ax.bar_label(bars, fmt="%.2f", fontsize=8, padding=1)
ax.set_xticks(range(len(logits)), [f"z = {z:g}" for z in logits])
ax.set_ylim(0, 1.1)
ax.set_ylabel(label("probability", "概率"))
ax.set_title(label("Low T: the winner takes all", "温度越低，越是赢者通吃"))
ax.legend(frameon=False)
ax.spines[["top", "right"]].set_visible(False)
plt.show()
