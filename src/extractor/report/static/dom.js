// Elements are made here and nowhere else. Text of articles becomes text nodes; no string is ever read as markup.

const SVG = "http://www.w3.org/2000/svg";

/** Make an element: attributes (`on…` are listeners, false and null are left out), then children, strings as text. */
function make(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

function drawn(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false).map(asNode));
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

function button(text, attributes, ...more) {
  return make("button", { type: "button", ...attributes }, text, ...more);
}

function counted(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

/** A select of the values that stand in rows, the most frequent first, with how often they do. */
function facetOf(name, values, chosen, choose) {
  const counts = new Map();
  for (const value of values) if (value) counts.set(value, (counts.get(value) || 0) + 1);
  if (counts.size < 2 && !chosen) return null;
  const ordered = [...counts].sort((one, two) => two[1] - one[1] || compared(one[0], two[0]));
  const options = ordered.map(([value, count]) =>
    make("option", { value, selected: value === chosen }, `${value} (${count.toLocaleString("en")})`));
  return make("select", { "aria-label": `Filter by ${name}`, "data-facet": name, onchange: (event) => choose(event.target.value) },
    make("option", { value: "" }, `any ${name}`), options);
}

function compared(one, two) {
  return one < two ? -1 : one > two ? 1 : 0;
}

// Where views stand side by side and a pointer hovers, pointing at a thing tells it; elsewhere it must be chosen, lest the
// card that tells it slide under the finger.
const wide = matchMedia("(min-width: 64rem)");

function hovers(event) {
  return wide.matches && event.pointerType !== "touch";
}

const still = matchMedia("(prefers-reduced-motion: reduce)");

/**
 * Bring an element into the middle of its pane, or of the window above the card, where it is not in view. By hand, as
 * scrollIntoView would also move where the next Tab begins.
 */
function reveal(element, pane) {
  if (!element) return;
  const box = element.getBoundingClientRect();
  const inPane = pane && pane.scrollHeight > pane.clientHeight + 1 && wide.matches;
  const edge = inPane ? pane.getBoundingClientRect() : { top: 0, bottom: wide.matches ? innerHeight : innerHeight * 0.54 };
  if (box.top >= edge.top + 24 && box.bottom <= edge.bottom - 24) return;
  const by = box.top - (edge.top + edge.bottom) / 2;
  (inPane ? pane : window).scrollBy({ top: by, behavior: still.matches ? "auto" : "smooth" });
}
