# Explore: your tree for the 17 watermelons, drawn. Not graded.
# 探索：画出你为 17 个西瓜生成的决策树。不计分。
import csv
from pathlib import Path

import matplotlib.pyplot as plt

ENGLISH = {
    **{"色泽": "colour", "根蒂": "stem", "敲声": "sound", "纹理": "texture", "脐部": "navel", "触感": "touch"},
    **{"青绿": "green", "乌黑": "black", "浅白": "pale"},
    **{"蜷缩": "curled", "稍蜷": "half curled", "硬挺": "stiff"},
    **{"浊响": "dull", "沉闷": "muffled", "清脆": "crisp"},
    **{"清晰": "clear", "稍糊": "half blurred", "模糊": "blurred"},
    **{"凹陷": "sunken", "稍凹": "half sunken", "平坦": "flat"},
    **{"硬滑": "hard", "软粘": "soft"},
    **{"是": "ripe", "否": "unripe"},
}
LEAF = {"是": "#cfe8cf", "否": "#f3d3cd"}


def word(chinese):
    return label(ENGLISH.get(chinese, chinese), {"是": "好瓜", "否": "坏瓜"}.get(chinese, chinese))


def place(tree, depth=0, left=0.0):
    """Width in leaves, and for every node its position, text and colour, and the edges to its children."""
    if "children" not in tree:
        return 1.0, [(left + 0.5, -depth, word(tree["label"]), LEAF[tree["label"]])], []
    nodes, edges, width = [], [], 0.0
    for value, child in tree["children"].items():
        w, below, lines = place(child, depth + 1, left + width)
        edges += [(*below[-1][:2], word(value)), *lines]
        nodes += below
        width += w
    own = [x for x, y, *_ in nodes if y == -depth - 1]
    x = (min(own) + max(own)) / 2
    edges = [(x, -depth, *e) if len(e) == 3 else e for e in edges]
    return width, [*nodes, (x, -depth, word(tree["attribute"]) + "?", "#dde6f2")], edges


def draw_melons():
    with (Path("data") / "watermelon2.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    labels = [row.pop("好瓜") for row in rows]
    attributes = [a for a in rows[0] if a != "id"]
    tree = build_tree(rows, labels, attributes)
    width, nodes, edges = place(tree)
    depth = -min(y for _, y, *_ in nodes)
    _, ax = plt.subplots(figsize=(max(7, 1.55 * width), 1.35 * depth + 1.2), layout="constrained")
    for x0, y0, x1, y1, text in edges:
        ax.plot([x0, x1], [y0, y1], color="0.55", lw=1.2, zorder=1)
        x, y = 0.38 * x0 + 0.62 * x1, 0.38 * y0 + 0.62 * y1
        ax.text(x, y, text, ha="center", va="center", fontsize=9, color="0.25", zorder=2).set_bbox(
            {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
        )
    for x, y, text, colour in nodes:
        box = {"boxstyle": "round,pad=0.45", "facecolor": colour, "edgecolor": "0.4"}
        ax.text(x, y, text, ha="center", va="center", fontsize=11, bbox=box, zorder=3)
    right = sum(predict(tree, row) == y for row, y in zip(rows, labels))
    ax.set_title(
        label(f"Your tree reproduces {right} of {len(rows)} melons", f"你的树答对了 {len(rows)} 个西瓜中的 {right} 个")
    )
    ax.set(xlim=(0, width), ylim=(-depth - 0.3, 0.3))
    ax.axis("off")
    plt.show()


draw_melons()
