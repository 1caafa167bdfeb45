// Forms keep what is typed: saved on the server every ten seconds, offered again on return, kept in the page when the
// session has ended. The server's answer to a read carries the CSRF token of the present session.
const EVERY = 10000;
const SKIP = new Set(["csrfmiddlewaretoken", "submission", "seen", "ids", "confirmed"]);
const words = JSON.parse(document.getElementById("draft-words")?.textContent || "{}");

function address() {
  const meta = document.querySelector("meta[name=draft-address]");
  return meta ? `${meta.content}?path=${encodeURIComponent(location.pathname)}` : "";
}

function fields(form) {
  return [...form.elements].filter((field) => field.name && !SKIP.has(field.name)
    && !["password", "file", "submit", "button", "hidden"].includes(field.type));
}

function read(form) {
  const values = {};
  fields(form).forEach((field) => {
    if ((field.type === "checkbox" || field.type === "radio") && !field.checked) {
      values[field.name] = values[field.name] || [];
      return;
    }
    const chosen = field.multiple ? [...field.selectedOptions].map((option) => option.value) : [field.value];
    values[field.name] = (values[field.name] || []).concat(chosen);
  });
  return values;
}

// Rows picked before that the list does not offer now are put in as they were; the server then shows them by name.
function pick(form, values) {
  form.querySelectorAll("[data-pick]").forEach((box) => {
    const offered = new Set([...box.querySelectorAll(`input[name="${box.dataset.pick}"]`)].map((row) => row.value));
    const missing = (values[box.dataset.pick] || []).filter((value) => !offered.has(value));
    missing.forEach((value) => {
      const row = Object.assign(document.createElement("input"), { type: "checkbox", name: box.dataset.pick, value });
      row.hidden = row.checked = true;
      box.querySelector(".pick-chosen").append(row);
    });
    if (missing.length) box.querySelector("[data-find]")?.dispatchEvent(new Event("find"));
  });
}

function write(form, values) {
  pick(form, values);
  const used = {};
  fields(form).forEach((field) => {
    const given = values[field.name];
    if (!given) return;
    if (field.type === "checkbox" || field.type === "radio") {
      field.checked = given.includes(field.value);
    } else if (field.multiple) {
      [...field.options].forEach((option) => { option.selected = given.includes(option.value); });
    } else {
      const index = used[field.name] || 0;
      used[field.name] = index + 1;
      if (given[index] !== undefined) field.value = given[index];
    }
  });
}

function refresh(token) {
  document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token; });
}

class Draft {
  constructor(form) {
    this.form = form;
    this.line = form.querySelector("[data-draft-line]");
    this.saved = JSON.stringify(read(form));
    this.signedOut = false;
  }

  say(text, link) {
    if (!this.line) return;
    this.line.textContent = text;
    if (link) {
      const anchor = document.createElement("a");
      anchor.href = link.href;
      anchor.textContent = link.text;
      if (link.tab) { anchor.target = "_blank"; anchor.rel = "noopener"; }
      if (link.act) anchor.addEventListener("click", (event) => { event.preventDefault(); link.act(); });
      this.line.append(" ", anchor);
    }
  }

  async start() {
    const answer = await this.ask("GET");
    if (!answer) return;
    // A form that comes back, with errors or with rows looked up, already holds what was typed.
    const hasErrors = document.querySelector(".error-summary, [data-looked]") !== null;
    if (answer.data && !hasErrors && JSON.stringify(answer.data) !== this.saved) {
      const empty = read(this.form);
      write(this.form, answer.data);
      this.saved = JSON.stringify(read(this.form));
      this.say(`${words.restored} ${answer.saved_at}`, {
        href: "#", text: words.discard, act: () => { write(this.form, empty); this.drop(); },
      });
    }
  }

  async drop() {
    this.saved = JSON.stringify(read(this.form));
    await this.ask("DELETE");
    this.say(words.discarded);
  }

  async save() {
    const now = read(this.form);
    const text = JSON.stringify(now);
    // Once the form is on its way a late save would bring back the draft that the act has just ended.
    if (this.checked || (text === this.saved && !this.signedOut)) return;
    this.saving = this.ask("POST", { data: now, title: document.querySelector("h1")?.textContent.trim() });
    const answer = await this.saving;
    if (answer) {
      this.saved = text;
      this.say(`${words.saved} ${answer.saved_at}`);
    }
  }

  // One exchange with the server; null where it did not succeed, with the reason shown.
  async ask(method, body) {
    const token = this.form.querySelector("input[name=csrfmiddlewaretoken]")?.value || "";
    try {
      const response = await fetch(address(), {
        method, credentials: "same-origin", headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: body ? JSON.stringify(body) : undefined,
      });
      if (response.status === 403 && method === "POST") return await this.again(body);
      if (response.status === 401) { this.ended(); return null; }
      if (!response.ok) { this.say(words.failed); return null; }
      const answer = await response.json();
      if (answer.token) refresh(answer.token);
      this.signedOut = false;
      return answer;
    } catch {
      this.say(words.offline);
      return null;
    }
  }

  // The token was made for an earlier session: fetch the present one and try once more.
  async again(body) {
    if (this.retried) { this.say(words.failed); return null; }
    this.retried = true;
    const fresh = await this.ask("GET");
    const answer = fresh ? await this.ask("POST", body) : null;
    this.retried = false;
    return answer;
  }

  ended() {
    this.signedOut = true;
    const meta = document.querySelector("meta[name=sign-in-address]");
    this.say(words.ended, meta && { href: meta.content, text: words.signIn, tab: true });
    this.line?.classList.add("draft-line-late");
  }

  // A send is tried only with a live session, so that a form is never lost in a redirect to the sign-in page.
  async send(event) {
    if (this.checked || event.defaultPrevented) return;
    event.preventDefault();
    const button = event.submitter;
    await this.saving;
    if (!(await this.ask("GET"))) { delete this.form.dataset.sent; return; }
    this.checked = true;
    if (this.form.requestSubmit) this.form.requestSubmit(button || undefined);
    else this.form.submit();
    setTimeout(() => { this.checked = false; }, 5000);
  }
}

export function startDrafts() {
  if (!address()) return;
  document.querySelectorAll("form[data-draft]").forEach((form) => {
    if (!fields(form).length) return;
    const draft = new Draft(form);
    draft.start();
    setInterval(() => draft.save(), EVERY);
    form.addEventListener("submit", (event) => draft.send(event), { capture: true });
    document.addEventListener("visibilitychange", () => { if (document.hidden) draft.save(); });
  });
}
