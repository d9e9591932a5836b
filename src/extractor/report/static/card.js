// The card: one fact, slot by slot, with the rule of each and its checks; or one mention and the facts that use it.

/** The place where one thing is told; Esc empties it. */
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
    if (!content) return;
    this.body.querySelectorAll(".sentence").forEach(makeRoom);
    this.body.prepend(button("×", { class: "close", "aria-label": "Close the details (Esc)", onclick: close }));
  }
}

function heading(figure, about, mark = "") {
  return make("header", {},
    make("p", { class: `figure ${mark}`, dir: "auto" }, figure), make("p", { class: "about", dir: "auto" }, about));
}

// ── a fact ──

function factCard(fact, { go, withSentence }) {
  const { slots } = fact;
  const about = [[slots.measure, slots.indicator].join(" of "), slots.place, slots.period].filter(Boolean).join(" · ");
  const heads = ["slot", "what it says", "characters", "rule"].map((name) => make("th", { scope: "col" }, name));
  return [
    heading(slots.value, about),
    goldOf(fact),
    withSentence ? sentenceOf(fact) : null,
    make("table", { class: "slots" }, make("thead", {}, make("tr", {}, heads)), make("tbody", {}, rowsOf(fact))),
    checksOf(fact, go),
  ];
}

function rowsOf(fact) {
  const parts = Object.keys(fact.evidence).filter((name) => PARTS.includes(name) || name.includes("."));
  return SLOTS.filter((slot) => fact.slots[slot] || fact.evidence[slot]).flatMap((slot) => [
    slotRow(fact, slot, fact.slots[slot] || ""),
    ...parts.filter((part) => partOf(part) === slot).map((part) => slotRow(fact, part, "")),
  ]);
}

function partOf(part) {
  if (part === "indicator_text") return "indicator";
  return PARTS.includes(part) ? "value" : part.split(".")[0];
}

function slotRow(fact, slot, words) {
  const told = fact.evidence[slot] || {};
  const said = told.end > told.start ? fact.article.text.slice(told.start, told.end) : "";
  const wrong = fact.wrong && fact.wrong[slot];
  const chip = { class: "chip", "data-slot": said ? colourOf(slot.split(".")[0]) : false };
  return make("tr", {},
    make("th", { scope: "row" }, make("span", chip, slot.replace("_", " "))),
    make("td", { dir: "auto" }, words, wrong ? make("em", {}, ` gold: ${wrong[0] || "nothing"}`) : null),
    make("td", { class: "said", dir: "auto" }, said),
    make("td", { class: "rule" }, told.by || ""));
}

function goldOf(item) {
  if (!item.gold) return null;
  const beyond = Object.entries(item.wrong || {}).filter(([slot]) => !SLOTS.includes(slot) && !item.evidence[slot]);
  const told = beyond.map(([slot, [right, found]]) =>
    `; ${slot.replace("_", " ")}: ${right || "nothing"}, found ${found || "nothing"}`);
  return make("p", { class: `gold-note gold-${item.gold}` }, `gold: ${GOLD[item.gold]}`, told);
}

function checksOf(fact, go) {
  if (fact.gold === "missed") return make("p", { class: "aside" }, "Gold alone has this fact; no rule found it.");
  if (!fact.checks.length) return make("p", { class: "aside" }, "Nothing to check it against.");
  return make("section", { class: "of-checks" },
    make("h3", {}, counted(fact.checks.length, "check")),
    make("ul", {}, fact.checks.map((check) => checkItem(check, fact, go))));
}

function checkItem(check, fact, go) {
  const where = check.article ? "" : `, ${whereOf(check)}`;
  const others = check.told.filter((one) => one !== fact);
  return make("li", { class: `check ${classOf(check.verdict)}` },
    make("span", { class: "sign", "aria-hidden": "true" }, SIGNS[check.verdict]),
    make("div", {},
      make("p", {}, make("strong", {}, check.says), ` · ${check.name}${where}`),
      make("p", { class: "aside" }, check.sides),
      others.map((other) => link(inBrief(other), () => go(other)))));
}

// ── a mention ──

function mentionCard(mention, article, go) {
  const label = make("span", { class: `sample ${mention.label}` }, mention.label);
  const kind = mention.nominal ? "a description or adjective that stands for a place" : "";
  const told = [["rule", [mention.rule]], ["kind", [kind]], ["notes", mention.notes]];
  return [
    heading(article.text.slice(mention.start, mention.end), [label, mention.normal ? ` · ${mention.normal}` : ""]),
    goldOf(mention),
    make("dl", {}, told.filter(([, words]) => words.some(Boolean)).map(([name, words]) =>
      [make("dt", {}, name), words.map((one) => make("dd", {}, one))])),
    usersOf(mention, article, go),
  ];
}

function usersOf(mention, article, go) {
  const users = article.told.map((fact) => [fact, slotsAt(fact, mention)]).filter(([, slots]) => slots.length);
  if (!users.length) return make("p", { class: "aside" }, "No fact uses it.");
  return make("section", { class: "users" },
    make("h3", {}, `in ${counted(users.length, "fact")}`),
    make("ul", {}, users.map(([fact, slots]) =>
      make("li", {}, link(inBrief(fact), () => go(fact)), aside(` as ${slots.join(", ")}`)))));
}

/** The slots of a fact that were read from characters of a mention. */
function slotsAt(fact, mention) {
  const slots = spansOf(fact).filter((span) => span.start < mention.end && mention.start < span.end);
  return [...new Set(slots.map((span) => span.slot.replace("_", " ")))];
}
