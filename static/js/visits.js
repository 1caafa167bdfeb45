// A restored draft may fill problems that are folded: unfold what holds something.
const form = document.querySelector("form.visit");

function unfold() {
  form.querySelectorAll("details.problem:not([open])").forEach((box) => {
    const isFilled = [...box.querySelectorAll("input, textarea")].some((field) => (
      ["radio", "checkbox"].includes(field.type) ? field.checked : field.type !== "file" && field.value
    ));
    if (isFilled) box.open = true;
  });
}

const line = form?.querySelector("[data-draft-line]");
if (line) new MutationObserver(unfold).observe(line, { childList: true });
