// A file can be dropped on .drop; the native field inside it takes the file, so the form stays an ordinary form.
const place = (event) => (event.target instanceof Element ? event.target.closest(".drop") : null);

for (const kind of ["dragenter", "dragover"]) {
  document.addEventListener(kind, (event) => {
    const drop = place(event);
    if (!drop) return;
    event.preventDefault();
    drop.classList.add("is-over");
  });
}

document.addEventListener("dragleave", (event) => {
  const drop = place(event);
  if (drop && !drop.contains(event.relatedTarget)) drop.classList.remove("is-over");
});

document.addEventListener("drop", (event) => {
  const drop = place(event);
  const field = drop?.querySelector('input[type="file"]');
  if (!field) return;
  event.preventDefault();
  drop.classList.remove("is-over");
  field.files = event.dataTransfer.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
});
