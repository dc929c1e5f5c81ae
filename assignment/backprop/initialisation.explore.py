# Explore: how large is the gradient in each of ten layers, for three activations and three initialisations?
# 探索：十层网络中，不同激活函数、不同初始化下，各层的梯度有多大？
import matplotlib.pyplot as plt

depth, width, samples = 10, 64, 200
rng = np.random.default_rng(0)
X, Y = rng.normal(size=(samples, width)), rng.normal(size=(samples, width))
scales = {
    label("small: 0.01", "过小：0.01"): 0.01,
    "Xavier": xavier_std(width, width),
    "He": he_std(width),
}
biases = [np.zeros(width) for _ in range(depth)]
layers = np.arange(1, depth + 1)

norms = {}
for activation in ("sigmoid", "tanh", "relu"):
    for name, std in scales.items():
        weights = [rng.normal(scale=std, size=(width, width)) for _ in range(depth)]
        norms[activation, name] = np.maximum(gradient_norms(X, Y, weights, biases, activation), 1e-30)

figure, axes = plt.subplots(1, 3, figsize=(12, 3.8), sharey=True, layout="constrained")
for ax, activation in zip(axes, ("sigmoid", "tanh", "relu")):
    for name, marker in zip(scales, "vos"):
        ax.semilogy(layers, norms[activation, name], marker=marker, label=name)
    ax.set(title=activation, xlabel=label("layer", "层"), xticks=layers, ylim=(1e-17, 1e4))
    ax.grid(alpha=0.3)
axes[0].set_ylabel(label("norm of the weight gradient", "权重梯度的范数"))
axes[0].legend(title=label("standard deviation", "标准差"), loc="lower right")
figure.suptitle(label("Gradients travel from layer 10 to layer 1", "梯度从第 10 层传向第 1 层"))
plt.show()
