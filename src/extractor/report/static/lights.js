// Lighting: the characters each slot of a fact was read from, lit in a stretch of text that is cut into pieces.

// Slots whose characters are lit, each in its colour; those not named share one.
const LIT = ["value", "place", "period", "indicator", "source", "partners", "base", "whole", "equivalents"];
const NAME_WIDTH = 6; // pixels a letter of a slot's name takes, and a little more
const NAME_HEIGHT = 11;

function colourOf(slot) {
  return LIT.includes(slot) ? slot : "other";
}

/** The spans of a fact that are lit, longest first, so that a narrower one shows on a wider one. */
function spansOf(fact) {
  return Object.entries(fact.evidence)
    .filter(([slot, told]) => slot !== "sentence" && told.end > told.start)
    .map(([slot, told]) => ({ slot: slot.split(".")[0], start: told.start, end: told.end }))
    .sort((one, two) => two.end - two.start - (one.end - one.start));
}

/** Where a text is cut so that each piece lies in or out of every one of the spans. */
function cutsOf(start, end, spans) {
  const cuts = new Set([start, end]);
  for (const span of spans) {
    if (span.start > start && span.start < end) cuts.add(span.start);
    if (span.end > start && span.end < end) cuts.add(span.end);
  }
  return [...cuts].sort((one, two) => one - two);
}

/** Light the spans of a fact in pieces of text (in their order, each with `start`); returns those of its value. */
function light(pieces, fact) {
  const names = new Map(); // piece -> the slots that begin there
  const sentence = fact.evidence.sentence;
  let value = [];
  if (sentence) for (const piece of piecesIn(pieces, sentence)) piece.node.classList.add("in-sentence");
  for (const span of spansOf(fact)) {
    const inside = piecesIn(pieces, span);
    for (const piece of inside) piece.node.dataset.slot = colourOf(span.slot);
    if (inside.length) names.set(inside[0], [...new Set([...(names.get(inside[0]) || []), span.slot])]);
    if (span.slot === "value") value = inside;
  }
  for (const [piece, slots] of names) piece.node.dataset.says = slots.sort(bySlot).join(" · ");
  return value;
}

/**
 * Place the names in an element that is on the page, so that none runs into another or out at the side: above its
 * characters, else below them; where neither is free, that of the lesser slot is left to its colour.
 */
function makeRoom(element) {
  const nodes = [...element.querySelectorAll("[data-says]")].sort((one, two) => rank(one) - rank(two));
  const edge = element.getBoundingClientRect().right;
  const taken = [];
  for (const node of nodes) {
    const lines = node.getClientRects();
    if (!lines.length) continue;
    const [first, last] = [lines[0], lines[lines.length - 1]];
    const width = node.dataset.says.length * NAME_WIDTH;
    const left = Math.min(first.left, edge - width);
    const boxes = [["above", first.top - NAME_HEIGHT], ["below", last.bottom]]
      .map(([place, top]) => ({ place, top, left, right: left + width }));
    const free = boxes.find((box) => !taken.some((other) => isOver(box, other)));
    node.classList.toggle("below", free?.place === "below");
    node.classList.toggle("unnamed", !free);
    node.style.setProperty("--shift", `${Math.round(left - first.left)}px`);
    if (free) taken.push(free);
  }
}

function isOver(one, two) {
  return one.left < two.right && two.left < one.right && Math.abs(one.top - two.top) < NAME_HEIGHT - 2;
}

/** How much the name of a piece matters: the first slots that are lit the most. */
function rank(node) {
  return LIT.includes(node.dataset.slot) ? LIT.indexOf(node.dataset.slot) : LIT.length;
}

function bySlot(one, two) {
  return SLOTS.indexOf(one) - SLOTS.indexOf(two);
}

function unlight(pieces) {
  for (const { node } of pieces) {
    node.classList.remove("in-sentence", "pointed", "below", "unnamed");
    node.style.removeProperty("--shift");
    delete node.dataset.slot;
    delete node.dataset.says;
  }
}

function piecesIn(pieces, span) {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pieces[middle].start < span.start) low = middle + 1;
    else high = middle;
  }
  const inside = [];
  while (low < pieces.length && pieces[low].start < span.end) inside.push(pieces[low++]);
  return inside;
}

/** The sentence of a fact with its slots lit, for where the article is not beside it. */
function sentenceOf(fact) {
  const { start, end } = fact.evidence.sentence;
  const text = fact.article.text;
  const cuts = cutsOf(start, end, spansOf(fact));
  const pieceAt = (from, at) => ({ start: from, node: make("span", {}, text.slice(from, cuts[at + 1])) });
  const pieces = cuts.slice(0, -1).map(pieceAt);
  light(pieces, fact);
  pieces.forEach(({ node }) => node.classList.remove("in-sentence"));
  return make("blockquote", { class: "sentence", dir: "auto" }, pieces.map((piece) => piece.node));
}
