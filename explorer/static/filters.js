// A choice takes effect at once; the button is for browsers without scripts.
for (const select of document.querySelectorAll(".filters select")) {
  select.addEventListener("change", () => select.form.submit());
}
