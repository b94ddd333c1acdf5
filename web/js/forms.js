// Small courtesies of forms. Each works without script too, only less quickly.

// A filter applies when it is chosen: <form data-auto>. The button "Show" is there for everyone else; for those at the
// keyboard, too: their arrow keys pass through choices that they do not mean.
let typed = false;
document.addEventListener("keydown", () => (typed = true), true);
document.addEventListener("pointerdown", () => (typed = false), true);
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (!typed && form && event.target.matches("select, input[type=radio], input[type=checkbox]")) form.requestSubmit();
});

// The pressed button says that it is busy. The server takes the same form twice as once, so nothing is blocked.
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) event.submitter?.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
});

// A sign-in code may be pasted with spaces or a dash.
document.addEventListener("input", (event) => {
  if (!event.target.matches(".input--code")) return;
  const digits = event.target.value.replace(/[\s\u2010-\u2015-]/g, "");
  if (digits !== event.target.value) event.target.value = digits;
});

// A page that answers a form with errors puts the reader at their summary.
document.querySelector(".refused[tabindex]")?.focus();
