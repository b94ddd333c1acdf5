// The sum of an ask follows its numbers while they are chosen.
// <form data-ask> holds inputs named by data-ask-part (minutes, sessions, months, mentees) and an
// <output data-ask-total data-hours="{} hours" data-minutes="{} minutes">; the words come from the server. Elements with
// data-ask-factor="minutes" show that number, too.
const total = (form) => {
  const parts = [...form.querySelectorAll("[data-ask-part]")].map((input) => Number(input.value));
  if (parts.length === 0 || parts.some((n) => !Number.isInteger(n) || n < 1)) return null;
  return parts.reduce((product, n) => product * n, 1);
};

const words = (output, minutes) => {
  if (minutes < 120 && minutes % 60 !== 0) return output.dataset.minutes.replace("{}", String(minutes));
  const hours = (minutes / 60).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
  return (minutes === 60 && output.dataset.hour ? output.dataset.hour : output.dataset.hours).replace("{}", hours);
};

document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-ask]");
  const output = form?.querySelector("[data-ask-total]");
  if (!output) return;
  const minutes = total(form);
  output.textContent = minutes === null ? "–" : words(output, minutes);
  for (const factor of form.querySelectorAll("[data-ask-factor]")) {
    factor.textContent = form.elements[factor.dataset.askFactor].value || "–";
  }
  // What follows from the ask on the server alone, such as its last day, waits until the form is sent.
  for (const part of form.querySelectorAll("[data-ask-later]")) part.hidden = true;
});
