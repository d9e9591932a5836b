// The page as a whole: which view is shown, what the address says of it, keys, and light or dark.

const KEYS = [
  ["j, k", "next, previous fact"], ["n, p", "next, previous article"], ["/", "search or filter"], ["1 … 6", "the views"],
  ["t", "light or dark"], ["Esc", "clear what is chosen"], ["?", "these keys"],
];

const app = {
  views: {},
  made: {},
  state: { view: "", article: articles[0] || null },

  start() {
    startTheme();
    startKeys();
    if (!articles.length && !payload.failures.length) return; // nothing is pasted yet
    const views = {
      articles: ["Articles", articles.length, () => new ReadingView(app)],
      facts: ["Facts", facts.length, () => factsView(app)],
      checks: ["Checks", checks.length, () => checksView(app)],
      series: ["Series", payload.series.length, () => new SeriesView(app)],
      gold: ["Gold", gold ? gold.errors.length : 0, () => goldView(app)],
      failures: ["Not read", payload.failures.length, () => failuresView(app)],
    };
    const kept = Object.entries(views).filter(([name, [, count]]) => count || name === "facts" || (name === "gold" && gold));
    this.views = Object.fromEntries(kept);
    this.main = document.getElementById("main");
    this.nav = document.getElementById("views");
    this.nav.append(...kept.map(([name, [title, count]]) =>
      button(title, { "data-view": name, onclick: () => this.go(name) }, make("span", { class: "count" }, count.toLocaleString("en")))));
    document.getElementById("counts").append(...countsInWords());
    document.getElementById("skip").addEventListener("click", (event) => { event.preventDefault(); this.main.focus(); });
    addEventListener("hashchange", () => { if (location.hash.slice(1) !== this.written) this.read(); });
    addEventListener("keydown", (event) => this.key(event));
    this.read();
  },

  view(name) {
    if (!this.made[name]) {
      this.made[name] = this.views[name][2]();
      this.main.append(this.made[name].element);
    }
    return this.made[name];
  },

  get current() {
    return this.made[this.state.view];
  },

  go(name) {
    this.display(name);
    this.remember();
  },

  display(name) {
    const view = this.view(name);
    this.state.view = name;
    view.show(this.state.article);
    for (const [other, made] of Object.entries(this.made)) made.element.hidden = other !== name;
    for (const node of this.nav.children) {
      if (node.dataset.view === name) node.setAttribute("aria-current", "page");
      else node.removeAttribute("aria-current");
    }
  },

  open(article, fact) {
    this.state.article = article;
    this.display("articles");
    if (fact) this.current.choose(fact);
    else this.remember();
  },

  openSpan(article, span) {
    this.open(article, null);
    const fact = article.told.find((one) => one.evidence.value.start < span.end && span.start < one.evidence.value.end);
    if (fact && span.part === "fact") this.current.choose(fact);
    else this.current.point(span);
  },

  // ── the address ──

  /** Write what is shown into the address, so that it can be linked. */
  remember() {
    const view = this.current;
    if (!view || this.reading) return;
    const said = new URLSearchParams({ view: this.state.view });
    if (this.state.view === "articles") {
      said.set("article", this.state.article.id);
      if (view.pinned && view.pinned.fact) said.set("fact", view.pinned.fact.id);
    }
    for (const [name, value] of Object.entries((view.table || view).state)) if (value) said.set(name, value);
    const hash = said.toString();
    if (hash === this.written) return;
    const turned = said.get("view") !== this.turn.get("view") || said.get("article") !== this.turn.get("article");
    this.written = hash;
    this.turn = said;
    try {
      history[turned ? "pushState" : "replaceState"](null, "", `#${hash}`);
    } catch {
      location.hash = hash; // a browser that keeps no history of files
    }
  },

  turn: new URLSearchParams(),

  read() {
    this.reading = true;
    this.written = location.hash.slice(1);
    const said = this.turn = new URLSearchParams(this.written);
    const name = this.views[said.get("view")] ? said.get("view") : Object.keys(this.views)[0];
    this.state.article = articleById.get(said.get("article")) || this.state.article;
    this.display(name);
    const { view: _, article: __, fact: chosen, sort, page, down, ...filters } = Object.fromEntries(said);
    const shown = this.current.table || this.current;
    shown.restore({ ...filters, sort: sort || "", page: Number(page) || 0, down: down === "true" });
    const fact = name === "articles" && this.state.article.factById.get(chosen);
    if (fact) this.current.choose(fact);
    else this.current.clear();
    this.reading = false;
  },

  // ── keys ──

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input, select, textarea");
    if (event.key === "Escape" && !document.getElementById("keys").open) {
      if (typing) typing.blur();
      this.current.clear();
      return;
    }
    const then = typing ? null : this.keys()[event.key];
    if (!then) return;
    event.preventDefault();
    then();
  },

  keys() {
    const step = (by) => () => this.current.step(by);
    const turn = (by) => () => this.turnArticle(by);
    const views = Object.fromEntries(Object.keys(this.views).map((name, at) => [String(at + 1), () => this.go(name)]));
    return { j: step(1), k: step(-1), n: turn(1), p: turn(-1), t: () => turnTheme(), "?": () => openKeys(), "/": () => this.search(), ...views };
  },

  turnArticle(by) {
    if (!this.views.articles) return;
    const next = this.view("articles").shelf.step(by);
    if (next) this.open(next, null);
  },

  search() {
    const found = this.current.element.querySelector("details[open] input[type=search]") || this.current.element.querySelector(".table input[type=search], .wide input[type=search]");
    if (found) found.focus();
  },
};

