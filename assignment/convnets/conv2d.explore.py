# What a filter sees: the same picture through three small kernels.
# 滤波器看到了什么：同一张图分别经过三个小卷积核。
import matplotlib.pyplot as plt

rows, columns = np.mgrid[0:64, 0:64]
picture = np.zeros((64, 64))
picture[34:56, 12:46] = 0.55  # a house,
picture[(rows >= 16) & (rows < 34) & (np.abs(columns - 28.5) <= 1.2 * (rows - 15))] = 0.85  # its roof,
picture[42:56, 24:31] = 0.15  # its door
picture[(rows - 12) ** 2 + (columns - 51) ** 2 <= 49] = 1.0  # and the sun
kernels = {
    ("vertical edges", "竖直边缘"): [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    ("horizontal edges", "水平边缘"): [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    ("all edges", "所有边缘"): [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
}

w = np.array(list(kernels.values()), dtype=float)[:, None]  # (3, 1, 3, 3)
maps = np.asarray(conv2d_forward(picture[None, None], w, np.zeros(3), 1, 0))[0]

figure, axes = plt.subplots(2, 4, figsize=(10, 4.4), layout="constrained", height_ratios=[4, 1.25])
axes[0, 0].imshow(picture, cmap="gray")
axes[0, 0].set_title(label("picture", "原图"), fontsize=11)
axes[1, 0].axis("off")
for k, (en, zh) in enumerate(kernels, start=1):
    top = np.abs(maps[k - 1]).max() or 1.0
    shown = axes[0, k].imshow(maps[k - 1], cmap="RdBu_r", vmin=-top, vmax=top)
    axes[0, k].set_title(label(en, zh), fontsize=11)
    kernel = w[k - 1, 0]
    axes[1, k].imshow(kernel, cmap="RdBu_r", vmin=-np.abs(kernel).max(), vmax=np.abs(kernel).max())
    for (p, q), value in np.ndenumerate(kernel):
        dark = abs(value) > 0.6 * np.abs(kernel).max()
        axes[1, k].text(q, p, f"{value:g}", ha="center", va="center", fontsize=8, color="w" if dark else "k")
for ax in axes.flat:
    ax.set_xticks([])
    ax.set_yticks([])
bar = figure.colorbar(shown, ax=axes[0, 3], ticks=[-top, 0, top], shrink=0.8)
bar.ax.set_yticklabels([label("negative", "负响应"), "0", label("positive", "正响应")], fontsize=8)
plt.show()
