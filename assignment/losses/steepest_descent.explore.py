# Every direction in the plane, and how fast the function falls along it: three unit balls, three steepest directions.
# 平面上所有方向各自的下降速度：不同范数的单位球，最速下降方向也不同。
import matplotlib.pyplot as plt

grad = np.array([3.0, -1.2])
best = np.asarray(steepest_descent_direction(grad), dtype=float)
angles = np.linspace(-np.pi, np.pi, 361)
circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
fig, (left, right) = plt.subplots(1, 2, figsize=(9.5, 3.8), layout="constrained")
left.plot(np.degrees(angles), circle @ grad, lw=2.5, label=label("slope along v", "沿 v 的斜率"))
left.plot(np.degrees(np.arctan2(best[1], best[0])), best @ grad, "o", color="tab:red", label=label("yours", "你的方向"))
left.set(xlabel=label("angle of v in degrees", "v 的角度（度）"), ylabel="$g^T v$", xticks=range(-180, 181, 90))
left.legend(frameon=False)
left.spines[["top", "right"]].set_visible(False)

xs = np.linspace(-1.9, 1.9, 50)
X, Y = np.meshgrid(xs, xs)
right.contour(X, Y, grad[0] * X + grad[1] * Y, levels=15, cmap="Greys", alpha=0.6)
balls = {"1": np.abs(circle).sum(axis=1), "2": np.ones(len(circle)), "\\infty": np.abs(circle).max(axis=1)}
for norm, size in balls.items():
    ball = circle / size[:, None]
    corner = ball[(ball @ grad).argmin()]
    (line,) = right.plot(*ball.T, label=f"$\\|v\\|_{{{norm}}} = 1$")
    right.plot(*corner, "o", color=line.get_color())
right.annotate("", best, (0, 0), arrowprops={"arrowstyle": "->", "color": "tab:red", "lw": 2})
right.set(aspect="equal", xlabel="$v_1$", ylabel="$v_2$", title=label("Three norms", "三种范数"))
right.legend(fontsize=8, loc="upper right")
plt.show()
