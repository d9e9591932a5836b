// The text of one article: its mentions underlined by label, cut so that every slot of its facts can be lit.

class ArticleText {
  constructor(pane, { pick, point, leave }) {
    this.pane = pane;
    this.pieces = [];
    this.hidden = new Set(); // labels the reader has switched off
    for (const name of ["pointerover", "focusin"]) {
      pane.addEventListener(name, (event) => hovers(event) && this.over(event.target, point));
    }
    pane.addEventListener("pointerleave", (event) => hovers(event) && leave());
    pane.addEventListener("click", (event) => this.over(event.target, pick));
    pane.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      if (this.over(event.target, pick)) event.preventDefault();
    });
  }

  over(target, then) {
    const node = target.closest("[data-mention]");
    if (node) then(this.mentions[Number(node.dataset.mention)]);
    return Boolean(node);
  }

  show(article) {
    this.article = article;
    this.mentions = article.all;
    const spans = article.told.flatMap((fact) => [...spansOf(fact), fact.evidence.sentence]);
    const blocks = blocksOf(article);
    const cuts = cutsOf(0, article.text.length, [...spans, ...this.mentions, ...blocks]);
    this.pieces = [];
    this.passed = 0; // mentions that end before the piece at hand
    let at = 0;
    const body = blocks.map((block) => {
      const element = block.headline ? headlineOf() : make("p", { dir: "auto" });
      while (at < cuts.length - 1 && cuts[at] < block.end) {
        if (cuts[at] >= block.start) this.add(element, cuts[at], cuts[at + 1]);
        at += 1;
      }
      return element;
    });
    const isApart = article.title && !blocks.some((block) => block.headline);
    this.body = make("div", { class: "body" }, isApart ? headlineOf(article.title) : null, body);
    this.hide();
    this.judge();
    this.pane.replaceChildren(dateline(article), this.body);
    this.pane.scrollTop = 0;
  }

  /** Mark the value of each fact that gold has otherwise. */
  judge() {
    for (const fact of this.article.told.filter(isError)) {
      for (const { node } of piecesIn(this.pieces, fact.evidence.value)) {
        node.classList.add(`fact-${fact.gold}`);
        node.title = `the fact told here: ${GOLD[fact.gold]}`;
      }
    }
  }

  /** Append one piece, within the element of its mention where it has one. */
  add(block, start, end) {
    const node = make("span", {}, this.article.text.slice(start, end));
    const around = this.mentionsAround(start, end);
    if (around.some((index) => this.mentions[index].gold === "missed")) node.classList.add("missed");
    const index = around.find((one) => this.mentions[one].gold !== "missed") ?? around[0];
    if (index === undefined) block.append(node);
    else this.within(block, index).append(node);
    this.pieces.push({ start, node });
  }

  /** Indices of the mentions a piece lies in: one as a rule, two where gold has another span. */
  mentionsAround(start, end) {
    while (this.passed < this.mentions.length && this.mentions[this.passed].end <= start) this.passed += 1;
    const around = [];
    for (let index = this.passed; index < this.mentions.length && this.mentions[index].start <= start; index += 1) {
      if (end <= this.mentions[index].end) around.push(index);
    }
    return around;
  }

  within(block, index) {
    const last = block.lastElementChild;
    if (last && last.dataset.mention === String(index)) return last;
    const mention = this.mentions[index];
    const names = ["mention", mention.label, mention.nominal && "nominal", mention.gold && `gold-${mention.gold}`];
    const element = make("span", {
      class: names.filter(Boolean).join(" "),
      "data-mention": index,
      role: "button",
      tabindex: 0,
      "aria-description": [mention.label, GOLD[mention.gold]].filter(Boolean).join(", "),
    });
    block.append(element);
    return element;
  }

  toggle(label) {
    if (!this.hidden.delete(label)) this.hidden.add(label);
    this.hide();
  }

  hide() {
    for (const label of LABELS) this.body.classList.toggle(`no-${label}`, this.hidden.has(label));
  }

  light(fact, follow) {
    this.unlight();
    this.body.classList.add("lighting");
    const value = light(this.pieces, fact);
    makeRoom(this.body);
    if (follow && value.length) reveal(value[0].node, this.pane);
  }

  point(span, follow) {
    this.unlight();
    const inside = piecesIn(this.pieces, span);
    for (const piece of inside) piece.node.classList.add("pointed");
    if (follow && inside.length) reveal(inside[0].node, this.pane);
  }

  unlight() {
    unlight(this.pieces);
    if (this.body) this.body.classList.remove("lighting");
  }
}

function headlineOf(title) {
  return make("h2", { class: "headline", dir: "auto" }, title);
}

const PARAGRAPH = /[^\n\r](?:(?!\r?\n[ \t]*\r?\n)[^])*/g;

/** Paragraphs of a text, cut at empty lines and around the headline; the empty lines are in none. */
function blocksOf({ text, title }) {
  const from = title ? text.indexOf(title) : -1;
  if (from < 0) return paragraphs(text, 0, text.length);
  const until = from + title.length;
  const headlined = { start: from, end: until, headline: true };
  return [...paragraphs(text, 0, from), headlined, ...paragraphs(text, until, text.length)];
}

function paragraphs(text, start, end) {
  return [...text.slice(start, end).matchAll(PARAGRAPH)]
    .map((found) => ({ start: start + found.index, end: start + found.index + found[0].trimEnd().length }))
    .filter((block) => block.end > block.start);
}

function dateline({ id, published, reference, notes }) {
  const day = published ? `published ${published}` : reference ? `told as of ${reference}` : "no date";
  return make("p", { class: "dateline" }, [id, day, ...notes].map((part) => make("span", {}, part)));
}
