// Nearer, wider, elsewhere: by the links beside the map, by keys when the map has the focus, and by the pointer.
function look(svg, x, y, zoom) {
  const { width, height } = whole(svg);
  const [w, h] = [width / zoom, height / zoom];
  const within = (middle, part, all) => Math.min(Math.max(middle - part / 2, 0), all - part);
  svg.setAttribute("viewBox", `${within(x, w, width)} ${within(y, h, height)} ${w} ${h}`);
  svg.dataset.zoom = zoom;
  frame.classList.toggle("is-near", zoom > 1);
  for (const text of svg.querySelectorAll("[data-from]")) text.classList.toggle("m-later", Number(text.dataset.from) > zoom);
  repaint();
}

const middle = (svg) => ({ x: seen(svg).x + seen(svg).width / 2, y: seen(svg).y + seen(svg).height / 2 });

function zoom(by, at = middle(shown())) {
  const svg = shown();
  const now = zoomOf(svg);
  const next = by === 0 ? 1 : by > 0 ? STEPS.find((s) => s > now) : STEPS.findLast((s) => s < now);
  if (next === undefined) return;
  const { x, y } = middle(svg);
  // What is under the pointer stays there.
  look(svg, at.x + ((x - at.x) * now) / next, at.y + ((y - at.y) * now) / next, next);
  status.textContent = next === 1 ? "The whole map" : `${next} times as near`;
}

function move(right, down) {
  const svg = shown();
  const { x, y } = middle(svg);
  look(svg, x + right * seen(svg).width, y + down * seen(svg).height, zoomOf(svg));
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-map-zoom]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  zoom({ "+": 1, "-": -1, 0: 0 }[link.dataset.mapZoom]);
});

const find = () => {
  field.focus();
  field.select();
};

frame.tabIndex = 0;
frame.setAttribute("role", "group");
frame.setAttribute("aria-label", "Map");
frame.setAttribute("aria-describedby", "map-keys");
frame.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const arrow = { ArrowLeft: [-0.2, 0], ArrowRight: [0.2, 0], ArrowUp: [0, -0.2], ArrowDown: [0, 0.2] }[event.key];
  if (arrow && zoomOf(shown()) > 1) move(...arrow);
  else if (event.key === "+" || event.key === "=") zoom(1);
  else if (event.key === "-" || event.key === "_") zoom(-1);
  else if (event.key === "0") zoom(0);
  else if (event.key === "/") find();
  else return; // the page scrolls, as it does elsewhere
  event.preventDefault();
});

const place = (event) => {
  const svg = shown();
  const box = svg.getBoundingClientRect();
  const { x, y, width } = seen(svg);
  const unit = width / box.width; // units a pixel
  return { x: x + (event.clientX - box.left) * unit, y: y + (event.clientY - box.top) * unit, unit };
};

function nearest(all, { x, y, unit }) {
  let [best, least] = [-1, (NEAR * unit * 10) ** 2];
  for (let n = 0; n < all.x.length; n++) {
    const apart = (all.x[n] - x * 10) ** 2 + (all.y[n] - y * 10) ** 2;
    if (apart < least) [best, least] = [n, apart];
  }
  return best;
}

const tip = document.createElement("p");
tip.className = "map-tip";
tip.hidden = true;
tip.setAttribute("aria-hidden", "true");
frame.append(tip);

let drag = null;

frame.addEventListener("pointerdown", (event) => {
  if (event.button === 0) drag = { from: [event.clientX, event.clientY], moved: false };
});

frame.addEventListener("pointermove", async (event) => {
  const svg = shown();
  if (drag && zoomOf(svg) > 1 && event.buttons === 1) {
    const unit = seen(svg).width / svg.getBoundingClientRect().width;
    const [x, y] = [event.clientX - drag.from[0], event.clientY - drag.from[1]];
    if (!drag.moved && Math.hypot(x, y) < 4) return;
    if (!drag.moved) frame.setPointerCapture(event.pointerId);
    const at = middle(svg);
    look(svg, at.x - x * unit, at.y - y * unit, zoomOf(svg));
    drag = { ...drag, from: [event.clientX, event.clientY], moved: true };
    tip.hidden = true;
    return;
  }
  if (event.pointerType !== "mouse") return;
  const all = await everybody(kind(svg));
  const n = all ? nearest(all, place(event)) : -1;
  tip.hidden = n === -1;
  frame.classList.toggle("is-on-somebody", n !== -1);
  if (n === -1) return;
  tip.textContent = `${all.names[n]}, ${all.places[all.of[n]]}`.replace(/, $/, "");
  const box = frame.getBoundingClientRect();
  const left = Math.min(Math.max(event.clientX - box.left - tip.offsetWidth / 2, 0), box.width - tip.offsetWidth);
  tip.style.translate = `${left}px ${event.clientY - box.top - tip.offsetHeight - 14}px`;
});

frame.addEventListener("pointerleave", () => (tip.hidden = true));

frame.addEventListener("click", async (event) => {
  const dragged = drag?.moved;
  drag = null;
  if (dragged) return;
  const at = place(event);
  const all = await everybody(kind(shown()));
  const n = all ? nearest(all, at) : -1;
  if (n !== -1) pick(idOf(all, n));
});

// A pinch on a pad, or the wheel with Ctrl. The wheel alone scrolls the page.
frame.addEventListener("wheel", (event) => {
  if (!event.ctrlKey) return;
  event.preventDefault();
  if (Math.abs(event.deltaY) > 2) zoom(event.deltaY < 0 ? 1 : -1, place(event));
}, { passive: false });

frame.classList.toggle("is-near", zoomOf(shown()) > 1);
