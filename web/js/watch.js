// A page of long work ([data-watch]) looks whether it is done, and then shows what became of it. It is not loaded anew
// before that, so that nobody who reads it is interrupted. Without script its button does the same.
const EVERY = 3000; // ms

async function watch() {
  const answer = await fetch(location.href).catch(() => null);
  if (answer?.ok && !(await answer.text()).includes("data-watch")) location.reload();
  else setTimeout(watch, EVERY);
}

if (document.querySelector("[data-watch]")) setTimeout(watch, EVERY);
