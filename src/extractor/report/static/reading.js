// The view of one article: the shelf of articles, the text with its legend, its facts, and the card below them.

const HINT = "Point at a fact, or go through them with j and k, to see where each of its slots was read and by which" +
  " rule. Choose one to keep it here.";

class ReadingView {
  constructor(app) {
    this.app = app;
    this.shelf = new Shelf((article) => app.open(article, null));
    this.legend = make("div", { class: "legend", role: "group", "aria-label": "Labels shown in the text" });
    this.pane = make("div", { class: "pane", tabindex: 0, role: "region", "aria-label": "Article" });
    this.text = new ArticleText(this.pane, {
      point: (mention) => this.pinned || this.tellMention(mention),
      pick: (mention) => this.pinMention(mention),
      leave: () => this.rest(),
    });
    this.table = new DataTable({
      caption: "Facts of the article",
      columns: FACT_COLUMNS,
      facets: FACETS,
      key: keyOf,
      empty: "No fact was found in this article.",
      hover: (fact) => this.tell(fact, true),
      leave: () => this.rest(),
      pick: (fact) => this.choose(fact),
      changed: () => app.remember(),
    });
    this.card = new Card(HINT);
    const alone = articles.length === 1; // no shelf is needed then
    this.element = make("section", { class: `reading${alone ? " alone" : ""}`, "aria-label": "Article and its facts" },
      alone ? null : this.shelf.element,
      make("div", { class: "text" }, this.legend, this.pane),
      make("div", { class: "side" }, this.table.element, this.card.element));
  }

  show(article) {
    if (this.article === article) return;
    this.article = article;
    this.pinned = null;
    this.table.chosen = null;
    this.text.show(article);
    this.showLegend();
    this.table.state = { ...FRESH, gold: this.table.state.gold || "" }; // errors stay errors from article to article
    this.table.fill(article.told);
    this.shelf.mark(article);
    this.rest();
  }

  showLegend() {
    const count = (label) => this.article.all.filter((mention) => mention.label === label).length;
    const isThere = (mark) => this.article.all.some((mention) => mention.gold === mark);
    const marks = ["extra", "missed", "wrong"].filter(isThere);
    this.legend.replaceChildren(
      ...LABELS.filter(count).map((label) => this.labelButton(label, count(label))),
      make("span", { class: "gold-key" }, marks.map((mark) => goldNote(mark))));
  }

  labelButton(label, count) {
    const isShown = () => String(!this.text.hidden.has(label));
    const onclick = (event) => {
      this.text.toggle(label);
      event.currentTarget.setAttribute("aria-pressed", isShown());
    };
    const about = { "aria-pressed": isShown(), title: `Show or hide ${label}`, "data-label": label };
    return button("", { ...about, onclick },
      make("span", { class: `sample ${label}` }, label), make("span", { class: "count" }, count));
  }

  /** Light a fact and tell it, for as long as it is pointed at. */
  tell(fact, follow) {
    this.text.light(fact, follow);
    this.card.show(factCard(fact, { go: (other) => this.choose(other) }), () => this.clear());
  }

  tellMention(mention) {
    this.card.show(mentionCard(mention, this.article, (fact) => this.choose(fact)), () => this.clear());
  }

  pinMention(mention) {
    this.clear();
    this.text.point(mention, false);
    this.pinned = { mention };
    this.rest();
  }

  choose(fact, follow = true) {
    if (fact.article !== this.article) return this.app.open(fact.article, fact);
    this.pinned = { fact };
    this.table.mark(fact);
    this.tell(fact, follow);
    this.app.remember();
  }

  point(span) {
    this.clear();
    this.text.point(span, true);
  }

  /** Back to what is chosen, when nothing is pointed at any more. */
  rest() {
    const { fact, mention } = this.pinned || {};
    if (fact) this.tell(fact, false);
    else if (mention) this.tellMention(mention);
    else {
      this.text.unlight();
      this.card.show(null);
    }
  }

  step(by) {
    const fact = this.table.step(by);
    if (!fact) return;
    this.choose(fact);
    reveal(this.table.nodeOf(fact), this.table.element);
  }

  clear() {
    this.pinned = null;
    this.table.mark(null);
    this.rest();
    this.app.remember();
  }
}

const KEPT = {
  all: () => true,
  "with facts": (article) => article.facts.length > 0,
  "with a check off": (article) => worst(article.checks) === "off",
  ...(gold ? { "with errors": (article) => article.told.some(isError) } : {}),
};

/** The list of articles, with a search over their titles and texts. */
class Shelf {
  constructor(open) {
    this.open = open;
    this.words = [];
    this.search = searchBox("Search articles", "Search articles", (query) => {
      this.words = wordsOf(query);
      this.fill();
    });
    this.only = make("select", { "aria-label": "Which articles", onchange: () => this.fill() },
      Object.keys(KEPT).map((name) => make("option", {}, name)));
    this.list = make("ol", {});
    this.summary = make("summary", {}, counted(articles.length, "article"));
    this.element = make("details", { class: "shelf" }, this.summary,
      make("nav", { "aria-label": "Articles" }, make("div", { class: "bar" }, this.search, this.only), this.list));
    const fit = () => { this.element.open = wide.matches; };
    wide.addEventListener("change", fit);
    fit();
    this.fill();
  }

  fits(article) {
    article.hay = article.hay || `${article.id} ${article.title || ""} ${article.text}`.toLowerCase();
    return KEPT[this.only.value](article) && this.words.every((word) => article.hay.includes(word));
  }

  fill() {
    this.visible = articles.filter((article) => this.fits(article));
    this.list.replaceChildren(...this.visible.map((article) => make("li", {}, this.entry(article))));
    if (!this.visible.length) this.list.append(make("li", { class: "aside" }, "No article fits."));
    if (this.shown) this.mark(this.shown);
  }

  entry(article) {
    const off = article.checks.filter((check) => check.verdict === "off").length;
    const errors = article.told.filter(isError).length;
    return button("", { "data-article": article.index, onclick: () => this.open(article) },
      make("span", { class: "title", dir: "auto" }, headline(article)),
      aside([dayOf(article), counted(article.facts.length, "fact")].filter(Boolean).join(" · "),
        off ? make("span", { class: "off" }, ` · ${off} off`) : null,
        errors ? make("span", { class: "errors" }, ` · ${counted(errors, "error")}`) : null));
  }

  mark(article) {
    this.shown = article;
    for (const node of this.list.querySelectorAll("button")) {
      const mine = Number(node.dataset.article) === article.index;
      node.setAttribute("aria-current", String(mine));
      if (mine && wide.matches) reveal(node, this.element);
    }
    const where = `${article.index + 1} of ${counted(articles.length, "article")}`;
    this.summary.replaceChildren(asNode(`${where}: ${headline(article)}`));
  }

  step(by) {
    const at = this.visible.indexOf(this.shown);
    return this.visible[Math.min(Math.max(at + by, 0), this.visible.length - 1)];
  }
}
