// Lists: choose rows, see how many; filters send themselves when a choice changes.
function countChosen(form) {
  const boxes = [...form.querySelectorAll("input[name=ids]")];
  const chosen = boxes.filter((box) => box.checked).length;
  const bar = form.querySelector("[data-bulk]");
  const all = form.querySelector("[data-all]");
  bar.hidden = chosen === 0;
  bar.querySelector("[data-chosen]").textContent = String(chosen);
  if (all) {
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  }
}

export function startLists() {
  document.querySelectorAll("form[data-list]").forEach((form) => {
    if (!form.querySelector("[data-bulk]")) return;
    const all = form.querySelector("[data-all]");
    if (all) {
      all.closest("label").hidden = false;
      all.addEventListener("change", () => {
        form.querySelectorAll("input[name=ids]").forEach((box) => { box.checked = all.checked; });
        countChosen(form);
      });
    }
    form.addEventListener("change", () => countChosen(form));
    countChosen(form);
  });
  document.querySelectorAll("form.filters").forEach((form) => {
    form.addEventListener("change", (event) => {
      if (event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
    });
    form.addEventListener("submit", () => {
      form.querySelectorAll("input, select").forEach((control) => { if (!control.value) control.disabled = true; });
    });
  });
}
