// The payload, and what is looked up in it again and again.

const payload = JSON.parse(document.getElementById("payload").textContent);
const articles = payload.articles;
const gold = payload.gold;

const VALUES = ["MONEY", "PERCENT", "MULTIPLE", "QUANTITY", "RANK"];
const LABELS = [...VALUES, "PERIOD", "PLACE", "ZONE"];
const SIGNS = { off: "✗", "cannot tell": "?", holds: "✓" };  // the gravest first
const GOLD = { right: "right", wrong: "wrong slot", extra: "extra", missed: "missed" };

// Slots in the order the card tells them, and what each is called there.
const SLOTS = ["value", "equivalents", "measure", "indicator", "place", "partners", "commodity", "segment", "period", "base",
  "whole", "among", "source", "status"];
const PARTS = ["unit", "bound", "indicator_text"];

const articleById = new Map();
const facts = []; // of all articles, with those that gold alone has
articles.forEach((article, index) => {
  article.index = index;
  articleById.set(article.id, article);
  article.all = article.missed ? [...article.mentions, ...article.missed.mentions].sort((one, two) => one.start - two.start) : article.mentions;
  article.factById = new Map();
  article.told = article.missed ? [...article.facts, ...article.missed.facts].sort((one, two) => one.evidence.value.start - two.evidence.value.start) : article.facts;
  for (const fact of article.told) {
    fact.article = article;
    fact.label = labelOf(article, fact);
    fact.checks = [];
    article.factById.set(fact.id, fact);
    facts.push(fact);
  }
  for (const check of article.checks) {
    check.article = article;
    check.told = check.facts.map((id) => article.factById.get(id)).filter(Boolean);
    for (const fact of check.told) fact.checks.push(check);
  }
});

const checks = articles.flatMap((article) => article.checks); // of each article, then those between articles
for (const check of payload.between) {
  check.told = check.facts.map(([id, fact]) => articleById.get(id)?.factById.get(fact)).filter(Boolean);
  for (const fact of check.told) fact.checks.push(check);
  checks.push(check);
}

function labelOf(article, fact) {
  const value = fact.evidence.value;
  const mention = article.all.find((one) => VALUES.includes(one.label) && one.start < value.end && value.start < one.end);
  return mention ? mention.label : "";
}

/** What the checks of a fact say together: off where one is, else that one holds, if any does. */
function worst(checks) {
  return ["off", "holds", "cannot tell"].find((verdict) => checks.some((check) => check.verdict === verdict)) || "";
}

function headline(article) {
  return article.title || article.id;
}

/** Where a check holds its facts against one another: in an article, or between several. */
function whereOf(check) {
  return check.article ? headline(check.article) : `between ${counted(new Set(check.told.map((fact) => fact.article)).size, "article")}`;
}

function dayOf(article) {
  return article.published || article.reference || "";
}

/** What a fact is told of beside place, indicator, measure and period, in a few words. */
function more(fact) {
  const slots = fact.slots;
  const told = [
    slots.commodity, slots.segment, slots.partners && `with ${slots.partners}`, slots.equivalents && `= ${slots.equivalents}`,
    slots.base && `against ${slots.base}`, slots.whole && `of ${slots.whole}`, slots.among && `among ${slots.among}`,
    slots.status, slots.source && `says ${slots.source}`,
  ];
  return told.filter(Boolean).join(", ");
}

function inBrief(fact) {
  const { value, measure, indicator, place, period } = fact.slots;
  return [value, measure, indicator, place, period].filter(Boolean).join(" · ");
}
