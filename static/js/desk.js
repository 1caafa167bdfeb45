// Small behaviour of staff pages: menus close, lists know what is chosen. Every page works without it.
import { startDrafts } from "./drafts.js";
import { startLists } from "./lists.js";

function closeMenus(except) {
  document.querySelectorAll("details.menu[open], details.bottom-more[open], details.more-acts[open]").forEach((menu) => {
    if (menu !== except && !(except && menu.contains(except))) menu.open = false;
  });
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.menu[open], details.bottom-more[open], details.more-acts[open]");
  if (open) { open.open = false; open.querySelector("summary").focus(); }
});

// Rows are looked up while typing; the Enter key must not send the form then.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[data-find]") && window.htmx) event.preventDefault();
});

// A second press of a submit button while the first is under way is not sent; the server would refuse it anyway.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  setTimeout(() => { delete form.dataset.sent; }, 5000);
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
});

// On a phone the strip of lists is longer than the screen: what is open now shall be in sight, also when it is turned.
function showCurrent() {
  const strip = document.querySelector(".subnav ul");
  const current = strip?.querySelector("[aria-current]");
  if (current) strip.scrollLeft = current.offsetLeft - strip.offsetLeft + (current.offsetWidth - strip.clientWidth) / 2;
}
window.addEventListener("resize", showCurrent);
showCurrent();

document.querySelector(".error-summary")?.focus();
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
startLists();
startDrafts();
