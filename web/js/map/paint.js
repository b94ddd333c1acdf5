// Painting everybody, and names where one is near enough.
const canvas = "mapPaint" in frame.dataset ? document.createElement("canvas") : null;
let waiting = 0;
let turn = 0;
let painted = null;

function repaint() {
  if (!canvas) return;
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(paint);
}

async function paint() {
  const mine = ++turn;
  const svg = shown();
  if (painted && painted !== svg) { // the window became another's; its discs are shown until its people are here
    canvas.remove();
    delete frame.dataset.drawn;
  }
  const all = await everybody(kind(svg));
  if (!all || mine !== turn) return; // the discs stay, or somebody else paints
  const [box, around] = [svg.getBoundingClientRect(), frame.getBoundingClientRect()];
  const sharp = window.devicePixelRatio || 1;
  canvas.width = Math.round(box.width * sharp);
  canvas.height = Math.round(box.height * sharp);
  Object.assign(canvas.style, { left: `${box.left - around.left}px`, top: `${box.top - around.top}px`, width: `${box.width}px`, height: `${box.height}px` });
  const { x, y, width, height } = seen(svg);
  const scale = (box.width / width) * sharp;
  const ink = canvas.getContext("2d");
  const at = (n) => [(all.x[n] / 10 - x) * scale, (all.y[n] / 10 - y) * scale];
  paintGrounds(ink, svg, x, y, scale);
  const inView = [];
  for (let n = 0; n < all.x.length; n++) {
    const [px, py] = [all.x[n] / 10, all.y[n] / 10];
    if (px > x - 20 && px < x + width + 20 && py > y - 20 && py < y + height + 20) inView.push(n);
  }
  // The legend has the colours, in either theme.
  const looks = ["m-person", "m-person--perhaps", "m-person--reached", "m-person--pick", "m-person--part", "m-person--joined"];
  looks.forEach((name, mark) => {
    const sample = [...document.querySelectorAll(`.legend .${name}`)].findLast((e) => mark > 0 || e.classList.length === 1);
    const style = getComputedStyle(sample);
    const small = all.dots[0] * scale < 3 * sharp; // then a ring is not seen, and who is reached is a dot of its colour
    ink.beginPath();
    for (const n of inView) {
      if (markOf(all, n) !== mark) continue;
      const [px, py] = at(n);
      const radius = Math.max(all.dots[leads(all, n) ? 1 : 0] * scale, (mark > 0 ? 1.2 : 0.7) * sharp);
      ink.moveTo(px + radius, py);
      ink.arc(px, py, radius, 0, 2 * Math.PI);
    }
    ink.fillStyle = small && mark > 0 ? style.stroke : style.fill;
    ink.fill();
    ink.strokeStyle = style.stroke;
    ink.lineWidth = Math.min(parseFloat(style.strokeWidth) * sharp, Math.max(all.dots[0] * scale * 0.4, 0.4 * sharp));
    ink.stroke();
  });
  if (zoomOf(svg) >= NAMED_FROM) paintNames(ink, svg, all, inView, at, sharp);
  if (!canvas.isConnected) frame.prepend(canvas);
  painted = svg;
  frame.dataset.drawn = inView.length;
}

function paintGrounds(ink, svg, x, y, scale) {
  ink.fillStyle = getComputedStyle(svg).color; // what the drawing's own grounds are filled with
  for (const circle of svg.querySelectorAll(".m-ground")) {
    ink.beginPath();
    ink.arc((circle.cx.baseVal.value - x) * scale, (circle.cy.baseVal.value - y) * scale, circle.r.baseVal.value * scale, 0, 2 * Math.PI);
    ink.fill();
  }
}

// Names where there is room, leaders' first. Whoever has a name in the drawing is not named twice.
function paintNames(ink, svg, all, inView, at, sharp) {
  const has = new Set([...svg.querySelectorAll(".m-name")].map((e) => e.textContent));
  const style = getComputedStyle(frame);
  ink.font = `${12 * sharp}px ${style.fontFamily}`;
  ink.textBaseline = "middle";
  ink.fillStyle = style.color;
  ink.strokeStyle = getComputedStyle(document.body).backgroundColor; // so that a name is read over dots
  ink.lineWidth = 3 * sharp;
  ink.lineJoin = "round";
  const taken = [];
  const order = inView.toSorted((a, b) => leads(all, b) - leads(all, a)).slice(0, 600);
  for (const n of order) {
    if (has.has(all.names[n])) continue;
    const [px, py] = at(n);
    const box = [px + 8 * sharp, px + 12 * sharp + ink.measureText(all.names[n]).width, py - 8 * sharp, py + 8 * sharp];
    if (taken.some((t) => t[0] < box[1] && box[0] < t[1] && t[2] < box[3] && box[2] < t[3])) continue;
    taken.push(box);
    ink.strokeText(all.names[n], box[0] + 2 * sharp, py);
    ink.fillText(all.names[n], box[0] + 2 * sharp, py);
  }
}

if (canvas) {
  canvas.className = "map-paint";
  canvas.setAttribute("aria-hidden", "true");
  new ResizeObserver(repaint).observe(frame);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
}
