// Going through the pairs of a matching by single keys. Each key presses a button or follows a link that stands on the page, so
// without script, or with the keys switched off in [data-keys], everything is there all the same.
// [data-pairs] holds the pairs; in each, [data-stop] gets the focus, and [data-key-l], [data-key-s] … is what the key does.
const keys = document.querySelector("[data-keys]");

// What a browser remembers; nothing where it may not.
const memory = (name) => {
  try {
    return window[name];
  } catch {
    return null;
  }
};

if (keys) {
  const on = keys.querySelector("[data-keys-on]");
  const kept = memory("localStorage");
  const passing = memory("sessionStorage");
  on.checked = kept?.getItem("single-keys") !== "off";
  on.addEventListener("change", () => kept?.setItem("single-keys", on.checked ? "on" : "off"));

  const stops = () => [...document.querySelectorAll("[data-pairs] [data-stop]")];
  const pairOf = (stop) => stop.closest("[data-pairs] > *");
  const here = () => stops().findIndex((stop) => pairOf(stop).contains(document.activeElement));

  const stand = (stop) => {
    stop?.focus({ preventScroll: true });
    if (stop) pairOf(stop).scrollIntoView({ block: "nearest" });
  };

  const move = (step) => {
    const all = stops();
    const at = here();
    const next = at === -1 ? (step > 0 ? 0 : all.length - 1) : at + step;
    if (all[next]) stand(all[next]);
    else document.querySelector(step > 0 ? ".pager a[rel=next]" : ".pager a[rel=prev]")?.focus();
    return true;
  };

  // Presses what the key stands for, in the pair that has the focus. The page that follows goes on from there.
  const press = (key) => {
    const at = here();
    const target = at === -1 ? null : pairOf(stops()[at]).querySelector(`[data-key-${key}]`);
    passing?.setItem("pair", String(at));
    target?.click();
    return target !== null;
  };

  const find = (selector) => {
    const found = document.querySelector(selector);
    if (found?.matches("input, [data-keys]")) found.focus();
    else found?.click();
    return found !== null;
  };

  const does = {
    j: () => move(1),
    k: () => move(-1),
    l: () => press("l"),
    s: () => press("s"),
    m: () => press("m"),
    x: () => press("x"),
    u: () => find("[data-undo], .toast form[action*='/undo'] button"),
    r: () => find("[data-run]"),
    "/": () => find("[data-find]"),
    "?": () => find("[data-keys]"),
  };

  document.addEventListener("keydown", (event) => {
    if (!on.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat && event.key.length === 1 && !"jk".includes(event.key)) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea, dialog")) return;
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const among = here() !== -1 && !event.target.closest("details[open]");
    if (arrow ? among && move(arrow) : does[event.key.toLowerCase()]?.()) event.preventDefault();
  });

  // After something was done by key: the address leads to the same pair; where it is there no more, on to the one in its place.
  const was = passing?.getItem("pair");
  passing?.removeItem("pair");
  if (was && !document.getElementById(location.hash.slice(1))) stand(stops()[Math.min(Number(was), stops().length - 1)]);
}
