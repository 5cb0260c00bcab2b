// The only script of para11. Pages work without it; it saves answers while they are typed and keeps a copy in the browser until the
// server has acknowledged them. It knows no rule of a questionnaire: what applies, what is doubtful and what collides the server says.
//
// A form with data-autosave="person/reply/page" is posted to its own address with X-Autosave: 1. The answer is JSON:
// { revisions: {key: number}, hidden: [id], shown: [id], findings: [{id, message, level}], conflicts: [{key, who, at, revision, both,
//   mine, theirs}], put: {name: [value]}, last: {key: [words, colour]}, saved_at }
// - input[name="<key>.revision"] takes the new revision; elements with the ids are hidden or shown;
// - the element "<id>-finding" takes the message; fields named in `put` take these values;
// - the element "<key>-last-state" takes the words and colour of what became of the answer of last time;
// - [data-conflict="<key>"] takes a copy of the template #sides, in which a person chooses one of two answers, or keeps both rows: lines of
//   label and words.
// The texts of the state of saving stand in data attributes of #save-status.
(() => {
  "use strict";
  const find = (selector, root = document) => root.querySelector(selector);
  const each = (selector, what) => document.querySelectorAll(selector).forEach(what);

  const summary = find(".govuk-error-summary");
  summary?.focus();
  summary?.addEventListener("click", (event) => {
    const target = document.getElementById(event.target.hash?.slice(1) ?? "");
    if (!target) return;
    event.preventDefault();
    target.focus();
  });

  each("input[type=file][data-shows]", (input) =>
    input.addEventListener("change", () => {
      document.getElementById(input.dataset.shows).textContent = Array.from(input.files, (file) => file.name).join(", ");
    }));

  // A form that was sent with its button and answered by a page of ours was kept by the server: its copy is not needed any more.
  const sent = sessionStorage.getItem("para11:sent");
  if (sent && find("[data-answered]")) {
    localStorage.removeItem(sent);
    sessionStorage.removeItem("para11:sent");
  }

  const form = find("form[data-autosave]");
  if (!form) return;
  const status = find("#save-status");
  const text = status.dataset;
  const place = "para11:" + form.dataset.autosave;
  const fields = () => [...new FormData(form)].filter(([name]) => name !== "form_token");
  // A remark is written when its button is pressed, not while it is typed; the browser keeps a copy of it as well.
  const typed = () => JSON.stringify(fields().filter(([name]) => !name.endsWith(".revision") && !name.startsWith("remark:")));
  const unsaid = () => fields().some(([name, value]) => name.startsWith("remark:") && value.trim());

  // Without the script every question is printed, with a sentence that says when it applies.
  each("[data-off]", (element) => { element.hidden = true; });

  let acknowledged = typed();
  let timer = 0;
  let wait = 1000;
  let busy = false;
  let leaving = false;
  let attempt = null; // What was sent and not yet acknowledged.
  let waiting = null; // What to do after that.

  const say = (words, late) => {
    status.textContent = words;
    status.classList.toggle("p11-saved--late", Boolean(late));
  };
  const soon = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(send, delay);
  };
  const newKey = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join("");

  function keep() {
    try {
      localStorage.setItem(place, JSON.stringify(fields()));
    } catch {
      say(text.full, true);
    }
  }

  function putCopy(copy) {
    const left = new Map();
    for (const [name, value] of copy) left.set(name, [...(left.get(name) ?? []), value]);
    for (const field of form.elements) {
      const values = left.get(field.name) ?? [];
      if (!field.name || field.name === "form_token") continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else if (values.length) field.value = values.shift(); // The places of a ranking share a name.
    }
  }

  function put(values) {
    for (const field of form.elements) {
      const left = values[field.name];
      if (!left) continue;
      if (field.type === "radio") field.checked = left.includes(field.value) || (!left.length && !field.value);
      else if (field.type === "checkbox") field.checked = left.includes(field.value);
      else field.value = left.shift() ?? "";
    }
  }

  function choose(element, conflict) {
    const key = element.dataset.conflict;
    if (!conflict) {
      // The question of which one is answered: back to what stands.
      if (element.contains(document.activeElement)) find(`[name^="${key}."]:not([type=hidden])`, form)?.focus();
      element.hidden = true;
      element.replaceChildren();
      delete element.dataset.revision;
      return;
    }
    const same = element.dataset.revision === String(conflict.revision);
    const sides = same ? element : document.getElementById("sides").content.cloneNode(true);
    const side = (name) => find(`[data-side="${name}"]`, sides);
    for (const name of ["mine", "theirs"]) {
      side(name).replaceChildren(...conflict[name].map(([label, words]) => {
        const [line, text] = [document.createElement("li"), document.createElement("span")];
        text.className = "p11-text";
        text.dir = "auto";
        text.textContent = words;
        line.append(label && `${label}: `, text);
        return line;
      }));
    }
    if (same) return;
    if (!conflict.both) side("both").remove();
    side("who").textContent = conflict.who;
    side("at").textContent = conflict.at;
    for (const choice of sides.querySelectorAll("[type=radio]")) {
      const [which] = choice.value.split(".");
      const id = choice.id.replace("choose:", `choose:${key}`);
      find(`[for="${choice.id}"]`, sides).htmlFor = id;
      Object.assign(choice, { id, name: `choose:${key}`, value: `${which}.${conflict.revision}` });
    }
    element.dataset.revision = conflict.revision;
    element.hidden = false;
    element.replaceChildren(sides);
  }

  function apply(answer, untouched) {
    for (const [key, revision] of Object.entries(answer.revisions)) {
      const field = form.elements[key + ".revision"];
      if (field) field.value = revision;
    }
    const show = (ids, shown) => ids.forEach((id) => {
      const element = document.getElementById(id);
      if (element) element.hidden = !shown;
    });
    show(answer.hidden, false);
    show(answer.shown, true);
    each("[id$='-finding']", (element) => { element.textContent = ""; });
    for (const { id, message, level } of answer.findings) {
      const element = document.getElementById(id + "-finding");
      if (!element) continue;
      element.textContent = message;
      element.className = "p11-" + level;
    }
    for (const [key, [words, colour]] of Object.entries(answer.last ?? {})) {
      const tag = document.getElementById(`${key}-last-state`);
      if (tag) Object.assign(tag, { textContent: words, className: `govuk-tag govuk-tag--${colour}` });
    }
    if (untouched) put(answer.put);
    each("form [data-conflict]:not(#save-status)", (element) =>
      choose(element, answer.conflicts.find(({ key }) => key === element.dataset.conflict)));
  }

  async function send(last) {
    clearTimeout(timer);
    if (busy || leaving || (!attempt && typed() === acknowledged)) return;
    // The server may have kept what it did not come to acknowledge. The same again, under the same key, is a repetition to it; newer text
    // on the old revisions would look like somebody else's.
    attempt ??= { seen: typed(), body: new URLSearchParams(new FormData(form)).toString(), key: newKey() };
    const { seen, body, key } = attempt;
    busy = true;
    say(text.saving);
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body,
        keepalive: last === true && body.length < 60000, // Browsers refuse more than 64 KiB.
        headers: { "Content-Type": "application/x-www-form-urlencoded", "X-Autosave": "1", "Idempotency-Key": key },
      });
      if (response.status < 500) attempt = null;
      if (response.status === 401 || response.status === 403) return say(text.signIn, true);
      if (response.status === 400 || response.status === 409 || response.status === 413) return say(text.refused, true);
      if (!response.ok) throw new Error(response.status);
      const answer = await response.json();
      const same = typed() === seen;
      wait = 1000;
      apply(answer, same);
      acknowledged = same ? typed() : seen;
      if (same && !unsaid()) localStorage.removeItem(place);
      else soon(1500);
      if (answer.conflicts.length) say(text.conflict, true);
      else say(`${text.saved} ${answer.saved_at}`);
    } catch {
      waiting = null;
      say(text.offline, true);
      wait = Math.min(wait * 2, 60000);
      soon(wait);
    } finally {
      busy = false;
      waiting?.();
    }
  }

  form.addEventListener("input", () => { leaving = false; keep(); soon(1500); });
  form.addEventListener("change", ({ target }) => {
    keep();
    // A row that gets a place of its own comes with a new page: that of the button that adds one.
    if (/^choose:.*-both$/.test(target.id)) return form.requestSubmit(find(`[name=go][value="add.${target.name.slice(7).split(".")[0]}"]`, form));
    send();
  });
  form.addEventListener("submit", (event) => {
    // What is under way goes first, unless it is the same.
    if (attempt && attempt.seen !== typed()) {
      event.preventDefault();
      waiting = () => { waiting = null; form.requestSubmit(event.submitter); };
      return send();
    }
    clearTimeout(timer);
    leaving = true;
    sessionStorage.setItem("para11:sent", place);
  });
  addEventListener("online", send);
  addEventListener("pageshow", () => { leaving = false; });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") send(true); });
  addEventListener("beforeunload", (event) => { if (!leaving && (typed() !== acknowledged || unsaid())) event.preventDefault(); });

  // What was typed here before and never reached the server comes back, with the revisions it was typed on.
  const copy = localStorage.getItem(place);
  if (copy) {
    putCopy(JSON.parse(copy));
    if (typed() === acknowledged && !unsaid()) localStorage.removeItem(place);
    else send();
  }
})();
