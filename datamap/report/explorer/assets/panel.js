// The words beside the map: what is chosen, the rows behind it, the table of rows.

const SHOWN = 200; // rows and places listed before the reader is told how many more there are
const SHORT = 12;
let wholeTable = false;

function button(words, act, kind = "link") {
  const made = make("button", { type: "button", class: kind }, words);
  made.addEventListener("click", act);
  return made;
}

function listOf(parts) {
  return make("ul", {}, ...parts.map((part) => make("li", {}, ...[part].flat())));
}

function named(list, keys) {
  return keys.map((key) => data.labels[list]?.[key]?.[0] ?? key).join(say.joiner);
}

function showPanel() {
  const panel = $("panel");
  const sort = chosen.at.slice(0, 2);
  panel.classList.toggle("idle", !chosen.at);
  if (!chosen.at) {
    panel.replaceChildren(make("h2", {}, say.details), ...aboutMap());
    return;
  }
  const parts = sort === "f:" ? aboutFlow(rows.find((row) => row.id === chosen.at.slice(2))) : aboutCard(drawn.byKey.get(chosen.at) ?? cardOf.get(chosen.at));
  panel.replaceChildren(...parts, button(say.close, () => choose("")));
}

// What is said while nothing is chosen: what is missing, and how the map is used.
function aboutMap() {
  const lacking = rows.filter((row) => row.gaps).length;
  const gaps = () => { chosen.gaps = true; showChoices(); renew(); };
  return [
    make("p", {}, say.nothing_chosen),
    lacking && !chosen.gaps ? button(fill(say.lacking_flows, { count: lacking }), gaps) : null,
    ...say.how.split("\n").map((words) => make("p", { class: "quiet" }, words)),
  ].filter(Boolean);
}

function aboutFlow(row) {
  if (!row) return [make("h2", {}, chosen.at.slice(2)), make("p", {}, say.unknown)];
  const said = [
    [say.from, row.source], [say.to, row.recipient], [say.subject, row.subjects], [say.items, row.items],
    [say.purpose, named("purposes", row.purposes)], [say.country, named("countries", row.countries)],
    ...Object.entries(row.cells),
  ];
  const list = make("dl", {});
  for (const [head, words] of said) {
    list.append(make("dt", {}, head), make("dd", { class: words ? null : "quiet" }, words || say.blank));
  }
  return [
    make("h2", {}, row.id, " ", make("small", {}, fill(say.row, { row: row.row }))),
    row.change ? make("p", { class: "mark" }, say["change_" + row.change]) : null,
    row.gaps ? make("p", { class: "lack" }, fill(say.not_recorded, { what: row.gaps })) : null,
    list,
    data.reports.row ? make("p", {}, make("a", { href: data.reports.row + row.anchor }, say.in_report)) : null,
    row.clauses.length ? make("p", {}, `${say.clauses}: ${row.clauses.join(", ")}`) : make("p", { class: "quiet" }, say.no_clause),
    make("h3", {}, `${say.findings} (${row.findings.length})`),
    findingsOf(row.findings),
  ].filter(Boolean);
}

function findingsOf(found) {
  if (!found.length) return make("p", { class: "quiet" }, say.no_findings);
  return make("ul", { class: "findings" }, ...found.map((one) => make("li", { class: one.severity }, make("b", {}, one.status), " ", one.title, " ", make("small", {}, one.article))));
}

function aboutCard(node) {
  if (!node) return [make("h2", {}, say.details), make("p", {}, say.unknown)];
  const parts = [make("h2", {}, node.label)];
  for (const [words, kind] of [[node.note, "quiet"], [node.missing && fill(say.not_recorded, { what: node.missing }), "lack"]]) {
    if (words) parts.push(make("p", { class: kind }, words));
  }
  if (node.group) {
    parts.push(button(chosen.open.has(node.key) ? say.fold : say.unfold, () => { toggleGroup(node.key); }), listOf(node.members.map((card) => button(card.label, () => choose(card.key)))));
  }
  const opened = drawn.homes.get(node.number);
  if (chosen.open.has(opened)) parts.push(button(say.fold, () => { toggleGroup(opened); }));
  if (trace) parts.push(...aboutTrace());
  return parts;
}

function toggleGroup(key) {
  if (!chosen.open.delete(key)) chosen.open.add(key);
  renew();
}

function nodesByPlace(nodes) {
  const found = new Map();
  for (const [node, mask] of nodes) join(found, moved.places[trace.way.place[node]], mask);
  return found;
}

function aboutTrace() {
  const own = new Set(placesOf(chosen.at));
  const parts = [];
  const holds = nodesByPlace([...trace.down].filter(([node]) => own.has(moved.places[trace.way.place[node]])));
  const all = new Uint32Array(width);
  for (const mask of holds.values()) mask.forEach((word, at) => { all[at] |= word; });
  if (own.size && any(all)) parts.push(listed(say.holds, itemsIn(all), (item) => named("items", [item])));
  else if (own.size) parts.push(make("p", { class: "quiet" }, say.holds_nothing));
  for (const [title, nodes] of [[say.comes_from, trace.up], [say.goes_to, trace.down]]) {
    const places = [...nodesByPlace(nodes)].filter(([place]) => !own.has(place));
    if (places.length) parts.push(listed(title, places, ([place, mask]) => [button(named("places", [place]), () => choose("p:" + cardKey(place))), make("small", {}, " " + shortly(itemsIn(mask)))]));
  }
  const found = [...trace.rows.keys()].map((row) => rowOf.get(row)).filter(Boolean);
  parts.push(listed(say.by_rows, found, (row) => [button(`${row.id} ${row.source} → ${row.recipient}`, () => choose("f:" + row.id))]));
  return parts;
}

