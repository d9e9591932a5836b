// The card: one fact, slot by slot, with the rule of each and its checks; or one mention and the facts that use it.

function factCard(fact, { go, withSentence }) {
  const { slots } = fact;
  const about = [slots.measure, slots.indicator].join(" of ");
  return [
    make("header", {},
      make("p", { class: "figure", dir: "auto" }, slots.value),
      make("p", { class: "about", dir: "auto" }, [about, slots.place, slots.period].filter(Boolean).join(" · "))),
    goldOf(fact),
    withSentence ? sentenceOf(fact) : null,
    make("table", { class: "slots" },
      make("thead", {}, make("tr", {}, ["slot", "what it says", "characters", "rule"].map((name) => make("th", { scope: "col" }, name)))),
      make("tbody", {}, rowsOf(fact))),
    fact.checks.length
      ? make("section", { class: "of-checks" }, make("h3", {}, counted(fact.checks.length, "check")),
        make("ul", {}, fact.checks.map((check) => checkItem(check, fact, go))))
      : make("p", { class: "aside" }, fact.gold === "missed" ? "Gold alone has this fact; no rule found it." : "Nothing to check it against."),
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
  return part === "indicator_text" ? "indicator" : PARTS.includes(part) ? "value" : part.split(".")[0];
}

function slotRow(fact, slot, words) {
  const told = fact.evidence[slot] || {};
  const said = told.end > told.start ? fact.article.text.slice(told.start, told.end) : "";
  const colour = LIT.includes(slot.split(".")[0]) ? slot.split(".")[0] : "other";
  const wrong = fact.wrong && fact.wrong[slot];
  return make("tr", { class: wrong ? "is-wrong" : false },
    make("th", { scope: "row" }, make("span", { class: "chip", "data-slot": said ? colour : false }, slot.replace("_", " "))),
    make("td", { dir: "auto" }, words, wrong ? make("em", { class: "gold-says" }, ` gold: ${wrong[0] || "nothing"}`) : null),
    make("td", { class: "said", dir: "auto" }, said),
    make("td", { class: "rule" }, told.by || ""));
}

function goldOf(fact) {
  if (!fact.gold) return null;
  const beyond = Object.entries(fact.wrong || {}).filter(([slot]) => !SLOTS.includes(slot) && !fact.evidence[slot]);
  return make("p", { class: `gold-note gold-${fact.gold}` }, `gold: ${GOLD[fact.gold]}`,
    beyond.map(([slot, [right, found]]) => `; ${slot.replace("_", " ")}: ${right || "nothing"}, found ${found || "nothing"}`));
}

function checkItem(check, fact, go) {
  const others = check.told.filter((one) => one !== fact);
  return make("li", { class: `check ${check.verdict.replace(" ", "-")}` },
    make("span", { class: "sign", "aria-hidden": "true" }, SIGNS[check.verdict]),
    make("div", {},
      make("p", {}, make("strong", {}, check.says), ` · ${check.name}${check.article ? "" : `, ${whereOf(check)}`}`), make("p", { class: "aside" }, check.sides),
      others.map((other) => button(inBrief(other), { class: "link", onclick: () => go(other) }))));
}

function mentionCard(mention, article, { go }) {
  const users = article.told.flatMap((fact) => {
    const slots = Object.entries(fact.evidence)
      .filter(([slot, told]) => slot !== "sentence" && told.start < mention.end && mention.start < told.end)
      .map(([slot]) => slot.split(".")[0].replace("_", " "));
    return slots.length ? [[fact, [...new Set(slots)]]] : [];
  });
  return [
    make("header", {},
      make("p", { class: "figure", dir: "auto" }, article.text.slice(mention.start, mention.end)),
      make("p", { class: "about", dir: "auto" }, make("span", { class: `sample ${mention.label}` }, mention.label), mention.normal ? ` · ${mention.normal}` : "")),
    goldOf(mention),
    make("dl", {}, make("dt", {}, "rule"), make("dd", { class: "rule" }, mention.rule),
      mention.nominal ? [make("dt", {}, "kind"), make("dd", {}, "a description or adjective that stands for a place")] : null,
      mention.notes.length ? [make("dt", {}, "notes"), mention.notes.map((note) => make("dd", {}, note))] : null),
    users.length
      ? make("section", { class: "users" }, make("h3", {}, `in ${counted(users.length, "fact")}`),
        make("ul", {}, users.map(([fact, slots]) => make("li", {},
          button(inBrief(fact), { class: "link", onclick: () => go(fact) }), make("span", { class: "aside" }, ` as ${slots.join(", ")}`)))))
      : make("p", { class: "aside" }, "No fact uses it."),
  ];
}
