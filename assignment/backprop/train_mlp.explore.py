# Explore: loss and accuracy while the perceptron learns, with gradients averaged or summed over each batch.
# 探索：感知机学习过程中的损失与准确率；批内梯度取平均，或者取和。
import matplotlib.pyplot as plt

try:
    with np.load("data/digits.npz") as digits:
        X_train, y_train = digits["X_train"] / 16, digits["y_train"]
        X_val, y_val = digits["X_val"] / 16, digits["y_val"]

    def learning_curve(factor, epochs=30, hidden=75, batch_size=64):
        """Training loss and validation accuracy after each epoch; the step is factor times the mean gradient."""
        rng = np.random.default_rng(0)
        shapes = {"W1": (64, hidden), "b1": (hidden,), "W2": (hidden, 10), "b2": (10,)}
        params = {name: rng.normal(scale=0.1, size=shape) for name, shape in shapes.items()}
        losses, accuracies = [], []
        for _ in range(epochs):
            order = rng.permutation(len(X_train))
            for batch in np.split(order, range(batch_size, len(order), batch_size)):
                _, grads = mlp_loss_and_grads(X_train[batch], y_train[batch], **params)
                params = {name: params[name] - factor * grads[name] for name in params}
            losses.append(mlp_loss_and_grads(X_train, y_train, **params)[0])
            predicted = np.argmax(mlp_forward(X_val, **params), axis=1)
            accuracies.append((predicted == y_val).mean())
        return losses, accuracies

    settings = {
        label("mean, rate 0.005", "平均，学习率 0.005"): 0.005,
        label("mean, rate 0.05", "平均，学习率 0.05"): 0.05,
        label("sum, rate 0.005", "求和，学习率 0.005"): 0.005 * 64,
    }
    curves = {name: learning_curve(factor) for name, factor in settings.items()}

    figure, (left, right) = plt.subplots(1, 2, figsize=(12, 3.8), layout="constrained")
    for name, (losses, accuracies) in curves.items():
        epochs = np.arange(1, len(losses) + 1)
        left.plot(epochs, losses, label=name)
        right.plot(epochs, accuracies, label=name)
    left.set(xlabel=label("epoch", "轮次"), ylabel=label("training loss", "训练损失"), ylim=(0, None))
    right.set(xlabel=label("epoch", "轮次"), ylabel=label("validation accuracy", "验证准确率"), ylim=(0, 1.04))
    right.axhline(0.9502, color="grey", linestyle=":", linewidth=1)
    right.text(1, 0.96, "0.9502", color="grey", fontsize=8, va="bottom")
    for ax in (left, right):
        ax.grid(alpha=0.3)
    handles, names = left.get_legend_handles_labels()
    figure.legend(handles, names, title=label("gradient over the batch", "批内梯度"), loc="outside right center")
    figure.suptitle(label("30 epochs on handwritten digits", "在手写数字上训练 30 个轮次"))
    plt.show()
except NotImplementedError:
    print(
        "Finish `mlp_forward` and `mlp_loss_and_grads` first, then run this cell again. / "
        "先完成 `mlp_forward` 和 `mlp_loss_and_grads`，再运行本单元格。"
    )