// A list under its title, which stands open where it is short.
function listed(title, found, made) {
  const shown = found.slice(0, SHOWN).map(made);
  if (found.length > SHOWN) shown.push([make("small", {}, fill(say.more, { count: found.length - SHOWN }))]);
  return make("details", { open: found.length <= SHORT ? "" : null }, make("summary", {}, `${title} (${found.length})`), listOf(shown));
}

function shortly(items) {
  return items.length <= SHORT ? named("items", items) : named("items", items.slice(0, 6)) + say.joiner + fill(say.more, { count: items.length - 6 });
}

// The card of a place: its own, or that of a group it belongs to.
function cardKey(place) {
  if (cardOf.has("p:" + place)) return place;
  return cards.find((card) => card.places.includes(place))?.key.slice(2) ?? place;
}

function showSaid() {
  const found = [...drawn.kept.keys()];
  $("counts").textContent = fill(say.counts, { flows: found.length, all: rows.length, cards: drawn.nodes.length });
  if (!chosen.at) { $("said").textContent = ""; return; }
  if (!moved) { $("said").textContent = say.not_followed; return; }
  const places = nodesByPlace(trace.down);
  const own = new Set(placesOf(chosen.at));
  const label = chosen.at.startsWith("f:") ? chosen.at.slice(2) : (drawn.byKey.get(chosen.at) ?? cardOf.get(chosen.at))?.label ?? chosen.at;
  $("said").textContent = fill(chosen.at.startsWith("i:") ? say.traced_item : say.traced, {
    name: label, rows: trace.rows.size, places: [...places.keys()].filter((place) => !own.has(place)).length,
    above: [...nodesByPlace(trace.up).keys()].filter((place) => !own.has(place)).length, reading: say["reading_" + chosen.reading],
  });
}

function showTable() {
  const kept = [...drawn.kept.keys()].map((row) => rowOf.get(row)).filter((row) => !trace || trace.rows.has(row.index));
  const heads = [say.id, say.from, say.to, say.items, say.country, say.lacking, say.findings];
  const body = make("tbody", {});
  for (const row of wholeTable ? kept : kept.slice(0, SHOWN)) {
    const id = make("th", { scope: "row" }, button(row.id, () => choose("f:" + row.id)), make("small", {}, " " + fill(say.row, { row: row.row })));
    const cells = [row.source, row.recipient, row.items, named("countries", row.countries), row.gaps, row.findings.length ? String(row.findings.length) : ""];
    body.append(make("tr", { class: row.change || null }, id, ...cells.map((words, at) => make("td", { class: at === 4 ? "lack" : null }, words))));
  }
  const table = make("table", { "aria-labelledby": "rows-title" }, make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))), body);
  const more = kept.length > SHOWN && !wholeTable ? button(fill(say.all_rows, { count: kept.length }), () => { wholeTable = true; showTable(); }, "wide") : null;
  $("rows-title").textContent = `${say.rows} (${kept.length})`;
  $("table").replaceChildren(...[kept.length ? table : make("p", { class: "empty" }, rows.length ? say.empty : say.no_flows), more].filter(Boolean));
}

function showLegend() {
  const pills = data.categories.map((one) => {
    const pill = shape("svg", { width: 18, height: 12, "aria-hidden": "true" }, shape("rect", { width: 18, height: 12, rx: 3, fill: one.colour }));
    return make("li", {}, pill, " ", one.label);
  });
  const line = (kind) => shape("svg", { width: 30, height: 12, "aria-hidden": "true", class: "key" }, shape("g", { class: kind }, shape("path", { d: "M0 6H30", class: "band", "stroke-width": 8, stroke: "#8DA2BA" }), shape("path", { d: "M0 6H30", class: "line" })));
  const signs = new Map(cards.flatMap((card) => card.marks.map((badge) => [badge.key, badge])));
  const badges = [...signs.values()].map((badge) => make("li", {}, shape("svg", { width: badgeWide(badge) + 2, height: 17, "aria-hidden": "true", class: "key" }, badgeShape(badge, 1, 1)), " ", badge.label));
  const kinds = [["ribbon gap", say.key_gap], ["ribbon abroad", say.key_abroad], ["ribbon implied", say.key_implied], ["arrow", say.key_back]];
  for (const change of CHANGES) {
    if (rows.some((row) => row.change === change)) kinds.push(["ribbon " + change, say["change_" + change]]);
  }
  $("legend").replaceChildren(...pills, ...kinds.map(([kind, words]) => make("li", {}, line(kind), " ", words)), ...badges);
}
