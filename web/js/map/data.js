// The map: nearer and wider, moving about, names under the pointer, and finding people as one types. Where people are many it paints
// everybody on a canvas behind the drawing, whose circles, ripples, ties and words stay. Without script the links beside the map
// do the same on the server. [data-map] says where everybody is to be had as data, [data-map-paint] that they are to be painted.
const frame = document.querySelector("[data-map]");
const field = document.querySelector("[data-map-find]");
const page = frame.dataset.mapPage;
const STEPS = [1, 1.5, 2, 3, 4, 6, 8, 12, 16];
const NEAR = 14; // CSS pixels within which a dot is meant
const NAMED_FROM = 6; // how near one must be for names on the canvas
const drawings = [...frame.querySelectorAll("svg.map")];

// The drawing that is shown, for a desk or a phone, and what is seen of it.
const shown = () => drawings.find((svg) => svg.checkVisibility()) ?? drawings[0];
const kind = (svg) => (svg.classList.contains("only-narrow") ? "narrow" : "wide");
const whole = (svg) => ({ width: Number(svg.dataset.width), height: Number(svg.dataset.height) });
const zoomOf = (svg) => Number(svg.dataset.zoom);
const seen = (svg) => svg.viewBox.baseVal;

const status = document.createElement("p");
status.className = "visually-hidden";
status.setAttribute("role", "status");
frame.after(status);

const asked = new Map();

function everybody(shape) {
  if (!asked.has(shape)) asked.set(shape, fetch(`${frame.dataset.map}?shape=${shape}`).then((r) => (r.ok ? r.json() : Promise.reject(r))));
  return asked.get(shape).catch(() => {
    asked.delete(shape); // the next try may succeed
    return null;
  });
}

const idOf = (all, n) => {
  const length = all.ids.length / all.names.length;
  return all.prefix + all.ids.slice(n * length, (n + 1) * length);
};
const markOf = (all, n) => (all.marks.charCodeAt(n) - 97) % 6;
const leads = (all, n) => all.marks.charCodeAt(n) - 97 > 5;

function pick(id) {
  const zoom = zoomOf(shown());
  location.assign(`${page}?who=${id}${zoom > 1 ? `&zoom=${zoom}` : ""}#picture`);
}
