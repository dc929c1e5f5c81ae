"use strict";
/* Finds, sorts and filters the rows of the class table. Without it every row is there, in the order of the names. */
(() => {
  const table = document.getElementById("class-table");
  const tools = document.getElementById("tools");
  const shown = document.getElementById("shown");
  const body = table.tBodies[0];
  const heads = Array.from(table.tHead.rows[0].cells);
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const words = (text) => text.split(" ").filter(Boolean);
  const rows = Array.from(body.rows, (row) => ({
    row,
    text: fold(row.querySelector(".who").textContent),
    status: new Set(words(row.dataset.status)),
    mistakes: new Set(words(row.dataset.mistakes)),
    section: row.dataset.section,
  }));
  const columns = heads.flatMap((head, i) => ("question" in head.dataset ? [i] : []));
  /* Each question's outcome is told by the sign at the end of its cell, read when it is first asked for. */
  const signs = (entry) => (entry.signs ??= columns.map((i) => entry.row.cells[i].textContent.trim().slice(-1)));

  const control = (name) => document.getElementById("by-" + name);
  const names = ["text", "question", "outcome", "mistake", "section", "status"];
  const controls = Object.fromEntries(names.map((name) => [name, control(name)]));

  const ends = (entry, question, outcome) => {
    if (!outcome) return true;
    const all = signs(entry);
    const asked = question === "" ? all : [all[Number(question)]];
    return asked.some((sign) => (outcome === "lost" ? sign !== "" && sign !== "✓" : sign === outcome));
  };

  const filter = () => {
    const value = (name) => (controls[name] ? controls[name].value : "");
    const parts = words(fold(value("text")));
    const [question, outcome, mistake, section, status] = names.slice(1).map(value);
    let count = 0;
    for (const entry of rows) {
      const fits =
        parts.every((part) => entry.text.includes(part)) &&
        ends(entry, question, outcome) &&
        (!mistake || entry.mistakes.has(mistake)) &&
        (!section || entry.section === section) &&
        (!status || entry.status.has(status));
      entry.row.hidden = !fits;
      count += fits;
    }
    shown.textContent = `${count} of ${rows.length} shown`;
  };

  const collator = new Intl.Collator(undefined, { numeric: true });
  const number = (entry, i) => Number.parseFloat(entry.row.cells[i].textContent);
  const string = (entry, i) => (i ? entry.row.cells[i].textContent.trim() : entry.text);

  /* Cells without a number, or without a text, come last in either direction. */
  const sort = (i) => {
    const head = heads[i];
    const numeric = "number" in head.dataset;
    const down = head.ariaSort === "ascending";
    const keyed = rows.map((entry) => ({ entry, key: numeric ? number(entry, i) : string(entry, i) }));
    const missing = (key) => (numeric ? Number.isNaN(key) : key === "");
    keyed.sort((a, b) => {
      if (missing(a.key) || missing(b.key)) return missing(a.key) - missing(b.key);
      const order = numeric ? a.key - b.key : collator.compare(a.key, b.key);
      return down ? -order : order;
    });
    body.append(...keyed.map(({ entry }) => entry.row));
    for (const other of heads) other.ariaSort = null;
    head.ariaSort = down ? "descending" : "ascending";
  };

  heads.forEach((head, i) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(i));
    head.append(button);
  });
  for (const element of Object.values(controls)) {
    if (element) element.addEventListener("input", filter);
  }
  document.getElementById("reset").addEventListener("click", () => {
    for (const element of Object.values(controls)) if (element) element.value = "";
    filter();
  });
  filter();
  tools.hidden = false;
})();
