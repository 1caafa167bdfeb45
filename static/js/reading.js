// Text size on public pages. They are the same bytes for everybody, so the choice is applied here.
const SIZES = ["100", "125", "150"];

function chosen() {
  const found = document.cookie.split("; ").find((part) => part.startsWith("text="));
  const size = found ? found.slice(5) : "100";
  return SIZES.includes(size) ? size : "100";
}

function show(size) {
  SIZES.forEach((other) => document.documentElement.classList.toggle(`text-${other}`, other === size));
  document.querySelectorAll("[data-text]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.text === size));
  });
}

document.querySelectorAll("[data-reading]").forEach((box) => { box.hidden = false; });
document.querySelectorAll("[data-text]").forEach((button) => {
  button.addEventListener("click", () => {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `text=${button.dataset.text}; path=/; max-age=31536000; samesite=lax${secure}`;
    show(button.dataset.text);
  });
});
show(chosen());
