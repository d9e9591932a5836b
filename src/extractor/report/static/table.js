// A table that sorts by every column, filters by words and by facets, and shows a page of rows at a time.

const PAGE = 100;
const FRESH = { q: "", sort: "", down: false, page: 0 };

class DataTable {
  /**
   * columns: { name, of: row => text, sort: row => key or list of keys, cell: row => nodes, class,
   *   unread: whether the filter passes it over }
   * facets: { name, of: row => text }; key: row => what names it
   * hover, leave, pick, changed: what follows when a row is pointed at, left or chosen, or what is shown has changed
   */
  constructor({ caption, columns, facets = [], key, empty, hover, leave, pick, changed }) {
    Object.assign(this, { columns, facets, key, empty, hover, leave, pick, changed });
    this.state = { ...FRESH };
    this.rows = [];
    this.search = searchBox(`Filter ${caption}`, "Filter", (q) => this.set({ q, page: 0 }));
    this.facetBox = make("span", { class: "facets" });
    this.status = make("span", { class: "aside", role: "status" });
    this.head = make("tr", { role: "row" });
    this.body = make("tbody", { role: "rowgroup" });
    this.pager = make("div", { class: "pager" });
    this.element = make("div", { class: "table" },
      make("div", { class: "bar" }, this.search, this.facetBox, this.status),
      make("div", { class: "sideways" }, make("table", { class: "data", role: "table" },
        make("caption", { class: "unseen" }, caption), make("thead", { role: "rowgroup" }, this.head), this.body)),
      this.pager);
    this.listen();
  }

  listen() {
    const on = (name, then) => this.body.addEventListener(name, (event) => {
      const node = event.target.closest("tr[data-at]");
      if (node) then(this.visible[Number(node.dataset.at)], event);
    });
    for (const name of ["pointerover", "focusin"]) on(name, (row, event) => hovers(event) && this.hover(row));
    on("click", (row) => this.pick(row));
    this.body.addEventListener("pointerleave", (event) => hovers(event) && this.leave());
  }

  // ── what is shown ──

  fill(rows) {
    const read = this.columns.filter((column) => !column.unread);
    const hayOf = (row) => read.map((column) => column.of(row)).join(" ").toLowerCase();
    this.rows = rows;
    this.hay = new Map(rows.map((row) => [row, hayOf(row)]));
    this.refresh();
  }

  set(changes) {
    Object.assign(this.state, changes);
    this.refresh();
    this.changed(this.state);
  }

  /** Take over a state, as one read from an address; what it does not name is as at first. */
  restore(state) {
    this.state = { ...FRESH, ...state };
    this.refresh();
  }

  refresh() {
    const { q, sort, down } = this.state;
    if (this.search.value !== q) this.search.value = q;
    const words = wordsOf(q);
    const chosen = this.facets.filter((facet) => this.state[facet.name]);
    const fits = (row) => words.every((word) => this.hay.get(row).includes(word)) &&
      chosen.every((facet) => facet.of(row) === this.state[facet.name]);
    const column = this.columns.find((one) => one.name === sort);
    const visible = this.rows.filter(fits);
    this.visible = column ? sorted(visible, column.sort || column.of, down) : visible;
    this.showHead();
    this.showFacets();
    this.showPage();
  }

  // ── its parts ──

  showHead() {
    this.head.replaceChildren(...this.columns.map((column) => this.headOf(column)));
  }

  headOf(column) {
    const { sort, down } = this.state;
    const mine = column.name === sort;
    const next = mine && down ? { sort: "", down: false } : { sort: column.name, down: mine };
    const order = mine ? (down ? "descending" : "ascending") : "none";
    const sign = { ascending: "↑", descending: "↓" }[order];
    const arrow = make("span", { class: "arrow", "aria-hidden": "true" }, sign);
    return make("th", { scope: "col", role: "columnheader", "aria-sort": order, class: column.class },
      button(column.name, { "data-sort": column.name, onclick: () => this.sortBy(column.name, next) }, arrow));
  }

  sortBy(name, next) {
    this.set({ ...next, page: 0 });
    this.head.querySelector(`[data-sort="${CSS.escape(name)}"]`).focus(); // the one pressed is gone, and made anew
  }

  showFacets() {
    const selects = this.facets.map(({ name, of }) =>
      facetOf(name, this.rows.map(of), this.state[name], (value) => this.chooseFacet(name, value)));
    this.facetBox.replaceChildren(...selects.filter(Boolean));
    this.status.textContent = partOfAll(this.visible.length, this.rows.length);
  }

  chooseFacet(name, value) {
    this.set({ [name]: value, page: 0 });
    this.facetBox.querySelector(`[data-facet="${CSS.escape(name)}"]`)?.focus();
  }

  showPage() {
    const [page, pages] = pageOf(this.state.page, this.visible.length, PAGE);
    const rows = this.visible.slice(page * PAGE, (page + 1) * PAGE);
    this.body.replaceChildren(...rows.map((row, at) => this.rowOf(row, page * PAGE + at)));
    if (!rows.length) this.body.append(this.nothing());
    this.pager.replaceChildren(...pagerOf(page, pages, (to) => this.set({ page: to })));
    this.mark();
  }

  nothing() {
    const why = this.rows.length ? "Nothing fits the filter." : this.empty;
    const cell = make("td", { role: "cell", class: "nothing", colspan: this.columns.length }, why);
    return make("tr", { role: "row" }, cell);
  }

  rowOf(row, at) {
    const cells = this.columns.map((column, index) => {
      const content = column.cell ? column.cell(row) : column.of(row);
      const held = index ? content : button("", { class: "row", "data-key": this.key(row) }, content);
      return make("td", { role: "cell", class: column.class, "data-name": column.name, dir: "auto" }, held);
    });
    return make("tr", { role: "row", "data-at": at }, cells);
  }

  // ── the row that is chosen ──

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
    const last = this.visible.length - 1;
    if (last < 0) return null;
    const at = this.visible.indexOf(this.chosen);
    const first = by > 0 ? 0 : last;
    const next = at < 0 ? first : Math.min(Math.max(at + by, 0), last);
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
