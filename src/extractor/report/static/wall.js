// The view of series: charts side by side, those told of most often first, and a card for the point at hand.

const CHARTS = 24; // a page
const SERIES_FACETS = ["place", "indicator", "measure", "frequency"];

class SeriesView {
  constructor(app) {
    this.app = app;
    this.state = { q: "", page: 0 };
    this.card = new Card("Point at a period to see who tells its value.");
    this.search = searchBox("Filter the series", "Filter", (q) => this.set({ q, page: 0 }));
    this.facetBox = make("span", { class: "facets" });
    this.status = make("span", { class: "aside", role: "status" });
    this.wall = make("div", { class: "wall" });
    this.pager = make("div", { class: "pager" });
    this.element = make("section", { class: "beside", "aria-label": "Series" },
      make("div", { class: "wide" },
        make("div", { class: "bar" }, this.search, this.facetBox, this.status), this.wall, this.pager),
      this.card.element);
  }

  set(changes) {
    Object.assign(this.state, changes);
    this.show();
    this.app.remember();
  }

  restore(state) {
    this.state = { q: "", page: 0, ...state };
    this.show();
  }

  show() {
    const { q } = this.state;
    if (this.search.value !== q) this.search.value = q;
    const words = wordsOf(q);
    const visible = payload.series.filter((one) =>
      words.every((word) => one.title.toLowerCase().includes(word)) &&
      SERIES_FACETS.every((name) => !this.state[name] || one[name] === this.state[name]));
    const [page, pages] = pageOf(this.state.page, visible.length, CHARTS);
    const charts = visible.slice(page * CHARTS, (page + 1) * CHARTS);
    this.wall.replaceChildren(...charts.map((one) =>
      chartOf(one, (spot) => this.tell(one, spot), (spot) => this.open(spot.value.sources[0]))));
    this.pager.replaceChildren(...pagerOf(page, pages, (to) => this.set({ page: to })));
    this.status.textContent = partOfAll(visible.length, payload.series.length);
    this.showFacets();
  }

  showFacets() {
    const choose = (name, value) => {
      this.set({ [name]: value, page: 0 });
      this.facetBox.querySelector(`[data-facet="${CSS.escape(name)}"]`)?.focus();
    };
    const selects = SERIES_FACETS.map((name) =>
      facetOf(name, payload.series.map((one) => one[name]), this.state[name], (value) => choose(name, value)));
    this.facetBox.replaceChildren(...selects.filter(Boolean));
  }

  /** Tell every value of a period, with who tells it. */
  tell(series, { value, of }) {
    const conflict = "≠ The articles tell values that differ by more than the digits printed allow.";
    this.card.show([
      heading(value.words, `${series.title} · ${of.period}`),
      of.conflict ? make("p", { class: "conflict" }, conflict) : null,
      ...of.values.map((one) => make("section", { class: "compared" },
        make("h3", {}, one.words), one.sources.map((source) => this.sourceOf(source)))),
    ], () => this.clear());
  }

  sourceOf(source) {
    const [article, fact] = this.found(source);
    const name = [headline(article), dayOf(article)].filter(Boolean).join(" · ");
    return make("div", {}, link(name, () => this.open(source)), sentenceOf(fact));
  }

  open(source) {
    this.app.open(...this.found(source));
  }

  found([key, factId]) {
    const article = articleByKey.get(key);
    return [article, article.factById.get(factId)];
  }

  step() {} // charts are gone through by Tab

  clear() {
    this.card.show(null);
  }
}
