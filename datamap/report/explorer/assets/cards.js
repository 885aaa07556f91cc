// The cards of the sheet: a frame, words, signs for items that call for care.

const colourOf = new Map(data.steps.items.map((item) => [item.category, item.colour]));
const FULL = new Set(["sensitive"]); // the one sign on dark ground

function badgeWide(badge) {
  return Math.max(17, long(badge.sign, SMALL) + 8);
}

function badgesWide(node) {
  return node.marks.reduce((sum, badge) => sum + badgeWide(badge) + 3, 0);
}

function badgeShape(badge, x, y) {
  const wide = badgeWide(badge);
  return shape("g", { class: FULL.has(badge.key) ? "badge full" : "badge", "aria-hidden": "true" },
    shape("rect", { x, y, width: wide.toFixed(1), height: 15, rx: 3 }),
    shape("text", { x: (x + wide / 2).toFixed(1), y: y + 11.5, "text-anchor": "middle" }, badge.sign));
}

function spoken(node) {
  const missing = node.missing && fill(say.not_recorded, { what: node.missing });
  const parts = [node.label, drawn.columns[node.layer], node.note, missing, ...node.marks.map((badge) => badge.label)];
  if (node.group) parts.push(say.opens);
  return parts.filter(Boolean).join(say.joiner);
}

function cardShape(node) {
  const kind = ["card", node.look, node.missing && "lacking", (node.open || node.unnamed) && "open", node.group && "group"];
  const card = shape("g", {
    class: kind.filter(Boolean).join(" "), transform: `translate(${node.x.toFixed(1)} ${node.y.toFixed(1)})`, role: "button",
    tabindex: "-1", "aria-label": spoken(node), "data-key": node.key, "aria-expanded": node.group ? "false" : null,
  });
  card.append(shape("rect", { width: wide, height: node.h.toFixed(1), rx: 5, class: "frame" }));
  const colour = node.look === "item" ? colourOf.get(node.category) : null;
  if (colour) card.append(shape("rect", { x: 5, y: 5, width: 5, height: (node.h - 10).toFixed(1), rx: 2, fill: colour }));
  card.append(...wordShapes(node, node.look === "item" ? 16 : 10));
  let x = wide - 6 - badgesWide(node) + 3;
  for (const badge of node.marks) {
    card.append(badgeShape(badge, x, node.h / 2 - 7.5));
    x += badgeWide(badge) + 3;
  }
  if (node.group) card.append(shape("text", { x: wide - 15, y: 16, class: "plus", "aria-hidden": "true" }, "＋"));
  return shownAs(node, card);
}

function wordShapes(node, x) {
  const { label, note, missing } = wordsOf(node);
  let y = node.h / 2 - (linesOf(node) * 15) / 2 + 11;
  const all = [...label.map((l) => [l, "label", 15]), ...note.map((l) => [l, "note", 13.5]), ...missing.map((l) => [l, "missing", 13.5])];
  return all.map(([words, style, step]) => {
    const made = shape("text", { x, y: y.toFixed(1), class: style }, words);
    y += step;
    return made;
  });
}

function cardChosen(node) {
  if (node.group) {
    chosen.open.add(node.key);
    return renew();
  }
  return choose(node.key);
}
