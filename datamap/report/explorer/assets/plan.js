// From what is chosen to the cards and ribbons that are drawn.

const LEVELS = { overview: 9, kinds: 26, cards: 200 }; // cards of one column before those of one kind are put together
const PAGE = 40; // cards that an opened group shows before the rest is put together again
const WIDE = 60; // cards beyond which a map opens as an overview
const MOST_RIBBONS = 220; // beyond, ribbons between places take all categories together
const MIXED = "#8DA2BA";

function shownRows() {
  const query = folded(chosen.search.trim());
  const passing = moved && (chosen.item || chosen.subject) ? movedRows() : null;
  const recipient = chosen.recipient ? cardOf.get(chosen.recipient)?.number ?? -1 : null;
  const country = chosen.country ? cardOf.get(chosen.country)?.number ?? -1 : null;
  const purposes = chosen.purpose ? new Set(below("purposes", chosen.purpose)) : null;
  const found = new Map();
  for (const row of rows) {
    if (passing && !passing.has(row.index)) continue;
    if (recipient !== null && !row.cards.has(recipient)) continue;
    if (country !== null && !row.cards.has(country)) continue;
    if (purposes && !row.purposes.some((key) => purposes.has(key))) continue;
    if (chosen.gaps && !row.gaps) continue;
    if (chosen.change && row.change !== chosen.change) continue;
    if (query && !row.found.includes(query)) continue;
    found.set(row.index, passing?.get(row.index) ?? null);
  }
  return found;
}

function shownSteps(kept) {
  const asked = chosen.item ? new Set([...below("items", chosen.item), ...(data.labels.items[chosen.item]?.[1] ?? [])]) : null;
  return steps.filter((step) => {
    if (!kept.has(step.row)) return false;
    const key = data.steps.items[step.item].key;
    return !asked || key.startsWith("*") || asked.has(key);
  });
}

// How much is put together: as the reader asks, else as much as leaves a map that can be read at once.
function levelOf(shown) {
  return chosen.level in LEVELS ? chosen.level : shown.length > WIDE ? "overview" : "kinds";
}

const MORE = "~"; // ends the key of what is left of an opened group

// The groups that must be open for a card in this one to be seen.
function chainOf(group) {
  const chain = [group];
  while (chain[0].endsWith(MORE)) chain.unshift(chain[0].slice(0, -1));
  return chain;
}

// Cards of one column, put together by kind where there are too many of them. What belongs together is
// settled as though nothing were open, so that opening one group leaves the others as they are.
function grouped(column, weight, most) {
  const own = new Map(column.map((card) => [card.number, card.key]));
  if (column.length <= most) return { own, groups: [], home: new Map() };
  const heavy = (a, b) => (weight.get(b.number) ?? 0) - (weight.get(a.number) ?? 0) || (a.key < b.key ? -1 : 1);
  const buckets = d3.group(column.filter((card) => card.bucket), (card) => card.bucket);
  const groups = [];
  const home = new Map();
  let left = column.length;
  const together = (key, members, label) => {
    groups.push({ key, members, label });
    for (const card of members) home.set(card.number, key);
    left -= members.length - 1;
  };
  for (const [bucket, members] of [...buckets].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))) {
    if (members.length > 1 && left > most) together(`g:${members[0].column}:${bucket}`, members, members[0].bucket_label);
  }
  const alone = column.filter((card) => !home.has(card.number)).sort(heavy);
  if (left > most && alone.length > 2) {
    together(`g:${column[0].column}:*`, alone.slice(Math.max(1, alone.length - (left - most) - 1)), say.others);
  }
  for (const group of groups) {
    const rest = chosen.open.has(group.key) ? [...group.members].sort(heavy).slice(PAGE) : [];
    if (rest.length > 1) together(group.key + MORE, rest, group.label);
  }
  for (const [card, key] of home) if (!chosen.open.has(key)) own.set(card, key);
  return { own, groups: groups.filter((group) => !chosen.open.has(group.key)), home };
}

