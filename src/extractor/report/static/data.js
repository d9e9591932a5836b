// The payload, and what is looked up in it again and again.

const payload = JSON.parse(document.getElementById("payload").textContent);
const { articles, gold } = payload;

const VALUES = ["MONEY", "PERCENT", "MULTIPLE", "QUANTITY", "RANK"];
const LABELS = [...VALUES, "PERIOD", "PLACE", "ZONE"];
const SIGNS = { off: "✗", "cannot tell": "?", holds: "✓" }; // the gravest first
const GOLD = { right: "right", wrong: "wrong slot", extra: "extra", missed: "missed" };

// Slots in the order the card tells them, and parts of them that may have characters or a rule of their own.
const SLOTS = [
  "value", "equivalents", "measure", "indicator", "place", "partners", "commodity", "segment", "period", "base",
  "whole", "among", "source", "status",
];
const PARTS = ["unit", "bound", "indicator_text"];

const articleByKey = new Map(); // ids may be the same, keys are not
const facts = []; // of all articles, with those that gold alone has
articles.forEach((article, index) => {
  const missed = article.missed || { mentions: [], facts: [] };
  article.index = index;
  article.held = new Set(); // checks of its facts, among themselves and against other articles
  article.all = [...article.mentions, ...missed.mentions].sort((one, two) => one.start - two.start);
  article.told = inOrder([...article.facts, ...missed.facts]);
  article.factById = new Map(article.told.map((fact) => [fact.id, fact]));
  articleByKey.set(article.key, article);
  label(article);
  for (const fact of article.told) {
    fact.article = article;
    fact.checks = [];
    facts.push(fact);
  }
  for (const check of article.checks) {
    check.article = article;
    hold(check, check.facts.map((id) => article.factById.get(id)));
  }
});

const checks = articles.flatMap((article) => article.checks); // of each article, then those between articles
for (const check of payload.between) {
  hold(check, check.facts.map(([key, fact]) => articleByKey.get(key)?.factById.get(fact)));
  checks.push(check);
}

/** Tie a check to the facts it compares, as far as they are on the page. */
function hold(check, told) {
  check.told = told.filter(Boolean);
  for (const fact of check.told) {
    fact.checks.push(check);
    fact.article.held.add(check);
  }
}

function inOrder(told) {
  return told.sort((one, two) => one.evidence.value.start - two.evidence.value.start);
}

/** Give each fact the label of its value, facts and mentions in the order of the text. */
function label(article) {
  const values = article.all.filter((one) => VALUES.includes(one.label));
  let at = 0;
  for (const fact of article.told) {
    const { start, end } = fact.evidence.value;
    while (at < values.length && values[at].end <= start) at += 1;
    fact.label = at < values.length && values[at].start < end ? values[at].label : "";
  }
}

/** What the checks of a fact say together: off where one is, else that one holds, if any does. */
function worst(found) {
  return ["off", "holds", "cannot tell"].find((verdict) => found.some((check) => check.verdict === verdict)) || "";
}

function headline(article) {
  return article.title || article.id;
}

/** Where a check holds its facts against one another: in an article, or between several. */
function whereOf(check) {
  if (check.article) return headline(check.article);
  return `between ${counted(new Set(check.told.map((fact) => fact.article)).size, "article")}`;
}

function dayOf(article) {
  return article.published || article.reference || "";
}

/** A fact named in a line, with all that tells it from another. */
function inBrief(fact) {
  const { value, measure, indicator, place, partners, commodity, segment, whole, among, period, base, status } = fact.slots;
  return [
    value, measure, indicator, place, partners && `with ${partners}`, commodity, segment, whole && `of ${whole}`,
    among && `among ${among}`, period, base && `against ${base}`, status,
  ].filter(Boolean).join(" · ");
}

/** The class of a verdict. */
function classOf(verdict) {
  return verdict.replace(" ", "-");
}

/** Whether gold has a fact or a mention otherwise. */
function isError(item) {
  return Boolean(item.gold) && item.gold !== "right";
}

function errorsOf(article) {
  return [...article.told, ...article.all].filter(isError);
}

/** What gold says, in its colour. */
function goldNote(mark, words = mark) {
  return make("span", { class: `gold-note gold-${mark}` }, words);
}
