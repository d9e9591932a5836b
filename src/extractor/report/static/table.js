// A table that sorts by every column, filters by words and by facets, and shows a page of rows at a time.

const PAGE = 100;

class DataTable {
  /**
   * columns: { name, of: row => text, sort: row => key or list of keys, cell: row => nodes, class }
   * facets: { name, of: row => text }; marks: row => class of the row
   * hover, leave, pick: what follows when a row is pointed at, left and chosen
   */
  constructor({ caption, columns, facets = [], marks = () => "", key, hover, leave, pick, changed, empty }) {
    Object.assign(this, { columns, facets, marks, key, hover, leave, pick, changed, empty });
    this.state = { q: "", sort: "", down: false, page: 0 };
    this.rows = [];
    this.search = make("input", { type: "search", placeholder: "Filter", "aria-label": `Filter ${caption}`, oninput: () => this.set({ q: this.search.value, page: 0 }) });
    this.facetBox = make("span", { class: "facets" });
    this.status = make("span", { class: "aside", role: "status" });
    this.head = make("tr", { role: "row" });
    this.body = make("tbody", { role: "rowgroup" });
    this.pager = make("div", { class: "pager" });
    this.table = make("table", { class: "data", role: "table" }, make("caption", { class: "unseen" }, caption),
      make("thead", { role: "rowgroup" }, this.head), this.body);
    this.element = make("div", { class: "table" }, make("div", { class: "bar" }, this.search, this.facetBox, this.status), this.table, this.pager);
    this.listen();
  }

  listen() {
    const row = (event) => {
      const node = event.target.closest("tr[data-at]");
      return node ? this.visible[Number(node.dataset.at)] : null;
    };
    const on = (name, then) => this.body.addEventListener(name, (event) => {
      const found = row(event);
      if (found) then(found, event);
    });
    const hover = (found, event) => hovers(event) && this.hover(found);
    on("pointerover", hover);
    on("focusin", hover);
    on("click", (found) => this.pick(found));
    this.body.addEventListener("pointerleave", (event) => hovers(event) && this.leave());
  }

  fill(rows) {
    this.rows = rows;
    this.hay = new Map(rows.map((row) => [row, this.columns.map((column) => column.of(row)).join(" ").toLowerCase()]));
    this.refresh();
  }

  set(changes) {
    Object.assign(this.state, changes);
    this.refresh();
    this.changed(this.state);
  }

  /** Take over a state, as one read from an address; what it does not name is as at first. */
  restore(state) {
    this.state = { q: "", sort: "", down: false, page: 0, ...state };
    this.refresh();
  }

  refresh() {
    const { q, sort, down } = this.state;
    if (this.search.value !== q) this.search.value = q;
    const words = q.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = this.facets.filter((facet) => this.state[facet.name]);
    this.visible = this.rows.filter((row) =>
      words.every((word) => this.hay.get(row).includes(word)) && chosen.every((facet) => facet.of(row) === this.state[facet.name]));
    const column = this.columns.find((one) => one.name === sort);
    if (column) this.visible = sorted(this.visible, column.sort || column.of, down);
    this.showHead();
    this.showFacets();
    this.showPage();
  }

  showHead() {
    const { sort, down } = this.state;
    this.head.replaceChildren(...this.columns.map((column) => {
      const mine = column.name === sort;
      const next = mine && down ? { sort: "", down: false } : { sort: column.name, down: mine };
      const order = mine ? (down ? "descending" : "ascending") : "none";
      return make("th", { scope: "col", role: "columnheader", "aria-sort": order, class: column.class },
        button(column.name, { "data-sort": column.name, onclick: (event) => this.sortBy(next, event) }, make("span", { class: "arrow", "aria-hidden": "true" }, mine ? (down ? "↓" : "↑") : "")));
    }));
  }

  sortBy(next, event) {
    const focused = document.activeElement === event.currentTarget && event.currentTarget.dataset.sort;
    this.set({ ...next, page: 0 });
    if (focused) this.head.querySelector(`[data-sort="${CSS.escape(focused)}"]`).focus();
  }

  showFacets() {
    this.facetBox.replaceChildren(...this.facets.map((facet) =>
      facetOf(facet.name, this.rows.map(facet.of), this.state[facet.name], (value) => this.chooseFacet(facet.name, value))).filter(Boolean));
    const all = this.rows.length;
    this.status.textContent = this.visible.length === all ? `${all.toLocaleString("en")}` : `${this.visible.length.toLocaleString("en")} of ${all.toLocaleString("en")}`;
  }

  chooseFacet(name, value) {
    this.set({ [name]: value, page: 0 });
    this.facetBox.querySelector(`[data-facet="${CSS.escape(name)}"]`)?.focus();
  }

  showPage() {
    const pages = Math.max(1, Math.ceil(this.visible.length / PAGE));
    const page = Math.min(this.state.page, pages - 1);
    const from = page * PAGE;
    this.body.replaceChildren(...this.visible.slice(from, from + PAGE).map((row, at) => this.rowOf(row, from + at)));
    if (!this.visible.length) this.body.append(make("tr", { role: "row" }, make("td", { role: "cell", class: "nothing", colspan: this.columns.length }, this.rows.length ? "Nothing fits the filter." : this.empty)));
    this.pager.replaceChildren(...(pages === 1 ? [] : [
      button("← before", { disabled: page === 0, onclick: () => this.set({ page: page - 1 }) }),
      make("span", {}, `page ${page + 1} of ${pages}`),
      button("next →", { disabled: page === pages - 1, onclick: () => this.set({ page: page + 1 }) }),
    ]));
    this.mark();
  }

  rowOf(row, at) {
    const cells = this.columns.map((column, index) => {
      const content = column.cell ? column.cell(row) : column.of(row);
      const held = index ? content : button("", { class: "row", "data-key": this.key(row) }, content);
      return make("td", { role: "cell", class: column.class, "data-name": column.name, dir: "auto" }, held);
    });
    return make("tr", { role: "row", "data-at": at, class: this.marks(row) || false }, cells);
  }

  /** Show which row is chosen. */
  mark(row = this.chosen) {
    this.chosen = row;
    const key = row && this.key(row);
    for (const node of this.body.querySelectorAll("button.row")) {
      const mine = node.dataset.key === key;
      node.closest("tr").classList.toggle("chosen", mine);
      node.setAttribute("aria-pressed", String(mine));
    }
  }

  /** The row so many steps from the chosen one in the order shown, on the page turned to where it stands. */
  step(by) {
    if (!this.visible.length) return null;
    const at = this.visible.indexOf(this.chosen);
    const next = at < 0 ? (by > 0 ? 0 : this.visible.length - 1) : Math.min(Math.max(at + by, 0), this.visible.length - 1);
    const page = Math.floor(next / PAGE);
    if (page !== this.state.page) this.set({ page });
    return this.visible[next];
  }

  nodeOf(row) {
    const key = this.key(row);
    return [...this.body.querySelectorAll("button.row")].find((node) => node.dataset.key === key) || null;
  }
}

/** Rows in the order of a key, ties as they stood; empty keys last, whichever way. */
function sorted(rows, keyOf, down) {
  const keyed = rows.map((row) => [[].concat(keyOf(row)), row]);
  keyed.sort(([one], [two]) => {
    for (let part = 0; part < one.length; part += 1) {
      if ((one[part] === "") !== (two[part] === "")) return one[part] === "" ? 1 : -1;
      const order = compared(one[part], two[part]);
      if (order) return down ? -order : order;
    }
    return 0;
  });
  return keyed.map(([, row]) => row);
}
