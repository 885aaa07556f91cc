// Puts everything together and listens.

// Draws everything again.
function renew() {
  const held = focusHeld();
  draw();
  stop();
  tell(held);
}

// Shows what is followed on the sheet as it is drawn.
function retrace() {
  const held = focusHeld();
  mark();
  tell(held);
}

function tell(held) {
  writeAddress();
  wholeTable = false;
  showSaid();
  showPanel();
  showTable();
  held();
}

function choose(key) {
  const opened = chosen.open.size;
  chosen.at = chosen.at === key ? "" : key;
  if (key.startsWith("p:") || key.startsWith("i:")) unfoldFor(key);
  if (chosen.open.size === opened) retrace();
  else renew();
}

// Shows what the address asks for; what it has chosen must not stay hidden in a group.
function arrive() {
  readAddress();
  focused = chosen.at;
  showChoices();
  renew();
  const opened = chosen.open.size;
  unfoldFor(chosen.at);
  if (chosen.open.size !== opened) renew();
  const node = drawn.byKey.get(chosen.at);
  if (node) $("map").scrollTop = (node.y / drawn.height) * $("map").scrollHeight - $("map").clientHeight / 2;
}

// Opens the group in which a card is hidden.
function unfoldFor(key) {
  const card = cardOf.get(key);
  const home = card && drawn.homes.get(card.number);
  if (home && !drawn.byKey.has(key)) for (const group of chainOf(home)) chosen.open.add(group);
}

function options(id, entries, all) {
  const select = $(id);
  const made = [...(all ? [["", all]] : []), ...entries].map(([value, words]) => make("option", { value }, words));
  select.replaceChildren(...made);
  select.addEventListener("change", () => { chosen[id] = select.value; renew(); });
}

// Words of a list in the order of its tree, those below others indented.
function tree(list) {
  const found = Object.entries(data.labels[list]).map(([key, [label, above]]) => ({ key, label, path: [...above].reverse().filter((each) => each !== key).concat(key) }));
  const spelt = (entry) => entry.path.map((key) => data.labels[list][key]?.[0] ?? key).join("\u0000");
  found.sort((a, b) => spelt(a).localeCompare(spelt(b), data.lang));
  return found.map((entry) => [entry.key, "\u3000".repeat(entry.path.filter((key) => key !== entry.key && key in data.labels[list]).length) + entry.label]);
}

function cardOptions(look) {
  return cards.filter((card) => card.look === look).map((card) => [card.key, card.label]).sort((a, b) => a[1].localeCompare(b[1], data.lang));
}

function showChoices() {
  for (const key of CHOICES) $(key).value = chosen[key];
  $("gaps").checked = chosen.gaps;
  if (chosen.theme) document.documentElement.dataset.theme = chosen.theme;
  else delete document.documentElement.dataset.theme;
}

function listen() {
  for (const list of ["subject", "item", "purpose"]) options(list, tree(list + "s"), say.all);
  options("recipient", cardOptions("recipient"), say.all);
  options("country", cardOptions("country"), say.all);
  options("reading", ["certain", "possible", "worst_case"].map((key) => [key, say["reading_" + key]]), "");
  options("level", Object.keys(LEVELS).map((key) => [key, say["level_" + key]]), say.level_auto);
  options("change", CHANGES.map((key) => [key, say["change_" + key]]), say.all);
  $("change-label").hidden = !rows.some((row) => row.change);
  let waiting = 0;
  $("search").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { chosen.search = $("search").value; renew(); }, 150);
  });
  $("bar").addEventListener("submit", (event) => event.preventDefault());
  $("gaps").addEventListener("change", () => { chosen.gaps = $("gaps").checked; renew(); });
  $("clear").addEventListener("click", () => {
    for (const key of CHOICES) chosen[key] = key === "reading" ? "certain" : "";
    Object.assign(chosen, { gaps: false, at: "", open: new Set(), zoom: 1 });
    showChoices();
    renew();
  });
  for (const [id, factor] of [["in", 1.25], ["out", 0.8], ["fit", 0]]) {
    $(id).addEventListener("click", () => zoom(factor ? chosen.zoom * factor : wholeWidth()));
  }
  $("theme").addEventListener("click", () => {
    const dark = chosen.theme ? chosen.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    chosen.theme = dark ? "light" : "dark";
    showChoices();
    writeAddress();
  });
  document.addEventListener("keydown", pressed);
  listenToHands();
  $("map").addEventListener("click", (event) => {
    const thing = thingAt(event);
    if (thing) (thing.start ? ribbonChosen : cardChosen)(thing);
  });
  $("map").addEventListener("pointerover", (event) => {
    const thing = thingAt(event);
    if (thing && !thing.shape.querySelector("title")) thing.shape.append(shape("title", {}, thing.start ? titleOf(thing) : spoken(thing)));
  });
  $("map").addEventListener("focusin", (event) => { focused = event.target.dataset?.key ?? focused; });
  addEventListener("hashchange", arrive);
  let [wide, turning] = [innerWidth, 0];
  addEventListener("resize", () => {
    if (innerWidth === wide) return;
    wide = innerWidth;
    clearTimeout(turning);
    turning = setTimeout(renew, 200);
  });
}

// The card, ribbon or arrow that an event is about.
function thingAt(event) {
  return event.target.closest(".card, .ribbon, .arrow")?.thing;
}

$("foot").textContent = fill(say.foot, { version: data.version, day: data.as_of, sha256: data.sha256.slice(0, 16) });
listen();

// Words are measured by the faces inside the page, so these must be there first.
Promise.allSettled([...document.fonts].map((face) => face.load())).then(() => {
  showLegend();
  arrive();
});
