// Charts of series: one small picture a series, by time; its axes carry the figures told and no others.

const WIDE = 300;
const HIGH = 170;
const EDGE = { left: 4, right: 4, top: 26, bottom: 40 };

function chartOf(series, { point, pick }) {
  const spots = series.points.flatMap((one) => one.values.map((value, rank) => ({ ...spot(one), ...value, rank, of: one })));
  const scale = scaleOf(series, spots);
  const first = spots.filter((one) => one.rank === 0);
  const last = first[first.length - 1];
  const picture = drawn("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "group", "aria-label": `${series.title}, ${counted(series.points.length, "period")}` },
    drawn("line", { class: "axis", x1: EDGE.left, x2: WIDE - EDGE.right, y1: scale.y(scale.foot), y2: scale.y(scale.foot) }),
    drawn("polyline", { class: "line", points: first.map((one) => `${scale.x(one.x)},${scale.y(one.y)}`).join(" ") }),
    series.points.filter((one) => one.values.length > 1).map((one) => spread(one, scale)),
    [...spots].sort((one, two) => two.rank - one.rank).map((one) => dot(one, scale, point, pick)), // the newest lie on top
    figures(first, scale),
    drawn("text", { class: "tick", x: EDGE.left, y: HIGH - 6 }, first[0].of.period),
    first.length > 1 ? drawn("text", { class: "tick end", x: WIDE - EDGE.right, y: HIGH - 6 }, last.of.period) : null);
  return make("figure", { class: "chart" },
    make("figcaption", {}, make("strong", { dir: "auto" }, series.place), make("span", { dir: "auto" }, series.about)), picture,
    make("p", { class: "aside" }, counted(series.points.length, series.frequency), ", ", counted(series.told, "telling"),
      series.conflicts ? make("span", { class: "conflict" }, ` · ${counted(series.conflicts, "conflict")}`) : null));
}

/** Where a point stands in time: the middle of its days. */
function spot(one) {
  return { x: (Date.parse(one.start) + Date.parse(one.end)) / 2 };
}

function scaleOf(series, spots) {
  for (const one of spots) one.y = Number(one.size);
  const xs = spots.map((one) => one.x);
  const ys = spots.map((one) => one.y);
  const from = Math.min(...xs);
  const span = Math.max(...xs) - from || 1;
  // Ranks stand best on top; everything else is drawn above zero, so that a rise looks as large as it is.
  const turned = series.measure === "rank";
  const low = turned ? Math.min(...ys) : Math.min(0, ...ys);
  const high = turned ? Math.max(...ys) : Math.max(0, ...ys);
  const tall = HIGH - EDGE.top - EDGE.bottom;
  const part = (value) => (high === low ? 0.5 : (value - low) / (high - low));
  return {
    foot: turned ? high : 0,
    x: (value) => round(EDGE.left + 8 + ((value - from) / span) * (WIDE - EDGE.left - EDGE.right - 16)),
    y: (value) => round(EDGE.top + (turned ? part(value) : 1 - part(value)) * tall),
  };
}

function round(pixels) {
  return Math.round(pixels * 10) / 10;
}

/** A line between the values of one period that cannot all be right. */
function spread(one, scale) {
  const ys = one.values.map((value) => scale.y(Number(value.size)));
  const x = scale.x(spot(one).x);
  return drawn("line", { class: "spread", x1: x, x2: x, y1: Math.min(...ys), y2: Math.max(...ys) });
}

function dot(one, scale, point, pick) {
  const conflict = one.of.values.length > 1;
  const said = `${one.of.period}: ${one.words}, ${counted(one.sources.length, "source")}${conflict ? ", in conflict with another value" : ""}`;
  const shape = { role: "button", tabindex: 0, "aria-label": said, onmouseenter: () => point(one), onfocus: () => point(one), onclick: () => pick(one),
    onkeydown: (event) => { if (event.key === "Enter") pick(one); } };
  const x = scale.x(one.x);
  const y = scale.y(one.y);
  return drawn("g", { class: `dot${conflict ? " conflict" : ""}${one.rank ? " older" : ""}`, ...shape },
    drawn("circle", { class: "reach", cx: x, cy: y, r: 12 }),
    conflict ? drawn("rect", { x: x - 4, y: y - 4, width: 8, height: 8, transform: `rotate(45 ${x} ${y})` }) : drawn("circle", { cx: x, cy: y, r: 4 }),
    drawn("title", {}, said));
}

/** The figures of the highest point, the lowest and the last, the last only where it has room. */
function figures(spots, scale) {
  const lowest = spots.reduce((one, two) => (scale.y(two.y) > scale.y(one.y) ? two : one));
  const highest = spots.reduce((one, two) => (scale.y(two.y) < scale.y(one.y) ? two : one));
  const last = spots[spots.length - 1];
  const told = [figureAt(highest, scale, -10)];
  if (lowest !== highest) told.push(figureAt(lowest, scale, 18));
  const near = [lowest, highest].some((one) => Math.abs(scale.x(one.x) - scale.x(last.x)) < WIDE / 3);
  if (!near) told.push(figureAt(last, scale, -10));
  return told;
}

function figureAt(one, scale, rise) {
  const x = scale.x(one.x);
  const side = x < WIDE * 0.25 ? "start" : x > WIDE * 0.75 ? "end" : "middle";
  const shift = side === "start" ? -6 : side === "end" ? 6 : 0;
  return drawn("text", { class: `figure ${side}`, x: x + shift, y: scale.y(one.y) + rise }, one.words);
}
