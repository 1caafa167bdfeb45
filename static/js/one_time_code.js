// A one-time code handed over as a link stands behind "#": browsers send that part to no server, so no log holds it.
const field = document.querySelector("form[data-code-form] input[name=code]");
const code = decodeURIComponent(location.hash.slice(1));
if (field && !field.value && /^[A-Z2-7-]{24,40}$/i.test(code)) {
  field.value = code;
  history.replaceState(null, "", location.pathname + location.search);
  document.querySelector("form[data-code-form] input[name=password]")?.focus();
}
