// Rows of a form that can be added and taken away. <div class="rows" data-rows> holds the rows and one <template>;
// [data-add-row] adds a copy, [data-remove-row] takes its row away. Without script the server sends spare rows.
document.addEventListener("click", (event) => {
  const add = event.target.closest("[data-add-row]");
  if (add) {
    const rows = document.getElementById(add.getAttribute("aria-controls"));
    const template = rows?.querySelector("template");
    if (!template) return;
    event.preventDefault();
    const count = rows.querySelectorAll(".rows__row").length;
    const copy = document.createElement("template");
    copy.innerHTML = template.innerHTML.replaceAll("{n}", String(count));
    rows.insertBefore(copy.content, template);
    rows.querySelectorAll(".rows__row")[count]?.querySelector("input, select, textarea")?.focus();
    return;
  }
  const remove = event.target.closest("[data-remove-row]");
  if (!remove) return;
  event.preventDefault();
  const rows = remove.closest(".rows");
  remove.closest(".rows__row")?.remove();
  rows?.querySelector("input, select, textarea")?.focus();
});
