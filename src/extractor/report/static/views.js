// The views that are a table beside a card: all facts, checks, what gold says, and what could not be read.

const FACT_COLUMNS = [
  {
    name: "value", class: "number", of: (fact) => fact.slots.value,
    sort: (fact) => [fact.unit, Number(fact.size)],
  },
  {
    name: "indicator", of: (fact) => `${fact.slots.indicator} ${fact.more}`, sort: (fact) => fact.slots.indicator,
    cell: (fact) => [fact.slots.indicator, fact.more ? make("small", {}, fact.more) : null],
  },
  { name: "measure", of: (fact) => fact.slots.measure },
  { name: "place", of: (fact) => fact.slots.place || "" },
  { name: "period", of: (fact) => fact.slots.period || "" },
  { name: "checks", class: "sign", of: (fact) => worst(fact.checks), cell: (fact) => signOf(fact) },
  ...(gold ? [{
    name: "gold", class: "gold", of: (fact) => (fact.gold ? GOLD[fact.gold] : ""),
    cell: (fact) => (fact.gold ? goldNote(fact.gold) : null),
  }] : []),
];
const FACETS = [
  { name: "place", of: (fact) => fact.slots.place || "" },
  { name: "indicator", of: (fact) => fact.slots.indicator.replace(/ \(.*/s, "") },
  { name: "measure", of: (fact) => fact.slots.measure },
  { name: "label", of: (fact) => fact.label },
  { name: "checks", of: (fact) => worst(fact.checks) },
  ...(gold ? [{ name: "gold", of: (fact) => (isError(fact) ? "errors" : fact.gold || "") }] : []),
];

/** What the checks of a fact say, as a sign; what each says is told where the pointer rests. */
function signOf(fact) {
  const verdict = worst(fact.checks);
  if (!verdict) return null;
  const title = fact.checks.map((check) => `${check.name}: ${check.says}`).join("\n");
  return make("span", { class: `mark ${classOf(verdict)}`, title },
    SIGNS[verdict], make("span", { class: "unseen" }, verdict));
}

/** Where a row was told. A filter passes it over, as headlines name much that their facts do not tell. */
function articleColumn(nameOf) {
  const cell = (row) => make("span", { class: "two-lines", title: nameOf(row) }, nameOf(row));
  return { name: "article", class: "article", of: nameOf, cell, unread: true };
}

function keyOf(fact) {
  return `${fact.article.index}/${fact.id}`;
}

/** A table beside a card: what is pointed at in the one is told in the other. A view without a card has none. */
class TableView {
  constructor(app, { rows, card, pick, hint, above, ...table }) {
    this.app = app;
    this.card = new Card(hint);
    this.cardOf = card;
    this.rows = rows;
    this.table = new DataTable({
      ...table,
      hover: (row) => this.tell(row),
      leave: () => this.tell(this.table.chosen),
      pick: (row) => (pick ? pick(row) : this.choose(row)),
      changed: () => app.remember(),
    });
    this.element = make("section", { class: "beside", "aria-label": table.caption },
      make("div", { class: "wide" }, above, this.table.element), card ? this.card.element : null);
  }

  show() {
    if (!this.filled) this.table.fill(this.rows);
    this.filled = true;
  }

  tell(row) {
    if (this.cardOf) this.card.show(row ? this.cardOf(row) : null, () => this.clear());
  }

  choose(row) {
    this.table.mark(row);
    this.tell(row);
    reveal(this.table.nodeOf(row), this.element.firstChild);
    this.app.remember();
  }

  step(by) {
    const row = this.table.step(by);
    if (row) this.choose(row);
  }

  clear() {
    this.table.mark(null);
    this.tell(null);
    this.app.remember();
  }
}

function factsView(app) {
  const go = (fact) => app.open(fact.article, fact);
  return new TableView(app, {
    caption: "All facts",
    rows: facts,
    key: keyOf,
    columns: [...FACT_COLUMNS, articleColumn((fact) => headline(fact.article))],
    facets: FACETS,
    empty: "No fact was found in any article.",
    hint: "Point at a fact to see the sentence that says it, and choose it to keep it here.",
    card: (fact) => [
      ...factCard(fact, { go, withSentence: true }),
      button("Open in its article", { class: "open", onclick: () => go(fact) }),
    ],
  });
}

function checksView(app) {
  const gravity = (check) => Object.keys(SIGNS).indexOf(check.verdict);
  const said = (check) => `${SIGNS[check.verdict]} ${check.says}`;
  const compares = (fact) => make("section", { class: "compared" },
    link(inBrief(fact), () => app.open(fact.article, fact)), sentenceOf(fact));
  return new TableView(app, {
    caption: "Checks",
    rows: [...checks].sort((one, two) => gravity(one) - gravity(two)),
    key: (check) => String(checks.indexOf(check)),
    columns: [
      {
        name: "verdict", class: "verdict", of: (check) => check.says, sort: (check) => check.verdict,
        cell: (check) => make("span", { class: `mark ${classOf(check.verdict)}` }, said(check)),
      },
      { name: "check", of: (check) => check.name },
      { name: "the two sides", of: (check) => check.sides },
      articleColumn(whereOf),
    ],
    facets: [
      { name: "verdict", of: (check) => check.verdict },
      { name: "check", of: (check) => check.name },
      { name: "where", of: (check) => (check.article ? "in an article" : "between articles") },
    ],
    empty: "The facts give nothing to check.",
    hint: "Point at a check to see the facts it compares.",
    card: (check) => [
      heading(said(check), `${check.name}: ${check.sides}`, classOf(check.verdict)), ...check.told.map(compares),
    ],
  });
}

function goldView(app) {
  const item = (error) => (error.name === error.part ? error.part : `${error.part} ${error.name.replace("_", " ")}`);
  return new TableView(app, {
    caption: "Errors",
    rows: gold.errors,
    key: (error) => String(gold.errors.indexOf(error)),
    above: scores(),
    columns: [
      { name: "kind", of: (error) => error.kind, cell: (error) => goldNote(error.kind) },
      { name: "item", of: item },
      { name: "characters", of: (error) => error.text },
      { name: "gold says", of: (error) => error.gold },
      { name: "found", of: (error) => error.found },
      articleColumn((error) => headline(articleByKey.get(error.article))),
    ],
    facets: [{ name: "kind", of: (error) => error.kind }, { name: "item", of: item }],
    empty: "Everything is as gold labels it.",
    pick: (error) => app.openSpan(articleByKey.get(error.article), error),
  });
}

function scores() {
  const names = ["right", "missed", "extra", "precision", "recall", "f1"];
  const head = ["", ...names].map((name) => make("th", { scope: "col" }, name.replace("f1", "F1")));
  const rows = gold.scores.map((score) =>
    make("tr", {}, make("th", { scope: "row" }, score.name), names.map((name) => make("td", {}, score[name]))));
  return make("div", { class: "sideways" }, make("table", { class: "scores" },
    make("caption", {}, `Against the labels of ${counted(gold.articles, "article")}`),
    make("thead", {}, make("tr", {}, head)), make("tbody", {}, rows)));
}

function failuresView(app) {
  return new TableView(app, {
    caption: "Not read",
    rows: payload.failures,
    key: (failure) => String(payload.failures.indexOf(failure)),
    columns: ["path", "reason", "remedy"].map((name) => ({ name, of: (failure) => failure[name] })),
    empty: "Every article was read.",
  });
}
