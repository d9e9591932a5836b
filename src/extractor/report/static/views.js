// The views: articles with their facts, all facts, checks, series, what gold says, and what could not be read.

const FACT_COLUMNS = [
  { name: "value", class: "number", of: (fact) => fact.slots.value, sort: (fact) => [fact.unit, Number(fact.size)] },
  { name: "indicator", of: (fact) => [fact.slots.indicator, more(fact)].filter(Boolean).join(" "), sort: (fact) => fact.slots.indicator,
    cell: (fact) => [fact.slots.indicator, more(fact) ? make("small", {}, more(fact)) : null] },
  { name: "measure", of: (fact) => fact.slots.measure },
  { name: "place", of: (fact) => fact.slots.place || "" },
  { name: "period", of: (fact) => fact.slots.period || "" },
  { name: "checks", class: "sign", of: (fact) => worst(fact.checks),
    cell: (fact) => (fact.checks.length ? make("span", { class: `mark ${worst(fact.checks).replace(" ", "-")}`, title: fact.checks.map((check) => `${check.name}: ${check.says}`).join("\n") },
      SIGNS[worst(fact.checks)], make("span", { class: "unseen" }, worst(fact.checks))) : null) },
];
const GOLD_COLUMN = { name: "gold", class: "gold", of: (fact) => (fact.gold ? GOLD[fact.gold] : ""),
  cell: (fact) => (fact.gold ? make("span", { class: `gold-note gold-${fact.gold}` }, fact.gold) : null) };
