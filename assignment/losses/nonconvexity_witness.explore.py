# Your proof as a picture: the two loss surfaces from above with your segment, and a cut along it. Needs `tiny_loss`.
# 把你的证明画出来：俯视两张损失曲面和你的线段，再看沿线段的剖面。需要先完成 `tiny_loss`。
import matplotlib.pyplot as plt

answers = {loss: (*nonconvexity_witness(loss), negative_curvature_point(loss)) for loss in ("mse", "ce")}
tiny_loss(0.0, 0.0, 1.0, 1.0, "ce")  # nothing is drawn while it is missing
fig, axes = plt.subplots(2, 2, figsize=(9.5, 7), height_ratios=[3, 2], layout="constrained")
for (top, bottom), (loss, (a, b, t, point)) in zip(axes.T, answers.items()):
    a, b, point = (np.asarray(w, dtype=float) for w in (a, b, point))
    low, high = np.min([a, b, point, [-8, -8]], axis=0) - 1, np.max([a, b, point, [8, 8]], axis=0) + 1
    W1, W2 = np.meshgrid(np.linspace(low[0], high[0], 61), np.linspace(low[1], high[1], 61))
    surface = [[tiny_loss(w1, w2, 1.0, 1.0, loss) for w1, w2 in zip(*row)] for row in zip(W1, W2)]
    fig.colorbar(top.contourf(W1, W2, surface, levels=25, cmap="viridis"), ax=top)
    top.plot(*zip(a, b), "o-", color="tab:red", lw=2, label=label("your segment", "你的线段"))
    top.plot(*point, "*", color="white", ms=14, mec="black", label=label("negative curvature", "负曲率点"))
    top.set(xlabel="$w_1$", ylabel="$w_2$", title=f'"{loss}"')
    top.legend(loc="upper left", fontsize=8)

    s = np.linspace(0, 1, 101)
    cut = [tiny_loss(*(r * a + (1 - r) * b), 1.0, 1.0, loss) for r in s]
    chord = s * cut[-1] + (1 - s) * cut[0]
    below, above = t * cut[-1] + (1 - t) * cut[0], tiny_loss(*(t * a + (1 - t) * b), 1.0, 1.0, loss)
    gap = label(f"gap at t: {above - below:.3g}", f"t 处的差：{above - below:.3g}")
    bottom.plot(s, cut, lw=2.5, label=label("loss", "损失"))
    bottom.plot(s, chord, "--", color="tab:red", label=label("chord", "弦"))
    bottom.fill_between(s, chord, cut, where=np.array(cut) > chord, color="tab:red", alpha=0.15)
    bottom.plot([t, t], [below, above], "k.-", lw=1, label=gap)
    bottom.set(xlabel=label("t (0: theta_b, 1: theta_a)", "t（0：theta_b，1：theta_a）"), ylabel="L")
    bottom.legend(fontsize=8)
    bottom.spines[["top", "right"]].set_visible(False)
plt.show()