// Everything to draw: nodes with columns, ribbons between them, flows back and within a column.
function plan() {
  const kept = shownRows();
  const used = shownSteps(kept);
  const weight = new Map();
  for (const step of used) {
    for (const card of [step.start, step.end]) weight.set(card, (weight.get(card) ?? 0) + 1);
  }
  const shown = cards.filter((card) => weight.has(card.number));
  const present = [...new Set(shown.map((card) => card.column))].sort((a, b) => a - b);
  const into = new Map();
  const byKey = new Map();
  const homes = new Map();
  const most = LEVELS[levelOf(shown)];
  for (const number of present) {
    const { own, groups, home } = grouped(shown.filter((card) => card.column === number), weight, most);
    for (const [card, key] of home) homes.set(card, key);
    for (const [card, key] of own) into.set(card, key);
    for (const group of groups) byKey.set(group.key, groupNode(group));
  }
  for (const card of shown) {
    if (into.get(card.number) === card.key) byKey.set(card.key, { ...card, members: [card] });
  }
  for (const node of byKey.values()) node.layer = present.indexOf(node.column);
  const ribbons = ribbonsOf(used, into, byKey);
  return { kept, byKey, homes, nodes: [...byKey.values()], columns: present.map((c) => data.columns[c]), ...ribbons };
}

function groupNode(group) {
  const first = group.members[0];
  const missing = [...new Set(group.members.map((card) => card.missing).filter(Boolean))];
  const categories = new Set(group.members.map((card) => card.category));
  return {
    key: group.key, column: first.column, look: first.look, group: true, members: group.members,
    label: fill(say.group, { name: group.label, count: group.members.length }),
    note: "", missing: missing.length === 1 ? missing[0] : missing.length ? say.several : "",
    category: categories.size === 1 ? first.category : "", marks: [], places: [],
  };
}

// What a step's item stands for, as a mask; null where it may be anything.
const carried = data.steps.items.map((item) => (item.key.startsWith("*") || !moved ? null : maskOf(below("items", item.key).map((key) => itemNumber.get(key)).filter((at) => at !== undefined))));

function laid(ribbon, row, mask) {
  if (mask === null || ribbon.rows.get(row) === null) ribbon.rows.set(row, null);
  else join(ribbon.rows, row, mask);
}

function ribbonsOf(used, into, byKey) {
  const number = new Map([...byKey.keys()].map((key, at) => [key, at]));
  const side = new Map([...into].map(([card, key]) => [card, number.get(key)]));
  const category = numbered(data.steps.items.map((item) => item.category));
  const course = (step) => side.get(step.start) * number.size + side.get(step.end);
  const kinds = new Set(used.map((step) => course(step) * 1000 + category[step.item]));
  const many = kinds.size > MOST_RIBBONS;
  const found = new Map();
  for (const step of used) {
    if (side.get(step.start) === side.get(step.end)) continue;
    const mixed = many && cards[step.start].look !== "item";
    const state = many ? step.gap : step.gap | step.abroad | step.implied;
    const key = (course(step) * 1000 + (mixed ? 999 : category[step.item])) * 8 + state;
    if (!found.has(key)) found.set(key, ribbonOf(step, into, mixed));
    const ribbon = found.get(key);
    ribbon.weight += 1;
    ribbon.abroad |= step.abroad;
    ribbon.implied &= step.implied; // faint only where nothing in it is recorded
    laid(ribbon, step.row, carried[step.item]);
  }
  const all = [...found.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  const layer = (ribbon, end) => byKey.get(ribbon[end]).layer;
  return {
    ribbons: all.filter((r) => layer(r, "start") < layer(r, "end")),
    back: together(all.filter((r) => layer(r, "start") >= layer(r, "end"))),
  };
}

function numbered(words) {
  const found = new Map();
  return words.map((word) => found.get(word) ?? (found.set(word, found.size), found.size - 1));
}

function ribbonOf(step, into, mixed) {
  const [start, end] = [into.get(step.start), into.get(step.end)];
  const item = data.steps.items[step.item];
  const category = mixed ? "" : item.category;
  const key = [start, end, mixed ? "*" : category, step.gap, step.abroad, step.implied].join("|");
  return { key, start, end, category, gap: step.gap, abroad: step.abroad, implied: step.implied, weight: 0, rows: new Map(), colour: mixed ? MIXED : item.colour };
}

// Flows back and within a column: one arrow for each pair of cards.
function together(found) {
  const arrows = new Map();
  for (const ribbon of found) {
    const key = `${ribbon.start}|${ribbon.end}`;
    if (!arrows.has(key)) arrows.set(key, { ...ribbon, key, rows: new Map() });
    const arrow = arrows.get(key);
    arrow.gap ||= ribbon.gap;
    for (const [row, mask] of ribbon.rows) laid(arrow, row, mask);
  }
  return [...arrows.values()];
}
