// What the page knows, what the reader has chosen, and how both are written into the address.

const data = JSON.parse(document.getElementById("data").textContent);
const say = data.words;
const $ = (id) => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";

const CHOICES = ["subject", "item", "purpose", "recipient", "country", "reading", "change", "search", "level"];
const CHANGES = ["added", "changed", "removed"];
const chosen = { gaps: false, at: "", open: new Set(), zoom: 1, theme: "" };
for (const key of CHOICES) chosen[key] = "";
chosen.reading = "certain";

function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
}

function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  return furnish(made, attributes, children);
}

function shape(name, attributes = {}, ...children) {
  return furnish(document.createElementNS(SVG, name), attributes, children);
}

function furnish(made, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

function folded(words) {
  return words.normalize("NFKC").toLowerCase();
}

function readAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  for (const key of CHOICES) chosen[key] = asked.get(key) ?? (key === "reading" ? "certain" : "");
  if (!say["reading_" + chosen.reading]) chosen.reading = "certain";
  chosen.gaps = asked.get("gaps") === "1";
  chosen.at = asked.get("at") ?? "";
  chosen.open = new Set((asked.get("open") ?? "").split("|").filter(Boolean));
  chosen.zoom = Math.min(4, Math.max(0.2, Number(asked.get("zoom")) || 1));
  chosen.theme = asked.get("theme") ?? "";
}

function writeAddress() {
  const kept = new URLSearchParams();
  for (const key of CHOICES) {
    if (chosen[key] && !(key === "reading" && chosen[key] === "certain")) kept.set(key, chosen[key]);
  }
  if (chosen.gaps) kept.set("gaps", "1");
  if (chosen.at) kept.set("at", chosen.at);
  if (chosen.open.size) kept.set("open", [...chosen.open].sort().join("|"));
  if (chosen.zoom !== 1) kept.set("zoom", chosen.zoom.toFixed(2));
  if (chosen.theme) kept.set("theme", chosen.theme);
  try {
    history.replaceState(null, "", "#" + kept.toString());
  } catch {
    // a page inside a notebook has no address of its own
  }
}

// ---------------------------------------------------------------- rows and cards

const rows = Object.entries(data.flows).map(([row, flow]) => ({ ...flow, index: Number(row) }));
const rowOf = new Map(rows.map((row) => [row.index, row]));
const cards = data.cards.map((card, number) => ({ ...card, number }));
const cardOf = new Map(cards.map((card) => [card.key, card]));
for (const row of rows) {
  row.cards = new Set();
  row.found = folded([row.id, row.source, row.recipient, row.items, row.subjects, ...Object.values(row.cells)].join(" "));
  row.findings = [];
}
for (const finding of data.findings) {
  for (const row of finding.rows) rowOf.get(row)?.findings.push(finding);
}
const steps = [];
for (let at = 0; at < data.steps.flat.length; at += 5) {
  const [start, end, item, row, bits] = data.steps.flat.slice(at, at + 5);
  const flow = rowOf.get(row);
  flow.cards.add(start).add(end);
  steps.push({ start, end, item, row, gap: bits & 1, abroad: bits & 2, implied: bits & 4 });
}