function countsInWords() {
  const tally = (verdict) => checks.filter((check) => check.verdict === verdict).length;
  const all = articles.length + payload.left_out;
  const shownOf = payload.left_out ? `the first ${articles.length.toLocaleString("en")} of ${counted(all, "article")}` : counted(all, "article");
  const score = gold && gold.scores.find((one) => one.name === "facts, all right");
  const parts = [
    make("span", { class: payload.left_out ? "cut" : false }, shownOf),
    make("span", {}, counted(articles.reduce((sum, article) => sum + article.facts.length, 0), "fact")),
    checks.length ? make("span", {}, `${counted(checks.length, "check")}: ${tally("holds").toLocaleString("en")} hold${tally("holds") === 1 ? "s" : ""}, `, make("span", { class: tally("off") ? "off" : false }, `${tally("off").toLocaleString("en")} off`),
      tally("cannot tell") ? `, ${tally("cannot tell").toLocaleString("en")} cannot tell` : "") : null,
    payload.failures.length ? make("span", { class: "off" }, `${payload.failures.length.toLocaleString("en")} not read`) : null,
    score ? make("span", {}, `facts all right, F1 ${score.f1}`) : null,
  ];
  return parts.filter(Boolean).flatMap((part, at) => (at ? [" · ", part] : [part]));
}

// ── light and dark ──

const dark = matchMedia("(prefers-color-scheme: dark)");

function startTheme() {
  const toggle = document.getElementById("theme");
  toggle.hidden = false;
  toggle.addEventListener("click", turnTheme);
  dark.addEventListener("change", nameTheme);
  try {
    const kept = localStorage.getItem("extractor-theme");
    if (kept) document.documentElement.dataset.theme = kept;
  } catch { /* a page from disk may be refused storage: the theme is the system's then */ }
  nameTheme();
}

function theme() {
  return document.documentElement.dataset.theme || (dark.matches ? "dark" : "light");
}

function nameTheme() {
  document.getElementById("theme").textContent = theme() === "dark" ? "Light" : "Dark";
}

function turnTheme() {
  const next = theme() === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem("extractor-theme", next);
  } catch { /* as above */ }
  nameTheme();
}

// ── the keys, told ──

function startKeys() {
  const box = document.getElementById("keys");
  const open = document.getElementById("help");
  open.hidden = false;
  open.addEventListener("click", openKeys);
  box.append(make("h2", {}, "Keys"), make("dl", {}, KEYS.flatMap(([key, says]) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, says)])),
    button("Close", { onclick: () => box.close() }));
}

function openKeys() {
  document.getElementById("keys").showModal();
}

app.start();
