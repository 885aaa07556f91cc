// From cards and ribbons to their places on the sheet. d3-sankey finds the order of the cards.

const WIDEST = 186; // of a card, and the least, where there are many columns
const NARROWEST = 140;
const LEAST = 0.7; // letters are not made smaller than this unless asked for
const GAP = 9;
const TOP = 46;
const PAD = 14;
const LOWEST = 380; // ribbons of one column are made thinner rather than taller than this, or than its cards
const MUCH = 6000; // links to be put in order; where there are more, fewer rounds are made
let wide = WIDEST; // of the cards as they are drawn
let gutter = 150;

// Gives every card and ribbon its place.
function placed(planned) {
  const last = planned.columns.length - 1;
  share(last);
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
  thicken(planned, last);
  for (const ribbon of planned.ribbons) {
    ribbon.parts = ribbon.stops.slice(1).map((to, at) => ({ ribbon, from: ribbon.stops[at], to }));
    segments.push(...ribbon.parts);
  }
  const nodes = [...planned.nodes, ...via.values()];
  const links = between(segments);
  order(nodes, links, last);
  stack(nodes, segments, links);
  return { ...planned, all: nodes, segments, height: d3.max(nodes, (node) => node.y + node.h) ?? 0, width: (last + 1) * wide + last * gutter };
}

// Shares the width of the map between cards and gutters.
function share(last) {
  const room = ($("map").clientWidth || 1000) - 2 * PAD;
  const most = (room / LEAST - last * 60) / (last + 1);
  wide = Math.round(Math.max(NARROWEST, Math.min(WIDEST, most)));
  gutter = Math.min(260, Math.max(60, last > 0 ? (room - (last + 1) * wide) / last : 60));
}

// A ribbon is as thick as the root of what it stands for.
function thicken({ ribbons, nodes }, last) {
  const heaviest = d3.max(ribbons, (ribbon) => ribbon.weight) ?? 1;
  const unit = Math.min(4, 26 / Math.sqrt(heaviest));
  for (const ribbon of ribbons) ribbon.thick = Math.max(1.2, unit * Math.sqrt(ribbon.weight));
  const all = d3.range(last).map((layer) => d3.sum(ribbons.filter((r) => r.stops[0].layer <= layer && r.stops.at(-1).layer > layer), (r) => r.thick + 0.8));
  const columns = d3.rollups(nodes, (own) => d3.sum(own, (node) => leastHigh(node) + GAP), (node) => node.layer);
  const less = Math.min(1, Math.max(LOWEST, d3.max(columns, ([, high]) => high) ?? 0) / (d3.max(all) || 1));
  for (const ribbon of ribbons) ribbon.thick = Math.max(0.9, ribbon.thick * less);
}

function leastHigh(node) {
  return linesOf(node) * 15 + 10;
}

// What runs from one card or passage to another, taken together: from, to, how thick.
function between(segments) {
  const found = new Map();
  for (const part of segments) {
    if (!found.has(part.from)) found.set(part.from, new Map());
    const sums = found.get(part.from);
    sums.set(part.to, (sums.get(part.to) ?? 0) + part.ribbon.thick + 0.8);
  }
  return [...found].flatMap(([from, sums]) => [...sums].map(([to, value]) => [from, to, value]));
}

// Lets d3-sankey find an order of the cards with few crossings; between two cards it sees one link.
function order(nodes, links, last) {
  for (const node of nodes) node.middle = 0;
  if (last < 1) return;
  const rail = d3.range(last + 1).map((layer) => ({ key: `rail:${layer}`, layer }));
  const graph = {
    nodes: [...nodes, ...rail].map((node) => ({ id: node.key, layer_: node.layer })),
    links: [
      ...links.map(([from, to, value]) => ({ source: from.key, target: to.key, value })),
      ...rail.slice(1).map((node, at) => ({ source: rail[at].key, target: node.key, value: 0.001 })),
    ],
  };
  const sankey = d3.sankey().nodeId((node) => node.id).nodeAlign((node) => node.layer_).nodePadding(14).nodeWidth(10).size([1000, 1000]).iterations(Math.max(6, Math.min(32, Math.round(MUCH / graph.links.length))));
  const middle = new Map(sankey(graph).nodes.map((node) => [node.id, (node.y0 + node.y1) / 2]));
  for (const node of nodes) node.middle = middle.get(node.key) ?? 0;
}

function stack(nodes, segments, links) {
  const [out, into] = [d3.group(links, ([from]) => from), d3.group(links, ([, to]) => to)];
  const total = (parts) => d3.sum(parts ?? [], ([, , value]) => value);
  for (const node of nodes) {
    const ribbons = Math.max(total(out.get(node)), total(into.get(node)));
    node.h = node.via ? ribbons : Math.max(leastHigh(node), ribbons + 8);
    node.x = node.layer * (wide + gutter);
  }
  const columns = [...d3.group(nodes, (node) => node.layer).values()];
  const tallest = d3.max(columns, (column) => d3.sum(column, (node) => node.h + GAP)) ?? 0;
  const first = Math.min(tallest, firstSight());
  const bounds = new Map(columns.map((column) => [column, Math.max(first, d3.sum(column, (node) => node.h + GAP))]));
  for (const [column, high] of bounds) {
    column.sort((a, b) => a.middle - b.middle || (a.key < b.key ? -1 : 1));
    settle(column, high, (node) => TOP + (node.middle / 1000) * high);
  }
  for (let round = 0; round < 6; round++) {
    for (const column of round % 2 ? columns : [...columns].reverse()) settle(column, bounds.get(column), (node) => opposite(node, out, into));
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

// How much of the map is seen at first: columns that fit into it stay in it beside longer ones.
function firstSight() {
  return Math.max(460, innerHeight - 330);
}

// The height at which the ribbons of a card would run level.
function opposite(node, out, into) {
  let [sum, all] = [0, 0];
  for (const [, to, value] of out.get(node) ?? []) { sum += value * (to.y + to.h / 2); all += value; }
  for (const [from, , value] of into.get(node) ?? []) { sum += value * (from.y + from.h / 2); all += value; }
  return all ? sum / all : node.y + node.h / 2;
}

// Puts the cards of a column, in their order, as near to the middles wished for as they can be without
// touching: those in each other's way form a block, which stands where they are served best together.
function settle(column, tallest, wished) {
  const blocks = [];
  for (const node of column) {
    let block = { cards: [node], first: wished(node) - node.h / 2, size: node.h + GAP };
    while (blocks.length && blocks.at(-1).first + blocks.at(-1).size > block.first) block = merged(blocks.pop(), block);
    blocks.push(block);
  }
  let free = TOP;
  let rest = d3.sum(blocks, (block) => block.size);
  for (const block of blocks) {
    let y = Math.max(free, Math.min(block.first, TOP + tallest - rest));
    rest -= block.size;
    for (const node of block.cards) {
      node.y = y;
      y += node.h + GAP;
    }
    free = y;
  }
}

function merged(upper, lower) {
  const [many, few] = [upper.cards.length, lower.cards.length];
  const first = (upper.first * many + (lower.first - upper.size) * few) / (many + few);
  return { cards: upper.cards.concat(lower.cards), first, size: upper.size + lower.size };
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
