// The map by hand: drag the ground to move it, turn the wheel with Ctrl to come nearer or go back.

const DRAG = 4; // pixels of moving before it is no longer a click

function zoom(wanted, x = $("map").clientWidth / 2, y = $("map").clientHeight / 2) {
  const map = $("map");
  const before = chosen.zoom;
  chosen.zoom = Math.min(4, Math.max(0.2, wanted));
  const grown = chosen.zoom / before;
  const [left, top] = [map.scrollLeft, map.scrollTop];
  scale(drawn.sheet, drawn.sheet.viewBox.baseVal.width);
  map.scrollLeft = (left + x) * grown - x;
  map.scrollTop = (top + y) * grown - y;
  writeAddress();
}

// Turns of the wheel between two frames are taken together.
let turned = 1;

function wheel(event) {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  const frame = $("map").getBoundingClientRect();
  if (turned === 1) {
    requestAnimationFrame(() => {
      const factor = turned;
      turned = 1;
      zoom(chosen.zoom * factor, event.clientX - frame.left, event.clientY - frame.top);
    });
  }
  turned *= Math.exp(-event.deltaY / 400);
}

let held = null;

function grasp(event) {
  if (event.button !== 0 || event.pointerType === "touch") return;
  held = { x: event.clientX, y: event.clientY, left: $("map").scrollLeft, top: $("map").scrollTop, moved: false };
}

function pull(event) {
  if (!held) return;
  const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
  if (!held.moved && Math.hypot(dx, dy) < DRAG) return;
  if (!held.moved) $("map").setPointerCapture(event.pointerId);
  held.moved = true;
  $("map").classList.add("held");
  $("map").scrollTo(held.left - dx, held.top - dy);
}

// A drag that ends on a card does not choose it: the click that follows is swallowed.
function release() {
  if (held?.moved) {
    addEventListener("click", (event) => event.stopPropagation(), { capture: true, once: true });
    setTimeout(() => $("map").classList.remove("held"));
  }
  held = null;
}

function listenToHands() {
  $("map").addEventListener("wheel", wheel, { passive: false });
  $("map").addEventListener("pointerdown", grasp);
  $("map").addEventListener("pointermove", pull);
  for (const end of ["pointerup", "pointercancel"]) $("map").addEventListener(end, release);
}
