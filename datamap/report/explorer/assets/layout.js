// From what is chosen to cards and ribbons with places on the sheet. d3-sankey orders the cards.

const MOST = 26; // cards of one column before those of one kind are put together
const CARD = 186;
const GUTTER = 84;
const GAP = 9;
const TOP = 46;
const MOST_RIBBONS = 900; // beyond, ribbons of all categories run together

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

// Cards of one column, put together by kind where there are too many of them.
function grouped(column, weight) {
  const own = new Map(column.map((card) => [card.number, card.key]));
  if (column.length <= MOST) return { own, groups: [] };
  const buckets = d3.group(column.filter((card) => card.bucket), (card) => card.bucket);
  const groups = [];
  let left = column.length;
  const bySize = [...buckets].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
  for (const [bucket, members] of bySize) {
    if (members.length < 2 || left <= MOST) continue;
    const key = `g:${members[0].column}:${bucket}`;
    if (chosen.open.has(key)) continue;
    groups.push({ key, members, label: members[0].bucket_label });
    for (const card of members) own.set(card.number, key);
    left -= members.length - 1;
  }
  const alone = column.filter((card) => own.get(card.number) === card.key).sort((a, b) => (weight.get(b.number) ?? 0) - (weight.get(a.number) ?? 0) || (a.key < b.key ? -1 : 1));
  const rest = `g:${column[0].column}:*`;
  if (left > MOST && !chosen.open.size && alone.length > 2) {
    const members = alone.slice(Math.max(1, alone.length - (left - MOST) - 1));
    groups.push({ key: rest, members, label: say.others });
    for (const card of members) own.set(card.number, rest);
  }
  return { own, groups };
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
  for (const number of present) {
    const { own, groups } = grouped(shown.filter((card) => card.column === number), weight);
    for (const [card, key] of own) into.set(card, key);
    for (const group of groups) byKey.set(group.key, groupNode(group));
  }
  for (const card of shown) {
    if (into.get(card.number) === card.key) byKey.set(card.key, { ...card, members: [card] });
  }
  for (const node of byKey.values()) node.layer = present.indexOf(node.column);
  const ribbons = ribbonsOf(used, into, byKey);
  return { kept, byKey, nodes: [...byKey.values()], columns: present.map((c) => data.columns[c]), ...ribbons };
}

function groupNode(group) {
  const first = group.members[0];
  const missing = [...new Set(group.members.map((card) => card.missing).filter(Boolean))];
  return {
    key: group.key, column: first.column, look: first.look, group: true, members: group.members,
    label: fill(say.group, { name: group.label, count: group.members.length }),
    note: "", missing: missing.length === 1 ? missing[0] : missing.length ? say.several : "",
    category: first.look === "item" ? first.category : "", marks: [], places: [],
  };
}

