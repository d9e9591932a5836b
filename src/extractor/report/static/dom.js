// Elements are made here and nowhere else. Text of articles becomes text nodes; no string is ever read as markup.

const SVG = "http://www.w3.org/2000/svg";
const SAID = new Set(["title", "aria-label", "aria-description"]); // attributes that are shown or read out

/** Make an element: attributes (`on…` are listeners, false and null are left out), then children, strings as text. */
function make(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

function drawn(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(element, attributes, children) {
  const isThere = (value) => value !== false && value !== null && value !== undefined;
  for (const child of children.flat(Infinity).filter(isThere)) element.append(asNode(child));
  for (const [key, value] of Object.entries(attributes)) { // after the children: `dir` is quick to find out once
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (isThere(value)) element.setAttribute(key, value === true ? "" : SAID.has(key) ? shown(value) : value);
  }
  return element;
}

function asNode(child) {
  return child instanceof Node ? child : document.createTextNode(shown(String(child)));
}

/** Text as it may be shown: what would turn the direction of a line, or has no shape, is a sign; lengths stay. */
function shown(text) {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, (found) => String.fromCharCode(0x2400 + found.charCodeAt(0)))
    .replace(/[\u202a-\u202e\u2066-\u2069\u007f-\u009f\ufff0-\ufffb]/g, "\ufffd");
}

// ── small parts ──

function button(text, attributes, ...more) {
  return make("button", { type: "button", ...attributes }, text, ...more);
}

function link(text, onclick) {
  return button(text, { class: "link", onclick });
}

function aside(...children) {
  return make("span", { class: "aside" }, children);
}

function searchBox(label, placeholder, change) {
  const oninput = (event) => change(event.target.value);
  return make("input", { type: "search", placeholder, "aria-label": label, oninput });
}

/** A select of the values that stand in rows, the most frequent first, with how often they do; null of one value. */
function facetOf(name, values, chosen, choose) {
  const counts = new Map();
  for (const value of values) if (value) counts.set(value, (counts.get(value) || 0) + 1);
  if (counts.size < 2 && !chosen) return null;
  const ordered = [...counts].sort((one, two) => two[1] - one[1] || compared(one[0], two[0]));
  const options = ordered.map(([value, count]) =>
    make("option", { value, selected: value === chosen }, `${value} (${grouped(count)})`));
  const onchange = (event) => choose(event.target.value);
  return make("select", { "aria-label": `Filter by ${name}`, "data-facet": name, onchange },
    make("option", { value: "" }, `any ${name}`), options);
}

/** What turns the pages of a list; nothing where there is one. */
function pagerOf(page, pages, turn) {
  if (pages === 1) return [];
  return [
    button("← before", { disabled: page === 0, onclick: () => turn(page - 1) }),
    make("span", {}, `page ${page + 1} of ${pages}`),
    button("next →", { disabled: page === pages - 1, onclick: () => turn(page + 1) }),
  ];
}

/** The page that is shown of a list: the one asked for, if there is one, and how many there are. */
function pageOf(asked, length, size) {
  const pages = Math.max(1, Math.ceil(length / size));
  return [Math.min(Math.max(asked, 0), pages - 1), pages];
}

// ── words ──

function grouped(number) {
  return number.toLocaleString("en");
}

function counted(number, noun) {
  return `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;
}

function partOfAll(part, all) {
  return part === all ? grouped(all) : `${grouped(part)} of ${grouped(all)}`;
}

function wordsOf(query) {
  return query.toLowerCase().split(/\s+/).filter(Boolean);
}

function compared(one, two) {
  return one < two ? -1 : one > two ? 1 : 0;
}

// ── the window ──

// Where views stand side by side and a pointer hovers, pointing at a thing tells it; elsewhere it must be chosen, lest
// the card that tells it slide under the finger.
const wide = matchMedia("(min-width: 64rem)");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const UNCOVERED = 0.54; // of the height, where the card lies over the rest

function hovers(event) {
  return wide.matches && event.pointerType !== "touch";
}

/**
 * Bring an element into the middle of its pane, or of the window above the card, where it is not in view. By hand, as
 * scrollIntoView would also move where the next Tab begins.
 */
function reveal(element, pane) {
  if (!element) return;
  const box = element.getBoundingClientRect();
  const inPane = pane && pane.scrollHeight > pane.clientHeight + 1 && wide.matches;
  const whole = { top: 0, bottom: wide.matches ? innerHeight : innerHeight * UNCOVERED };
  const edge = inPane ? pane.getBoundingClientRect() : whole;
  if (box.top >= edge.top + 24 && box.bottom <= edge.bottom - 24) return;
  const by = box.top - (edge.top + edge.bottom) / 2;
  (inPane ? pane : window).scrollBy({ top: by, behavior: still.matches ? "auto" : "smooth" });
}
