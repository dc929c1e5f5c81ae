# Explore: what your network makes of validation images, and what more training images would bring. Not graded.
# 探索：你的网络在验证图像上表现如何，训练图像再多一些又会怎样。不计分。
# The loss curve is yours to draw: let a copy of your `train_mlp` write down the loss after each epoch.
# 损失曲线请自己画：复制一份 `train_mlp`，让它记下每个轮次之后的损失。
import matplotlib.pyplot as plt

with np.load("data/digits.npz") as digits:
    X_train, y_train, X_val, y_val = (digits[name] for name in ("X_train", "y_train", "X_val", "y_val"))

sizes = [50, 100, 200, 400, 800, len(X_train)]
shares = {label("training images", "训练图像"): [], label("validation images", "验证图像"): []}
for size in sizes:
    network = train_mlp(X_train[:size], y_train[:size], X_val, y_val, 0)
    on_train = np.argmax(mlp_forward(X_train[:size], *network), axis=1) == y_train[:size]
    predicted = np.argmax(mlp_forward(X_val, *network), axis=1)
    for share, right in zip(shares.values(), (on_train, predicted == y_val)):
        share.append(right.mean())

figure, (left, right) = plt.subplots(1, 2, figsize=(12, 4), layout="constrained", width_ratios=[3, 2])
for name, share in shares.items():
    left.semilogx(sizes, share, "o-", label=name)
left.axhline(0.9502, color="grey", linestyle=":", linewidth=1)
left.text(sizes[0], 0.9502, "0.9502", color="grey", fontsize=8, va="bottom")
left.set_xticks(sizes, [str(size) for size in sizes])
left.minorticks_off()
left.set(xlabel=label("images to learn from", "用来学习的图像数"), ylabel=label("accuracy", "准确率"))
left.grid(alpha=0.3)
left.legend(loc="lower right")

wrong = np.flatnonzero(predicted != y_val)[:15]
board = np.full((3 * 10, 5 * 10), np.nan)
for k, i in enumerate(wrong):
    row, column = 10 * (k // 5) + 2, 10 * (k % 5)
    board[row : row + 8, column : column + 8] = X_val[i].reshape(8, 8)
    right.text(column, row - 0.8, f"{y_val[i]} → {predicted[i]}", fontsize=9)
right.imshow(board, cmap="gray_r")
right.axis("off")
count = int((predicted != y_val).sum())
right.set_title(label(f"{count} of {len(y_val)} wrong", f"{len(y_val)} 张中错了 {count} 张") + "\n", fontsize=11)
plt.show()
