// Charts of series: one small picture a series, by time; its axes carry the figures told and no others.

const WIDE = 300;
const HIGH = 170;
const EDGE = { left: 4, right: 4, top: 26, bottom: 40 };

function chartOf(series, point, pick) {
  const spots = series.points.flatMap((one) => one.values.map((value, rank) => spotOf(one, value, rank)));
  const newest = spots.filter((one) => one.rank === 0);
  const scale = scaleOf(series, spots);
  const label = `${series.title}, ${counted(series.points.length, "period")}`;
  const foot = scale.y(scale.foot);
  const picture = drawn("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "group", "aria-label": label },
    drawn("line", { class: "axis", x1: EDGE.left, x2: WIDE - EDGE.right, y1: foot, y2: foot }),
    drawn("polyline", { class: "line", points: newest.map((one) => `${scale.x(one.x)},${scale.y(one.y)}`).join(" ") }),
    series.points.filter((one) => one.conflict).map((one) => spread(one, spots, scale)),
    [...spots].sort((one, two) => two.rank - one.rank).map((one) => dot(one, scale, point, pick)), // the newest on top
    figures(newest, scale),
    drawn("text", { class: "tick", x: EDGE.left, y: HIGH - 6 }, newest[0].of.period),
    drawn("text", { class: "tick end", x: WIDE - EDGE.right, y: HIGH - 6 }, newest[newest.length - 1].of.period));
  return make("figure", { class: "chart" },
    make("figcaption", {},
      make("strong", { dir: "auto" }, series.place), make("span", { dir: "auto" }, series.about)),
    picture,
    make("p", { class: "aside" },
      `${counted(series.points.length, series.frequency)}, ${counted(series.told, "telling")}`,
      series.conflicts ? make("span", { class: "conflict" }, ` · ${counted(series.conflicts, "conflict")}`) : null));
}

/** A value at its place in time, the middle of its days. */
function spotOf(one, value, rank) {
  return { x: (Date.parse(one.start) + Date.parse(one.end)) / 2, y: Number(value.size), rank, value, of: one };
}

/**
 * Where time and figures lie in the picture. Ranks stand best on top; everything else is drawn from zero, so that a
 * rise looks as large as it is.
 */
function scaleOf(series, spots) {
  const xs = spots.map((one) => one.x);
  const ys = spots.map((one) => one.y);
  const turned = series.measure === "rank";
  const low = Math.min(...ys, ...(turned ? [] : [0]));
  const high = Math.max(...ys, ...(turned ? [] : [0]));
  const from = Math.min(...xs);
  const span = Math.max(...xs) - from || 1;
  const part = (value) => (high === low ? 0.5 : (value - low) / (high - low));
  const inner = { wide: WIDE - EDGE.left - EDGE.right - 16, high: HIGH - EDGE.top - EDGE.bottom };
  return {
    foot: turned ? high : 0,
    x: (value) => tenth(EDGE.left + 8 + ((value - from) / span) * inner.wide),
    y: (value) => tenth(EDGE.top + (turned ? part(value) : 1 - part(value)) * inner.high),
  };
}

function tenth(pixels) {
  return Math.round(pixels * 10) / 10;
}

/** A line between the values of one period that cannot all be right. */
function spread(one, spots, scale) {
  const mine = spots.filter((spot) => spot.of === one);
  const ys = mine.map((spot) => scale.y(spot.y));
  const x = scale.x(mine[0].x);
  return drawn("line", { class: "spread", x1: x, x2: x, y1: Math.min(...ys), y2: Math.max(...ys) });
}

/** A point that tells and leads: a diamond where values are in conflict, hollow where it is not the newest. */
function dot(one, scale, point, pick) {
  const { conflict } = one.of;
  const [x, y] = [scale.x(one.x), scale.y(one.y)];
  const sources = counted(one.value.sources.length, "source");
  const said = `${one.of.period}: ${one.value.words}, ${sources}${conflict ? ", in conflict with another value" : ""}`;
  const doing = {
    onmouseenter: () => point(one),
    onfocus: () => point(one),
    onclick: () => pick(one),
    onkeydown: (event) => ["Enter", " "].includes(event.key) && pick(one),
  };
  const names = `dot${conflict ? " conflict" : ""}${one.rank ? " older" : ""}`;
  const diamond = { x: x - 4, y: y - 4, width: 8, height: 8, transform: `rotate(45 ${x} ${y})` };
  return drawn("g", { class: names, role: "button", tabindex: 0, "aria-label": said, ...doing },
    drawn("circle", { class: "reach", cx: x, cy: y, r: 12 }),
    conflict ? drawn("rect", diamond) : drawn("circle", { cx: x, cy: y, r: 4 }),
    drawn("title", {}, said));
}

/** The figures of the highest point, the lowest and the last, the last only where it has room. */
function figures(spots, scale) {
  const ordered = [...spots].sort((one, two) => scale.y(one.y) - scale.y(two.y));
  const [highest, lowest, last] = [ordered[0], ordered[ordered.length - 1], spots[spots.length - 1]];
  const isNear = (one) => Math.abs(scale.x(one.x) - scale.x(last.x)) < WIDE / 3;
  return [
    figureAt(highest, scale, -10),
    lowest === highest ? null : figureAt(lowest, scale, 18),
    isNear(highest) || isNear(lowest) ? null : figureAt(last, scale, -10),
  ];
}

function figureAt(one, scale, rise) {
  const x = scale.x(one.x);
  const side = x < WIDE * 0.25 ? "start" : x > WIDE * 0.75 ? "end" : "middle";
  const shift = { start: -6, middle: 0, end: 6 }[side];
  return drawn("text", { class: `figure ${side}`, x: x + shift, y: scale.y(one.y) + rise }, one.value.words);
}
