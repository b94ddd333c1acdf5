// Finding somebody: those who fit are listed as one types, by any part of their names, with or without accents.
const LONE = { ø: "o", ł: "l", đ: "d", ð: "d", ı: "i" }; // letters that no decomposition takes apart
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[øłđðı]/g, (c) => LONE[c]).replace(/\s+/g, " ").trim();

const options = document.createElement("ul");
options.id = "map-found";
options.className = "finder__options";
options.hidden = true;
options.setAttribute("role", "listbox");
options.setAttribute("aria-label", "Who fits");
field.after(options);
for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": options.id, "aria-autocomplete": "list" })) field.setAttribute(name, value);

let folded = null;
let active = -1;

function show(open) {
  options.hidden = !open;
  field.setAttribute("aria-expanded", String(open));
  activate(-1);
}

function activate(n) {
  active = n;
  [...options.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === n)));
  const option = options.children[n];
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

field.addEventListener("input", async () => {
  const all = await everybody(kind(shown()));
  if (!all) return; // the button finds them, too
  folded ??= all.names.map(fold);
  const parts = fold(field.value).split(" ").filter(Boolean);
  const found = [];
  if (parts.length > 0) {
    folded.forEach((name, n) => {
      if (parts.every((part) => name.includes(part))) found.push(n);
    });
  }
  const rank = (n) => (folded[n].startsWith(parts[0]) ? 0 : 2) + (leads(all, n) ? 0 : 1);
  found.sort((a, b) => rank(a) - rank(b) || a - b);
  options.replaceChildren(...found.slice(0, 8).map((n, i) => {
    const option = document.createElement("li");
    option.id = `map-found-${i}`;
    option.setAttribute("role", "option");
    option.dataset.person = idOf(all, n);
    const where = document.createElement("small");
    where.textContent = all.places[all.of[n]];
    option.append(all.names[n], " ", where);
    return option;
  }));
  show(found.length > 0);
  status.textContent = parts.length > 0 ? `${found.length} found` : "";
});

field.addEventListener("keydown", (event) => {
  if (options.hidden || event.isComposing) return;
  const last = options.children.length - 1;
  if (event.key === "ArrowDown") activate(active === last ? 0 : active + 1);
  else if (event.key === "ArrowUp") activate(active <= 0 ? last : active - 1);
  else if (event.key === "Escape") show(false);
  else if (event.key === "Enter" && active !== -1) pick(options.children[active].dataset.person);
  else return;
  event.preventDefault();
});

options.addEventListener("pointerdown", (event) => {
  event.preventDefault(); // the field keeps the focus
  const option = event.target.closest("[role=option]");
  if (option) pick(option.dataset.person);
});
field.addEventListener("blur", () => show(false));
