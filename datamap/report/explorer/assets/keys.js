// The map by keyboard: one stop of the tab key, arrows between cards, Enter to follow, Escape to leave.

let focused = "";

function cardShapes() {
  return [...document.querySelectorAll("#map .card")];
}

function stop() {
  const all = cardShapes();
  const at = all.find((card) => card.dataset.key === focused) ?? all.find((card) => card.dataset.key === chosen.at) ?? all[0];
  if (at) at.setAttribute("tabindex", "0");
  return at;
}

// What gives the focus back to where it was, once the page has been drawn again.
function focusHeld() {
  const active = document.activeElement;
  const card = active?.closest?.(".card")?.dataset.key;
  const inside = $("panel").contains(active) || $("table").contains(active);
  return () => {
    if (card !== undefined && document.activeElement?.dataset?.key !== card) moveTo(drawn.byKey.has(card) ? card : drawn.nodes[0]?.key);
    else if (inside && !active.isConnected) (chosen.at ? $("panel") : stop() ?? $("map")).focus();
  };
}

function moveTo(key) {
  const card = cardShapes().find((each) => each.dataset.key === key);
  if (!card) return;
  for (const each of cardShapes()) each.setAttribute("tabindex", "-1");
  card.setAttribute("tabindex", "0");
  focused = key;
  card.focus();
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function neighbour(node, key) {
  const column = (layer) => inOrder().filter((each) => each.layer === layer);
  if (key === "ArrowUp" || key === "ArrowDown") {
    const own = column(node.layer);
    return own[own.indexOf(node) + (key === "ArrowDown" ? 1 : -1)];
  }
  const other = column(node.layer + (key === "ArrowRight" ? 1 : -1));
  const middle = node.y + node.h / 2;
  return other.sort((a, b) => Math.abs(a.y + a.h / 2 - middle) - Math.abs(b.y + b.h / 2 - middle))[0];
}

function pressed(event) {
  const card = event.target.closest?.(".card");
  if (event.key === "Escape" && chosen.at) return choose("");
  if (!card || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const node = drawn.byKey.get(card.dataset.key);
  if (event.key.startsWith("Arrow")) {
    event.preventDefault();
    const next = neighbour(node, event.key);
    return next && moveTo(next.key);
  }
  if (event.key === "Home" || event.key === "End") {
    event.preventDefault();
    const own = inOrder().filter((each) => each.layer === node.layer);
    return moveTo(own.at(event.key === "Home" ? 0 : -1).key);
  }
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    focused = node.key;
    cardChosen(node);
    moveTo(drawn.byKey.has(node.key) ? node.key : inOrder().find((each) => node.members?.some((member) => member.key === each.key))?.key);
  }
  return undefined;
}