const ARTICLE_COLUMN = articleColumn((fact) => headline(fact.article));
const FACETS = [
  { name: "place", of: (fact) => fact.slots.place || "" },
  { name: "indicator", of: (fact) => fact.slots.indicator.replace(/ \(.*/s, "") },
  { name: "measure", of: (fact) => fact.slots.measure },
  { name: "label", of: (fact) => fact.label },
  { name: "checks", of: (fact) => worst(fact.checks) },
  ...(gold ? [{ name: "gold", of: (fact) => (!fact.gold ? "" : fact.gold === "right" ? "right" : "errors") }] : []),
];

function articleColumn(nameOf) {
  return { name: "article", class: "article", of: nameOf,
    cell: (row) => make("span", { class: "two-lines", title: nameOf(row) }, nameOf(row)) };
}

/** A place for the card of one thing, which Esc empties. */
class Card {
  constructor(hint) {
    this.body = make("div", { class: "card-body" });
    this.hint = make("p", { class: "aside hint" }, hint);
    this.element = make("section", { class: "card", "aria-label": "Details" }, this.body);
    this.show(null);
  }

  show(content, close) {
    this.element.classList.toggle("empty", !content);
    this.body.replaceChildren(...(content ? content.filter(Boolean) : [this.hint]));
    if (content && close) this.body.prepend(button("×", { class: "close", "aria-label": "Close the details (Esc)", onclick: close }));
  }
}

/** A table beside a card: what is pointed at in the one is told in the other. */
class TableView {
  constructor(app, { columns, facets, caption, empty, rows, key, marks, card, pick, hint, above }) {
    this.card = new Card(hint);
    this.cardOf = card;
    this.rows = rows;
    this.table = new DataTable({ columns, facets, caption, empty, key, marks,
      hover: (row) => this.tell(row), leave: () => this.tell(this.table.chosen), pick: (row) => (pick ? pick(row) : this.choose(row)),
      changed: () => app.remember() });
    this.element = make("section", { class: "beside", "aria-label": caption }, make("div", { class: "wide" }, above, this.table.element), this.card.element);
  }

  show() {
    if (!this.filled) this.table.fill(this.rows);
    this.filled = true;
  }

  tell(row) {
    this.card.show(row ? this.cardOf(row) : null, () => this.clear());
  }

  choose(row) {
    this.table.mark(row);
    this.tell(row);
  }

  step(by) {
    const row = this.table.step(by);
    if (!row) return;
    this.choose(row);
    reveal(this.table.nodeOf(row), this.element.firstChild);
  }

  clear() {
    this.table.mark(null);
    this.tell(null);
  }
}

function keyOf(fact) {
  return `${fact.article.index}/${fact.id}`;
}

function goldMarks(fact) {
  return fact.gold && fact.gold !== "right" ? `gold-${fact.gold}` : "";
}

function openLink(app, fact) {
  return button("Open in its article", { class: "open", onclick: () => app.open(fact.article, fact) });
}

function factsView(app) {
  return new TableView(app, {
    caption: "All facts", rows: facts, key: keyOf, marks: goldMarks, facets: FACETS,
    columns: [...FACT_COLUMNS, ...(gold ? [GOLD_COLUMN] : []), ARTICLE_COLUMN],
    empty: "No fact was found in any article.", hint: "Point at a fact to see the sentence that says it, and choose it to keep it here.",
    card: (fact) => [...factCard(fact, { go: (other) => app.open(other.article, other), withSentence: true }), openLink(app, fact)],
  });
}

function checksView(app) {
  const verdicts = Object.keys(SIGNS);
  const ordered = [...checks].sort((one, two) => verdicts.indexOf(one.verdict) - verdicts.indexOf(two.verdict));
  return new TableView(app, {
    caption: "Checks", rows: ordered, key: (check) => String(checks.indexOf(check)),
    marks: () => "",
    columns: [
      { name: "verdict", class: "verdict", of: (check) => check.says, sort: (check) => check.verdict,
        cell: (check) => make("span", { class: `mark ${check.verdict.replace(" ", "-")}` }, `${SIGNS[check.verdict]} ${check.says}`) },
      { name: "check", of: (check) => check.name },
      { name: "the two sides", of: (check) => check.sides },
      articleColumn(whereOf),
    ],
    facets: [{ name: "verdict", of: (check) => check.verdict }, { name: "check", of: (check) => check.name }, { name: "where", of: (check) => (check.article ? "in an article" : "between articles") }],
    empty: "The facts give nothing to check.", hint: "Point at a check to see the facts it compares.",
    card: (check) => [
      make("header", {}, make("p", { class: `figure ${check.verdict.replace(" ", "-")}` }, `${SIGNS[check.verdict]} ${check.says}`), make("p", { class: "about" }, `${check.name}: ${check.sides}`)),
      ...check.told.map((fact) => make("section", { class: "compared" }, button(inBrief(fact), { class: "link", onclick: () => app.open(fact.article, fact) }), sentenceOf(fact))),
    ],
  });
}

function goldView(app) {
  const scores = make("table", { class: "scores" }, make("caption", {}, `Against the labels of ${counted(gold.articles, "article")}`),
    make("thead", {}, make("tr", {}, ["", "right", "missed", "extra", "precision", "recall", "F1"].map((name) => make("th", { scope: "col" }, name)))),
    make("tbody", {}, gold.scores.map((score) => make("tr", {}, make("th", { scope: "row" }, score.name),
      ["right", "missed", "extra", "precision", "recall", "f1"].map((name) => make("td", { class: "number" }, score[name]))))));
  const view = new TableView(app, {
    caption: "Errors", rows: gold.errors, key: (error) => gold.errors.indexOf(error).toString(), marks: (error) => `gold-${error.kind}`, above: scores,
    columns: [
      { name: "kind", of: (error) => error.kind, cell: (error) => make("span", { class: `gold-note gold-${error.kind}` }, error.kind) },
      { name: "what", of: (error) => (error.name === error.part ? error.part : `${error.part} ${error.name.replace("_", " ")}`) },
      { name: "characters", of: (error) => error.text },
      { name: "gold says", of: (error) => error.gold },
      { name: "found", of: (error) => error.found },
      articleColumn((error) => headline(articleById.get(error.article))),
    ],
    facets: [{ name: "kind", of: (error) => error.kind }, { name: "part", of: (error) => error.part }, { name: "what", of: (error) => error.name }],
    empty: "Everything is as gold labels it.", hint: "Choose an error to see it in its article.",
    card: () => null, pick: (error) => app.openSpan(articleById.get(error.article), error),
  });
  view.card.element.remove();
  return view;
}

function failuresView(app) {
  const view = new TableView(app, {
    caption: "Not read", rows: payload.failures, key: (failure) => failure.path, marks: () => "", facets: [],
    columns: ["path", "reason", "remedy"].map((name) => ({ name: name === "path" ? "article" : name, of: (failure) => failure[name] })),
    empty: "Every article was read.", hint: "", card: () => null,
  });
  view.card.element.remove();
  return view;
}

/** Charts of series, those told of most often first, a page at a time. */
class SeriesView {
  constructor(app) {
    this.app = app;
    this.state = { q: "", page: 0 };
    this.card = new Card("Point at a period to see who tells its value.");
    this.search = make("input", { type: "search", placeholder: "Filter", "aria-label": "Filter the series", oninput: () => this.set({ q: this.search.value, page: 0 }) });
    this.facetBox = make("span", { class: "facets" });
    this.status = make("span", { class: "aside", role: "status" });
    this.wall = make("div", { class: "wall" });
    this.pager = make("div", { class: "pager" });
    this.element = make("section", { class: "beside", "aria-label": "Series" },
      make("div", { class: "wide" }, make("div", { class: "bar" }, this.search, this.facetBox, this.status), this.wall, this.pager), this.card.element);
  }

  set(changes) {
    Object.assign(this.state, changes);
    this.show();
    this.app.remember();
  }

  show() {
    const { q, page } = this.state;
    if (this.search.value !== q) this.search.value = q;
    const names = ["place", "indicator", "measure", "frequency"];
    const words = q.toLowerCase().split(/\s+/).filter(Boolean);
    this.visible = payload.series.filter((one) => words.every((word) => one.title.toLowerCase().includes(word)) && names.every((name) => !this.state[name] || one[name] === this.state[name]));
    this.facetBox.replaceChildren(...names.map((name) => facetOf(name, payload.series.map((one) => one[name]), this.state[name], (value) => this.set({ [name]: value, page: 0 }))).filter(Boolean));
    const pages = Math.max(1, Math.ceil(this.visible.length / 24));
    const at = Math.min(page, pages - 1);
    this.status.textContent = `${this.visible.length.toLocaleString("en")} of ${payload.series.length.toLocaleString("en")}`;
    this.wall.replaceChildren(...this.visible.slice(at * 24, at * 24 + 24).map((one) => chartOf(one, { point: (spotted) => this.tell(one, spotted), pick: (spotted) => this.pick(spotted) })));
    this.pager.replaceChildren(...(pages === 1 ? [] : [button("← before", { disabled: at === 0, onclick: () => this.set({ page: at - 1 }) }),
      make("span", {}, `page ${at + 1} of ${pages}`), button("next →", { disabled: at === pages - 1, onclick: () => this.set({ page: at + 1 }) })]));
  }

  tell(series, spotted) {
    const { of } = spotted;
    this.card.show([
      make("header", {}, make("p", { class: "figure" }, spotted.words), make("p", { class: "about", dir: "auto" }, [series.title, of.period].join(" · "))),
      of.values.length > 1 ? make("p", { class: "conflict" }, "≠ The articles tell values that differ by more than the digits printed allow.") : null,
      ...of.values.map((value) => make("section", { class: "compared" }, make("h3", {}, value.words), value.sources.map((source) => this.sourceOf(source)))),
    ], () => this.clear());
  }

  sourceOf([id, factId]) {
    const article = articleById.get(id);
    const fact = article && article.factById.get(factId);
    if (!fact) return make("p", { class: "aside" }, `${id} (not on this page)`);
    const day = dayOf(article);
    return make("div", {}, button([headline(article), day].filter(Boolean).join(" · "), { class: "link", onclick: () => this.app.open(article, fact) }), sentenceOf(fact));
  }

  pick(spotted) {
    const [id, factId] = spotted.sources[0];
    const article = articleById.get(id);
    if (article) this.app.open(article, article.factById.get(factId));
  }

  restore(state) {
    this.state = { q: "", page: 0, ...state };
    this.show();
  }

  step() {}

  clear() {
    this.card.show(null);
  }
}
