// Draws the sheet: ribbons below, cards above, and marks what the reader follows.

const pen = document.createElement("canvas").getContext("2d");
const FACE = '"BIZ UDPGothic","Hiragino Sans","Yu Gothic UI",Meiryo,"Noto Sans JP","Noto Sans CJK JP",sans-serif';
const LABEL = `13px ${FACE}`;
const SMALL = `11px ${FACE}`;
const INNER = CARD - 26;
let drawn = null;
let trace = null;

function long(words, font) {
  pen.font = font;
  return pen.measureText(words).width;
}

// Words broken to lines of a width; the last one is cut where there are too many.
function lines(words, font, room, most) {
  const found = [];
  let line = "";
  for (const part of words.match(/[\p{Script=Latin}\p{N}'’.,()/-]+\s?|\s|./gu) ?? []) {
    if (line && long(line + part, font) > room) {
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

function wordsOf(node) {
  if (!node.words) {
    const marks = node.marks.length ? ` [${node.marks.join("・")}]` : "";
    const missing = node.missing ? fill(say.not_recorded, { what: node.missing }) : "";
    node.words = {
      label: lines(node.label + marks, LABEL, INNER, 2),
      note: node.note ? lines(node.note, SMALL, INNER, 1) : [],
      missing: missing ? lines(missing, SMALL, INNER, 2) : [],
    };
  }
  return node.words;
}

function linesOf(node) {
  const { label, note, missing } = wordsOf(node);
  return label.length + 0.9 * (note.length + missing.length);
}

function draw() {
  drawn = placed(plan());
  trace = traced();
  const map = $("map");
  const pad = 14;
  const [wide, high] = [drawn.width + 2 * pad, drawn.height + 2 * pad];
  const sheet = shape("svg", {
    viewBox: `${-pad} 0 ${wide} ${high}`, role: "group", "aria-label": say.map,
    class: trace ? "sheet tracing" : "sheet",
  });
  scale(sheet, wide);
  sheet.append(shape("defs", {}, shape("marker", { id: "tip", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto-start-reverse" }, shape("path", { d: "M0 0 8 4 0 8z", class: "tip" }))));
  drawn.columns.forEach((title, layer) => {
    sheet.append(shape("text", { x: layer * (CARD + gutter(drawn.columns.length - 1)), y: 26, class: "heading" }, title));
  });
  const under = shape("g", { "aria-hidden": "true" });
  for (const ribbon of drawn.ribbons) under.append(ribbonShape(ribbon));
  for (const arrow of drawn.back) under.append(arrowShape(arrow));
  sheet.append(under);
  const over = shape("g", {});
  for (const node of inOrder()) over.append(cardShape(node));
  sheet.append(over);
  map.replaceChildren(drawn.nodes.length ? sheet : make("p", { class: "empty" }, say.empty));
}

function scale(sheet, wide) {
  const room = $("map").clientWidth || 1000;
  sheet.style.width = `${Math.max(320, Math.round(chosen.zoom * Math.max(room, wide * 0.55)))}px`;
}

function inOrder() {
  return [...drawn.nodes].sort((a, b) => a.layer - b.layer || a.y - b.y);
}

// Which items of a ribbon's rows pass in what is followed.
function passes(ribbon) {
  if (!trace) return false;
  for (const [row, items] of ribbon.rows) {
    const mask = trace.rows.get(row);
    if (!mask) continue;
    for (const key of items) {
      if (key.startsWith("*")) return true;
      if (below("items", key).some((own) => itemNumber.has(own) && has(mask, itemNumber.get(own)))) return true;
    }
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
    const [x0, x1] = [part.from.x + CARD, part.to.x];
    const half = (x0 + x1) / 2;
    path += `${at ? "L" : "M"}${x0} ${part.y0}C${half} ${part.y0} ${half} ${part.y1} ${x1} ${part.y1}`;
  });
  ribbon.on = passes(ribbon);
  const kind = ["ribbon", ribbon.gap && "gap", ribbon.abroad && "abroad", ribbon.implied && "implied", ribbon.on && "on", changesOf(ribbon)];
  const group = shape("g", { class: kind.filter(Boolean).join(" ") });
  const band = shape("path", { d: path, class: "band", "stroke-width": ribbon.thick.toFixed(1), stroke: ribbon.gap ? null : ribbon.colour });
  group.append(band, shape("path", { d: path, class: "line" }), shape("title", {}, titleOf(ribbon)));
  group.addEventListener("click", () => ribbonChosen(ribbon));
  return group;
}

function titleOf(ribbon) {
  const name = (key) => drawn.byKey.get(key).label;
  const listed = [...ribbon.rows.keys()].map((row) => rowOf.get(row).id);
  const ids = listed.slice(0, 8).join(", ") + (listed.length > 8 ? " …" : "");
  return `${name(ribbon.start)} → ${name(ribbon.end)}\n${fill(say.flows, { count: listed.length })}: ${ids}`;
}

function arrowShape(arrow) {
  const [from, to] = [drawn.byKey.get(arrow.start), drawn.byKey.get(arrow.end)];
  arrow.on = passes(arrow);
  const same = from.layer === to.layer;
  const [x0, y0] = same ? [from.x + CARD, from.y + from.h * 0.5] : [from.x, from.y + from.h - 5];
  const [x1, y1] = same ? [to.x + CARD, to.y + to.h * 0.5] : [to.x + CARD, to.y + to.h - 5];
  const out = same ? 22 + Math.min(40, Math.abs(y1 - y0) / 12) : -40;
  const path = `M${x0} ${y0}C${x0 + out} ${y0} ${x1 + (same ? out : 40)} ${y1} ${x1 + 2} ${y1}`;
  const group = shape("g", { class: ["arrow", arrow.gap && "gap", arrow.on && "on", changesOf(arrow)].filter(Boolean).join(" ") });
  group.append(shape("path", { d: path, class: "reach" }), shape("path", { d: path, class: "line", "marker-end": "url(#tip)" }), shape("title", {}, titleOf(arrow)));
  group.addEventListener("click", () => ribbonChosen(arrow));
  return group;
}

function ribbonChosen(ribbon) {
  const ids = [...ribbon.rows.keys()].map((row) => rowOf.get(row).id);
  choose(ids.length === 1 ? "f:" + ids[0] : ribbon.end.startsWith("c:") ? ribbon.start : ribbon.end);
}

// Whether a card takes part in what is followed.
function touched(node) {
  if (!trace) return false;
  if (chosen.at === node.key) return true;
  return drawn.ribbons.some((r) => r.on && (r.start === node.key || r.end === node.key)) || drawn.back.some((r) => r.on && (r.start === node.key || r.end === node.key));
}

function spoken(node) {
  const parts = [node.label, drawn.columns[node.layer], node.note, node.missing && fill(say.not_recorded, { what: node.missing }), ...node.marks];
  if (node.group) parts.push(say.opens);
  return parts.filter(Boolean).join(", ");
}

function cardShape(node) {
  const kind = ["card", node.look, node.missing && "lacking", (node.open || node.unnamed) && "open", node.group && "group", touched(node) && "on", chosen.at === node.key && "chosen"];
  const card = shape("g", {
    class: kind.filter(Boolean).join(" "), transform: `translate(${node.x} ${node.y.toFixed(1)})`, role: "button",
    tabindex: "-1", "aria-pressed": String(chosen.at === node.key), "aria-label": spoken(node), "data-key": node.key,
  });
  card.append(shape("rect", { width: CARD, height: node.h.toFixed(1), rx: 5, class: "frame" }));
  const colour = node.look === "item" ? data.steps.items.find((item) => item.category === node.category)?.colour : null;
  if (colour) card.append(shape("rect", { x: 5, y: 5, width: 5, height: (node.h - 10).toFixed(1), rx: 2, fill: colour }));
  const { label, note, missing } = wordsOf(node);
  let y = node.h / 2 - (linesOf(node) * 15) / 2 + 11;
  for (const [words, style, step] of [...label.map((l) => [l, "label", 15]), ...note.map((l) => [l, "note", 13.5]), ...missing.map((l) => [l, "missing", 13.5])]) {
    card.append(shape("text", { x: colour ? 16 : 10, y: y.toFixed(1), class: style }, words));
    y += step;
  }
  if (node.group) card.append(shape("text", { x: CARD - 15, y: 16, class: "plus", "aria-hidden": "true" }, "＋"));
  card.append(shape("title", {}, spoken(node)));
  card.addEventListener("click", () => cardChosen(node));
  return card;
}

function cardChosen(node) {
  if (node.group && !chosen.open.has(node.key)) {
    chosen.open.add(node.key);
    return renew();
  }
  return choose(node.key);
}