function ribbonsOf(used, into, byKey) {
  const kinds = new Set(used.map((step) => `${into.get(step.start)}|${into.get(step.end)}|${data.steps.items[step.item].category}`));
  const mixed = kinds.size > MOST_RIBBONS;
  const found = new Map();
  for (const step of used) {
    const [start, end] = [into.get(step.start), into.get(step.end)];
    if (start === end) continue;
    const item = data.steps.items[step.item];
    const category = mixed ? "" : item.category;
    const key = [start, end, category, step.gap, step.abroad, step.implied].join("|");
    if (!found.has(key)) {
      found.set(key, { key, start, end, category, gap: step.gap, abroad: step.abroad, implied: step.implied, weight: 0, rows: new Map(), colour: mixed ? "#8DA2BA" : item.colour });
    }
    const ribbon = found.get(key);
    ribbon.weight += 1;
    if (!ribbon.rows.has(step.row)) ribbon.rows.set(step.row, new Set());
    ribbon.rows.get(step.row).add(item.key);
  }
  const all = [...found.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  const layer = (ribbon, end) => byKey.get(ribbon[end]).layer;
  return {
    ribbons: all.filter((r) => layer(r, "start") < layer(r, "end")),
    back: together(all.filter((r) => layer(r, "start") >= layer(r, "end"))),
  };
}

// Flows back and within a column: one arrow for each pair of cards.
function together(found) {
  const arrows = new Map();
  for (const ribbon of found) {
    const key = `${ribbon.start}|${ribbon.end}`;
    if (!arrows.has(key)) arrows.set(key, { ...ribbon, key, rows: new Map() });
    const arrow = arrows.get(key);
    arrow.gap ||= ribbon.gap;
    for (const [row, items] of ribbon.rows) {
      arrow.rows.set(row, new Set([...(arrow.rows.get(row) ?? []), ...items]));
    }
  }
  return [...arrows.values()];
}

// Gives every card and ribbon its place.
function placed(planned) {
  const last = planned.columns.length - 1;
  const via = new Map();
  const segments = [];
  for (const ribbon of planned.ribbons) {
    const [from, to] = [planned.byKey.get(ribbon.start), planned.byKey.get(ribbon.end)];
    ribbon.stops = [from];
    for (let layer = from.layer + 1; layer < to.layer; layer++) {
      const key = `via:${layer}:${to.key}`;
      if (!via.has(key)) via.set(key, { key, layer, via: true });
      ribbon.stops.push(via.get(key));
    }
    ribbon.stops.push(to);
  }
  const heaviest = d3.max(planned.ribbons, (ribbon) => ribbon.weight) ?? 1;
  const unit = Math.min(4, 26 / Math.sqrt(heaviest));
  for (const ribbon of planned.ribbons) {
    ribbon.thick = Math.max(1.2, unit * Math.sqrt(ribbon.weight));
    ribbon.parts = ribbon.stops.slice(1).map((to, at) => ({ ribbon, from: ribbon.stops[at], to }));
    segments.push(...ribbon.parts);
  }
  const nodes = [...planned.nodes, ...via.values()];
  order(nodes, segments, last);
  stack(nodes, segments, last);
  return { ...planned, all: nodes, segments, height: d3.max(nodes, (node) => node.y + node.h) ?? 0, width: (last + 1) * CARD + last * gutter(last) };
}

function gutter(last) {
  return last < 4 ? 150 : GUTTER;
}

// Lets d3-sankey find an order of the cards with few crossings.
function order(nodes, segments, last) {
  const rail = d3.range(last + 1).map((layer) => ({ key: `rail:${layer}`, layer, rail: true }));
  const graph = {
    nodes: [...nodes, ...rail].map((node) => ({ id: node.key, layer_: node.layer })),
    links: [
      ...segments.map((part) => ({ source: part.from.key, target: part.to.key, value: part.ribbon.thick })),
      ...rail.slice(1).map((node, at) => ({ source: rail[at].key, target: node.key, value: 0.001 })),
    ],
  };
  const sankey = d3.sankey().nodeId((node) => node.id).nodeAlign((node) => node.layer_).nodePadding(14).nodeWidth(10).size([1000, 1000]).iterations(nodes.length > 400 ? 12 : 32);
  const middle = new Map(sankey(graph).nodes.map((node) => [node.id, (node.y0 + node.y1) / 2]));
  for (const node of nodes) node.middle = middle.get(node.key) ?? 0;
}

function stack(nodes, segments, last) {
  const out = d3.rollup(segments, (parts) => d3.sum(parts, (p) => p.ribbon.thick + 0.8), (p) => p.from.key);
  const into = d3.rollup(segments, (parts) => d3.sum(parts, (p) => p.ribbon.thick + 0.8), (p) => p.to.key);
  for (const node of nodes) {
    const ribbons = Math.max(out.get(node.key) ?? 0, into.get(node.key) ?? 0);
    node.h = node.via ? ribbons : Math.max(linesOf(node) * 15 + 10, ribbons + 8);
    node.x = node.layer * (CARD + gutter(last));
  }
  const columns = d3.group(nodes, (node) => node.layer);
  const tallest = d3.max([...columns.values()], (column) => d3.sum(column, (node) => node.h + GAP)) ?? 0;
  for (const column of columns.values()) {
    column.sort((a, b) => a.middle - b.middle || (a.key < b.key ? -1 : 1));
    let free = TOP;
    for (const node of column) {
      node.y = Math.max(free, TOP + (node.middle / 1000) * tallest - node.h / 2);
      free = node.y + node.h + GAP;
    }
    let floor = Math.max(TOP + tallest, TOP);
    for (const node of [...column].reverse()) {
      node.y = Math.min(node.y, floor - node.h);
      floor = node.y - GAP;
    }
  }
  ends(segments, "to", "from", "y1");
  ends(segments, "from", "to", "y0");
  for (const part of segments) {
    if (part.to.via) {
      const next = part.ribbon.parts[part.ribbon.parts.indexOf(part) + 1];
      next.y0 = part.y1; // a passage is crossed straight
    }
  }
}

// Where on the side of its card each ribbon begins or ends, in the order of what is opposite.
function ends(segments, mine, other, name) {
  for (const parts of d3.group(segments, (part) => part[mine].key).values()) {
    parts.sort((a, b) => a[other].y + a[other].h / 2 - (b[other].y + b[other].h / 2) || (a.ribbon.key < b.ribbon.key ? -1 : 1));
    const node = parts[0][mine];
    const total = d3.sum(parts, (part) => part.ribbon.thick + 0.8);
    let at = node.y + (node.h - total) / 2;
    for (const part of parts) {
      part[name] = at + part.ribbon.thick / 2;
      at += part.ribbon.thick + 0.8;
    }
  }
}
