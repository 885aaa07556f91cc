// Follows items by field: along the rows that really move them, under the reading chosen.

const moved = data.moved;
const width = moved ? Math.ceil(moved.items.length / 32) || 1 : 1;
const masks = moved ? moved.sets.map((items) => maskOf(items)) : [];
const itemNumber = new Map(moved ? moved.items.map((key, number) => [key, number]) : []);
const ways = {};

function maskOf(items) {
  const mask = new Uint32Array(width);
  for (const item of items) mask[item >> 5] |= 1 << (item & 31);
  return mask;
}

function common(one, other) {
  const mask = new Uint32Array(width);
  for (let at = 0; at < width; at++) mask[at] = one[at] & other[at];
  return mask;
}

function any(mask) {
  for (let at = 0; at < width; at++) if (mask[at]) return true;
  return false;
}

function has(mask, item) {
  return (mask[item >> 5] & (1 << (item & 31))) !== 0;
}

function itemsIn(mask) {
  return moved.items.filter((_, item) => has(mask, item));
}

// The movements of one reading, made once.
function wayOf(reading) {
  if (ways[reading]) return ways[reading];
  const part = moved[reading];
  const place = part.nodes.filter((_, at) => at % 2 === 0);
  const subject = part.nodes.filter((_, at) => at % 2 === 1);
  const edges = [];
  const out = place.map(() => []);
  const into = place.map(() => []);
  for (let at = 0; at < part.edges.length; at += 4) {
    const [row, source, target, set] = part.edges.slice(at, at + 4);
    const edge = { row, source, target, mask: masks[set] };
    edges.push(edge);
    if (source >= 0) out[source].push(edge);
    into[target].push(edge);
  }
  const at = new Map();
  place.forEach((number, node) => {
    const key = moved.places[number];
    if (!at.has(key)) at.set(key, []);
    at.get(key).push(node);
  });
  ways[reading] = { place, subject, edges, out, into, at, held: part.held.map((set) => masks[set]) };
  return ways[reading];
}

const known = new Map();

function below(list, key) {
  const asked = list + "|" + key;
  if (!known.has(asked)) known.set(asked, belowOf(list, key));
  return known.get(asked);
}

function belowOf(list, key) {
  return Object.entries(data.labels[list]).filter(([own, [, above]]) => own === key || above.includes(key)).map(([own]) => own);
}

// The items asked for, as a mask; all where none is.
function wantedItems() {
  const keys = chosen.item ? below("items", chosen.item) : moved.items;
  return maskOf(keys.map((key) => itemNumber.get(key)).filter((item) => item !== undefined));
}

function wantedSubjects() {
  if (!chosen.subject) return null;
  const keys = new Set(below("subjects", chosen.subject));
  return new Set(moved.subjects.map((key, number) => (keys.has(key) ? number : -1)));
}

// Which rows move anything asked for: row -> mask.
function movedRows() {
  const way = wayOf(chosen.reading);
  const wanted = wantedItems();
  const subjects = wantedSubjects();
  const found = new Map();
  for (const edge of way.edges) {
    if (subjects && !subjects.has(way.subject[edge.target])) continue;
    const mask = common(edge.mask, wanted);
    if (any(mask)) join(found, edge.row, mask);
  }
  return found;
}

function join(found, key, mask) {
  const before = found.get(key);
  if (!before) {
    found.set(key, mask.slice());
    return true;
  }
  let more = false;
  for (let at = 0; at < width; at++) {
    const both = (before[at] | mask[at]) >>> 0;
    if (both !== before[at]) more = true;
    before[at] = both;
  }
  return more;
}

// Adds to `key` what of `here` passes `through`. Gives back what passes, and hands on what is new.
function pour(found, key, here, through, fresh) {
  let before = found.get(key);
  let passes = 0;
  for (let at = 0; at < width; at++) {
    const word = here[at] & through[at];
    if (!word) continue;
    passes = 1;
    if (!before) found.set(key, (before = new Uint32Array(width)));
    const more = word & ~before[at];
    if (!more) continue;
    before[at] |= word;
    if (fresh) freshOf(fresh, key)[at] |= more;
  }
  return passes;
}

function freshOf(fresh, key) {
  if (!fresh.has(key)) fresh.set(key, new Uint32Array(width));
  return fresh.get(key);
}

// Follows from nodes with items, down or up: rows and nodes touched, each with what passes. Each item
// leaves each node once.
function follow(starts, way, down) {
  const found = { rows: new Map(), nodes: new Map() };
  const fresh = new Map();
  for (const [node, mask] of starts) pour(found.nodes, node, mask, mask, fresh);
  while (fresh.size) {
    const [node, here] = fresh.entries().next().value;
    fresh.delete(node);
    for (const edge of down ? way.out[node] : way.into[node]) {
      const next = down ? edge.target : edge.source;
      if (pour(found.rows, edge.row, here, edge.mask, null) && next >= 0) pour(found.nodes, next, here, edge.mask, fresh);
    }
  }
  return found;
}

function both(starts, way) {
  const one = follow(starts, way, true);
  const other = follow(starts, way, false);
  for (const [row, mask] of other.rows) join(one.rows, row, mask);
  return { rows: one.rows, down: one.nodes, up: other.nodes };
}

// Everything that hangs on what the reader has clicked, or null.
function traced() {
  if (!chosen.at || !moved) return null;
  const way = wayOf(chosen.reading);
  const wanted = wantedItems();
  const subjects = wantedSubjects();
  const fits = (node) => !subjects || subjects.has(way.subject[node]);
  const [sort, key] = [chosen.at.slice(0, 2), chosen.at.slice(2)];
  if (sort === "f:") {
    const edges = way.edges.filter((edge) => rowOf.get(edge.row)?.id === key && fits(edge.target));
    const downs = follow(edges.map((edge) => [edge.target, common(edge.mask, wanted)]), way, true);
    const ups = follow(edges.filter((edge) => edge.source >= 0).map((edge) => [edge.source, common(edge.mask, wanted)]), way, false);
    for (const [row, mask] of ups.rows) join(downs.rows, row, mask);
    for (const edge of edges) join(downs.rows, edge.row, common(edge.mask, wanted));
    return { rows: downs.rows, down: downs.nodes, up: ups.nodes, way };
  }
  const starts = [];
  if (sort === "i:") { // wherever it is held: there is nothing above that
    const mask = common(wanted, maskOf(below("items", key).map((own) => itemNumber.get(own)).filter((item) => item !== undefined)));
    way.held.forEach((held, node) => { if (fits(node)) starts.push([node, common(held, mask)]); });
    return { ...both(starts, way), up: new Map(), way };
  }
  for (const place of placesOf(chosen.at)) {
    for (const node of way.at.get(place) ?? []) {
      if (fits(node)) starts.push([node, common(way.held[node], wanted)]);
    }
  }
  if (sort !== "c:") return { ...both(starts, way), way };
  const up = follow(starts, way, false);
  return { rows: up.rows, down: new Map(starts), up: up.nodes, way };
}

// The places that a card, a group of cards or a country stands for.
function placesOf(key) {
  if (key.startsWith("g:")) return (drawn?.byKey.get(key)?.members ?? []).flatMap((card) => card.places);
  if (key.startsWith("c:")) {
    const into = steps.filter((step) => cards[step.end].key === key).map((step) => cards[step.start]);
    return [...new Set(into.flatMap((card) => card.places))];
  }
  return cardOf.get(key)?.places ?? [];
}
