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
      const element = make(block.headline ? "h2" : "p", { class: block.headline && "headline" });
      while (at < cuts.length - 1 && cuts[at] < block.end) {
        if (cuts[at] >= block.start) this.add(element, cuts[at], cuts[at + 1]);
        at += 1;
      }
      element.dir = "auto"; // not before: the browser would look through all of it again at each piece
      return element;
    });
    const isApart = article.title && !blocks.some((block) => block.headline);
    const apart = isApart ? make("h2", { class: "headline", dir: "auto" }, article.title) : null;
    this.body = make("div", { class: "body" }, apart, body);
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

const PARAGRAPH = /[^\n\r](?:(?!\r?\n[ \t]*\r?\n)[^])*/g;

/** Paragraphs of a text, cut at empty lines and around the headline; the empty lines are in none. */
function blocksOf({ text, title }) {
  const headline = title && lineOf(text, title.trim());
  if (!headline) return paragraphs(text, 0, text.length);
  return [...paragraphs(text, 0, headline.start), headline, ...paragraphs(text, headline.end, text.length)];
}

/** The first line that the title fills; where it is part of a line, that is a sentence which has the same words. */
function lineOf(text, title) {
  let start = 0;
  for (const line of text.split(/[\n\r]/)) {
    if (title && line.trim() === title) {
      const indent = line.indexOf(title);
      return { start: start + indent, end: start + indent + title.length, headline: true };
    }
    start += line.length + 1;
  }
  return null;
}

function paragraphs(text, start, end) {
  return [...text.slice(start, end).matchAll(PARAGRAPH)]
    .map((found) => ({ start: start + found.index, end: start + found.index + found[0].trimEnd().length }))
    .filter((block) => block.end > block.start);
}

function undated() {
  return document.getElementById("paste-date") ? "no date: give one under Published, so that “last year” has days" : "no date";
}

function dateline({ id, published, reference, notes }) {
  const day = published ? `published ${published}` : reference ? `told as of ${reference}` : undated();
  return make("p", { class: "dateline" }, [id, day, ...notes].map((part) => make("span", {}, part)));
}
