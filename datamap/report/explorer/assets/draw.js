// Draws the sheet: ribbons below, cards above, and marks what the reader follows.

const pen = document.createElement("canvas").getContext("2d");
const FACE = '"Report","Rare","BIZ UDPGothic","Hiragino Sans","Yu Gothic UI",Meiryo,"Noto Sans JP","Noto Sans CJK JP",sans-serif';
const LABEL = `13px ${FACE}`;
const SMALL = `11px ${FACE}`;
const MANY_ARROWS = 8; // beyond, arrows back are drawn faintly until one is pointed at or followed
let drawn = null;
let trace = null;

const measured = { [LABEL]: new Map(), [SMALL]: new Map() };

// How long words are, letter by letter, each measured once.
function long(words, font) {
  let sum = 0;
  for (const letter of words) {
    if (!measured[font].has(letter)) {
      pen.font = font;
      measured[font].set(letter, pen.measureText(letter).width);
    }
    sum += measured[font].get(letter);
  }
  return sum;
}

const CLOSING = /^[)\]}）」』】、。，．・ー…]/u; // never begins a line

// Words broken to lines of a width; the last one is cut where there are too many.
function lines(words, font, room, most) {
  const found = [];
  let line = "";
  for (const part of words.match(/[\p{Script=Latin}\p{N}'’.,()/-]+\s?|\s|./gu) ?? []) {
    if (line && !CLOSING.test(part) && long(line + part, font) > room) {
      found.push(line.trim());
      line = "";
    }
    line += part;
  }
  if (line.trim()) found.push(line.trim());
  if (found.length <= most) return found;
  let last = found[most - 1];
  while (last && long(last + "…", font) > room) last = last.slice(0, -1);
  return [...found.slice(0, most - 1), last + "…"];
}

const wordsFound = new Map();

function wordsOf(node) {
  const asked = `${wide} ${node.key} ${node.label}`;
  if (!wordsFound.has(asked)) {
    const inner = wide - 26;
    const missing = node.missing ? fill(say.not_recorded, { what: node.missing }) : "";
    wordsFound.set(asked, {
      label: lines(node.label, LABEL, inner - badgesWide(node) - (node.group ? 8 : 0), 2),
      note: node.note ? lines(node.note, SMALL, inner, 1) : [],
      missing: missing ? lines(missing, SMALL, inner, 2) : [],
    });
  }
  return wordsFound.get(asked);
}

function linesOf(node) {
  const { label, note, missing } = wordsOf(node);
  return label.length + 0.9 * (note.length + missing.length);
}

function draw() {
  drawn = placed(plan());
  if (!drawn.nodes.length) return nothingDrawn();
  const [across, high] = [drawn.width + 2 * PAD, drawn.height + 2 * PAD];
  drawn.sheet = shape("svg", { viewBox: `${-PAD} 0 ${across} ${high}`, role: "group", "aria-label": say.map });
  scale(drawn.sheet, across);
  drawn.sheet.append(shape("defs", {}, shape("marker", { id: "tip", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto-start-reverse" }, shape("path", { d: "M0 0 8 4 0 8z", class: "tip" }))));
  drawn.columns.forEach((title, layer) => {
    const parts = lines(title, LABEL, (wide + gutter - 12) / 1.18, 2); // headings are larger and bold
    const spans = parts.map((part, at) => shape("tspan", { x: layer * (wide + gutter), y: 26 - 8 * (parts.length - 1) + 16 * at }, part));
    drawn.sheet.append(shape("text", { class: "heading" }, ...spans));
  });
  const under = shape("g", { "aria-hidden": "true" });
  for (const ribbon of drawn.ribbons) under.append(ribbonShape(ribbon));
  for (const arrow of drawn.back) under.append(arrowShape(arrow));
  const over = shape("g", {});
  for (const node of inOrder()) over.append(cardShape(node));
  drawn.sheet.append(under, over);
  mark();
  $("map").replaceChildren(drawn.sheet);
  return undefined;
}

function nothingDrawn() {
  drawn.sheet = shape("svg", { viewBox: "0 0 1 1" });
  mark();
  $("map").replaceChildren(make("p", { class: "empty" }, rows.length ? say.empty : say.no_flows));
}

// Shows what is followed on the sheet as it stands.
function mark() {
  trace = traced();
  drawn.sheet.setAttribute("class", ["sheet", trace && "tracing", drawn.back.length > MANY_ARROWS && "many"].filter(Boolean).join(" "));
  const touched = new Set([chosen.at]);
  for (const ribbon of [...drawn.ribbons, ...drawn.back]) {
    const on = passes(ribbon);
    ribbon.shape.classList.toggle("on", on);
    if (on) touched.add(ribbon.start).add(ribbon.end);
  }
  for (const node of drawn.nodes) {
    node.shape.classList.toggle("on", touched.has(node.key));
    node.shape.classList.toggle("chosen", chosen.at === node.key);
    if (!node.group) node.shape.setAttribute("aria-pressed", String(chosen.at === node.key));
  }
}

function scale(sheet, across) {
  const room = $("map").clientWidth || 1000;
  sheet.style.width = `${Math.round(chosen.zoom * Math.max(room, across * LEAST))}px`;
}

// The zoom at which the whole width is seen.
function wholeWidth() {
  const room = $("map").clientWidth || 1000;
  return Math.min(1, room / ((drawn.width + 2 * PAD) * LEAST));
}

function inOrder() {
  return [...drawn.nodes].sort((a, b) => a.layer - b.layer || a.y - b.y);
}

// Whether any item of a ribbon is among what is followed.
function passes(ribbon) {
  if (!trace) return false;
  for (const [row, mask] of ribbon.rows) {
    const followed = trace.rows.get(row);
    if (followed && (mask === null || mask.some((word, at) => word & followed[at]))) return true;
  }
  return false;
}

function changesOf(ribbon) {
  const found = new Set([...ribbon.rows.keys()].map((row) => rowOf.get(row).change));
  return found.size === 1 ? [...found][0] : "";
}

function ribbonShape(ribbon) {
  let path = "";
  ribbon.parts.forEach((part, at) => {
    const [x0, x1] = [part.from.x + wide, part.to.x];
    const half = (x0 + x1) / 2;
    path += `${at ? "L" : "M"}${x0} ${part.y0}C${half} ${part.y0} ${half} ${part.y1} ${x1} ${part.y1}`;
  });
  const kind = ["ribbon", ribbon.gap && "gap", ribbon.abroad && "abroad", ribbon.implied && "implied", changesOf(ribbon)];
  const group = shape("g", { class: kind.filter(Boolean).join(" ") });
  const band = shape("path", { d: path, class: "band", "stroke-width": ribbon.thick.toFixed(1), stroke: ribbon.gap ? null : ribbon.colour });
  if (kind.slice(1).some((one) => one && one !== "abroad")) group.append(band, shape("path", { d: path, class: "line" }));
  else group.append(band);
  return shownAs(ribbon, group);
}

// A card, ribbon or arrow and what is drawn for it know each other: one listener on the map serves all.
function shownAs(thing, made) {
  made.thing = thing;
  thing.shape = made;
  return made;
}

function titleOf(ribbon) {
  const name = (key) => drawn.byKey.get(key).label;
  const listed = [...ribbon.rows.keys()].map((row) => rowOf.get(row).id);
  const ids = listed.slice(0, 8).join(", ") + (listed.length > 8 ? " …" : "");
  return `${name(ribbon.start)} → ${name(ribbon.end)}\n${fill(say.flows, { count: listed.length })}: ${ids}`;
}

function arrowShape(arrow) {
  const [from, to] = [drawn.byKey.get(arrow.start), drawn.byKey.get(arrow.end)];
  const same = from.layer === to.layer;
  const [x0, y0] = same ? [from.x + wide, from.y + from.h * 0.5] : [from.x, from.y + from.h - 5];
  const [x1, y1] = same ? [to.x + wide, to.y + to.h * 0.5] : [to.x + wide, to.y + to.h - 5];
  const out = same ? 22 + Math.min(40, Math.abs(y1 - y0) / 12) : -40;
  const path = `M${x0} ${y0}C${x0 + out} ${y0} ${x1 + (same ? out : 40)} ${y1} ${x1 + 2} ${y1}`;
  const group = shape("g", { class: ["arrow", arrow.gap && "gap", changesOf(arrow)].filter(Boolean).join(" ") });
  group.append(shape("path", { d: path, class: "reach" }), shape("path", { d: path, class: "line", "marker-end": "url(#tip)" }));
  return shownAs(arrow, group);
}

function ribbonChosen(ribbon) {
  const ids = [...ribbon.rows.keys()].map((row) => rowOf.get(row).id);
  choose(ids.length === 1 ? "f:" + ids[0] : ribbon.end.startsWith("c:") ? ribbon.start : ribbon.end);
}
