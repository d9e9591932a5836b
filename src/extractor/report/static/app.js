// The page as a whole: which view is shown, what the address says of it, keys, and light or dark.

const KEYS = {
  "j, k": "next, previous fact",
  "n, p": "next, previous article",
  "/": "search or filter",
  "1 … 6": "the views",
  t: "light or dark",
  Esc: "clear what is chosen",
  "?": "these keys",
};

const app = {
  views: new Map(), // name -> title, count, and what makes it
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
    const isKept = ([name, [, count]]) => count || name === "facts" || (name === "gold" && gold);
    this.views = new Map(Object.entries(views).filter(isKept));
    this.main = document.getElementById("main");
    this.nav = document.getElementById("views");
    for (const [name, [title, count]] of this.views) {
      const number = make("span", { class: "count" }, grouped(count));
      this.nav.append(button(title, { "data-view": name, onclick: () => this.go(name) }, number));
    }
    document.getElementById("counts").append(...countsInWords());
    document.getElementById("skip").addEventListener("click", (event) => {
      event.preventDefault(); // the address is the view's
      this.main.focus();
    });
    addEventListener("hashchange", () => { if (location.hash.slice(1) !== this.written) this.read(); });
    addEventListener("keydown", (event) => this.key(event));
    this.read();
  },

  view(name) {
    if (!this.made[name]) {
      this.made[name] = this.views.get(name)[2]();
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
    const isThere = ({ evidence: { value } }) => value.start < span.end && span.start < value.end;
    const fact = span.part === "fact" && article.told.find(isThere);
    if (fact) this.current.choose(fact);
    else this.current.point(span);
  },

  // ── the address ──

  /** Write what is shown into the address, so that it can be linked. */
  remember() {
    const view = this.current;
    if (!view || this.reading) return;
    const said = new URLSearchParams({ view: this.state.view });
    if (this.state.view === "articles") {
      said.set("article", this.state.article.key);
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
    const name = this.views.has(said.get("view")) ? said.get("view") : [...this.views.keys()][0];
    this.state.article = articleByKey.get(said.get("article")) || this.state.article;
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
    const views = Object.fromEntries([...this.views.keys()].map((name, at) => [String(at + 1), () => this.go(name)]));
    const others = { t: turnTheme, "?": openKeys, "/": () => this.search() };
    return { j: step(1), k: step(-1), n: turn(1), p: turn(-1), ...others, ...views };
  },

  turnArticle(by) {
    if (!articles.length) return;
    const next = this.view("articles").shelf.step(by);
    if (next) this.open(next, null);
  },

  search() {
    const boxes = this.current.element.querySelectorAll("details[open] input[type=search], .bar input[type=search]");
    const isSeen = (box) => box.getClientRects().length > 0;
    [...boxes].find(isSeen)?.focus();
  },
};

function countsInWords() {
  const tally = (verdict) => checks.filter((check) => check.verdict === verdict).length;
  const [off, unsure] = [tally("off"), tally("cannot tell")];
  const all = counted(articles.length + payload.left_out, "article");
  const score = gold && gold.scores.find((one) => one.name === "facts, all right");
  const warning = (isOne, ...words) => make("span", { class: isOne ? "off" : false }, words);
  const parts = [
    payload.left_out ? make("span", { class: "cut" }, `the first ${grouped(articles.length)} of ${all}`) : all,
    counted(articles.reduce((sum, article) => sum + article.facts.length, 0), "fact"),
    checks.length && [
      `${counted(checks.length, "check")}: ${grouped(tally("holds"))} hold, `,
      warning(off, `${grouped(off)} off`), unsure ? `, ${grouped(unsure)} cannot tell` : "",
    ],
    payload.failures.length && warning(true, `${grouped(payload.failures.length)} not read`),
    score && `facts all right, F1 ${score.f1}`,
  ];
  return parts.filter(Boolean).flatMap((part, at) => (at ? [" · ", part] : [part])).flat();
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
  const told = Object.entries(KEYS).map(([key, says]) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, says)]);
  box.append(make("h2", {}, "Keys"), make("dl", {}, told), button("Close", { onclick: () => box.close() }));
}

function openKeys() {
  document.getElementById("keys").showModal();
}

app.start();
