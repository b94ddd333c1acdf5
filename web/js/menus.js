// An open .menu closes with Escape, when something else is pressed, and when the focus leaves it.
const open = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("focusin", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});

// Where the rail is longer than the window, it is scrolled to the page that is open.
const rail = document.querySelector(".rail__in");
const current = rail?.querySelector("[aria-current]");
if (current && rail.scrollHeight > rail.clientHeight) {
  const { top, bottom } = current.getBoundingClientRect();
  const foot = rail.querySelector(".nav__who")?.offsetHeight ?? 0;
  const { top: from, bottom: to } = rail.getBoundingClientRect();
  if (top < from || bottom > to - foot) rail.scrollTop += (top + bottom) / 2 - (from + to - foot) / 2;
}
