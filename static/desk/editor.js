// Saving without leaving the page, notes and steps that lose no typed text, and a warning before leaving with some.
"use strict";
(() => {
  const words = document.getElementById("desk-words")?.dataset;
  if (!words) return;
  const form = document.getElementById("post_form");
  const state = document.getElementById("save-state");
  const at = (id) => document.getElementById(id);
  let isSaving = false, isLeaving = false;

  const values = () => JSON.stringify([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "based_on"));
  let kept = form ? values() : "";
  const isDirty = () => Boolean(form) && values() !== kept;

  function tell(kind, text) {
    if (!state || (state.textContent === text && state.dataset.state === kind)) return;
    state.dataset.state = kind;
    state.textContent = text;
  }
  function tellDirty() {
    if (!isDirty()) { tell("", ""); return; }
    const lines = Number(form.querySelector(".source")?.dataset.edited || 0);
    tell("dirty", lines > 1 ? words.dirtyLines.replace("%d", lines) : words.dirty);
  }

  // A log-in in another tab changes the token; the cookie has the new one.
  function freshToken() {
    const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
    if (cookie) document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = cookie[1]; });
  }

  async function post(address, data) {
    freshToken();
    data.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    const answer = await fetch(address, { method: "POST", body: data });
    const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
    return { answer, page };
  }

  async function save() {
    if (isSaving) return;
    isSaving = true;
    tell("saving", words.saving);
    const sent = values();
    const data = new FormData(form);
    data.set("_save", "1");
    try {
      const { answer, page } = await post(form.action || location.href, data);
      took(answer, page, sent, data.get("body"));
    } catch {
      tell("failed", words.failed);
    } finally {
      isSaving = false;
    }
  }

  function took(answer, page, sent, body) {
    const found = page.querySelector("#post_form");
    if (page.querySelector("#login-form") || answer.status === 403) { loggedOut(answer.url); return; }
    if (!found) { tell("failed", words.failed); return; }
    page.querySelectorAll("#notices li.success").forEach((line) => line.remove()); // the bar says it
    at("notices").innerHTML = page.getElementById("notices").querySelector("p, li, div") ? page.getElementById("notices").innerHTML : "";
    showErrors(page);
    if (!answer.redirected) { tell("failed", words.refused); return; }
    if (normal(found.elements.body.value) !== normal(body)) { tell("failed", words.staleShort); return; }
    const wasUnchanged = form.elements.based_on.value === found.elements.based_on.value;
    form.elements.based_on.value = found.elements.based_on.value;
    kept = sent;
    renew(page);
    document.dispatchEvent(new Event("desk:saved"));
    const clock = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    tell("saved", wasUnchanged ? words.unchanged : words.saved.replace("%s", clock));
    if (isDirty()) tellDirty();
  }
  const normal = (text) => text.replace(/\r\n?/g, "\n");

  function loggedOut(address) {
    const line = Object.assign(document.createElement("p"), { className: "errornote" });
    const link = Object.assign(document.createElement("a"), { href: address.includes("login") ? address : location.href, target: "_blank", rel: "noopener", textContent: words.loginLink });
    const text = document.createElement("span");
    text.append(words.login, " ", link);
    line.append(text);
    at("notices").replaceChildren(line);
    tell("failed", words.failed);
  }

  function showErrors(page) {
    form.querySelectorAll(".field").forEach((field) => {
      const name = field.className.split(" ").find((part) => part.startsWith("field-"));
      field.querySelector(".errorlist")?.remove();
      const error = page.querySelector(`.field.${name} .errorlist`);
      if (error) { field.append(error); field.closest("details").open = true; }
      const input = field.querySelector("input, textarea, select");
      if (error) input?.setAttribute("aria-invalid", "true"); else input?.removeAttribute("aria-invalid");
    });
  }

  // What the server says anew, put where it stood: states and steps, notes, files, the file's own words.
  function renew(page) {
    for (const id of ["post-states", "note-list", "file-list"]) replace(at(id), page.getElementById(id));
    const steps = page.getElementById("post-actions");
    if (steps) {
      const fresh = [...steps.children].filter((child) => child.id !== "save-state" && child.name !== "_save");
      [...at("post-actions").children].forEach((child) => { if (child.id !== "save-state" && child.name !== "_save") child.remove(); });
      at("post-actions").append(...fresh);
    }
    replace(document.querySelector(".front-matter"), page.querySelector(".front-matter"));
    replace(document.querySelector(".post-bar h1"), page.querySelector(".post-bar h1"));
    const counts = page.querySelectorAll(".dock .count");
    document.querySelectorAll(".dock .count").forEach((count, index) => replace(count, counts[index]));
    document.dispatchEvent(new Event("desk:notes"));
    document.dispatchEvent(new Event("desk:renewed"));
  }
  const replace = (old, fresh) => { if (old && fresh) old.replaceChildren(...fresh.childNodes); };

  // A note or an answer goes by itself, so that text that is not saved yet stays.
  async function sendNote(noteForm) {
    try {
      const { answer, page } = await post(noteForm.action, new FormData(noteForm));
      if (!answer.ok || !page.getElementById("note-list")) throw new Error(answer.status);
      noteForm.reset();
      replace(at("note-list"), page.getElementById("note-list"));
      replace(document.querySelector("#notes .count"), page.querySelector("#notes .count"));
      document.dispatchEvent(new Event("desk:notes"));
    } catch {
      const line = Object.assign(document.createElement("p"), { className: "errornote", textContent: words.noteFailed });
      at("notices").replaceChildren(line);
    }
  }

  // A step that asks something is a form of its own; with unsaved text it goes with the text.
  function stepWithText(stepForm, button) {
    const carried = new FormData(stepForm, button);
    carried.delete("csrfmiddlewaretoken");
    for (const [name, value] of carried) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    isLeaving = true;
    form.submit();
  }

  document.addEventListener("submit", (event) => {
    const target = event.target, button = event.submitter;
    if (target.matches("#notes form")) { event.preventDefault(); sendNote(target); return; }
    if (target.matches(".step-form") && isDirty()) { event.preventDefault(); stepWithText(target, button); return; }
    if (target === form && (!button || button.name === "_save")) { event.preventDefault(); save(); return; }
    freshToken();
    isLeaving = true;
  });
  document.addEventListener("desk:files", async () => {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    replace(at("file-list"), page.getElementById("file-list"));
    replace(document.querySelector("#files .count"), page.querySelector("#files .count"));
    document.dispatchEvent(new Event("desk:renewed"));
  });

  if (!form) return;
  form.addEventListener("input", tellDirty);
  window.addEventListener("beforeunload", (event) => { if (!isLeaving && isDirty()) event.preventDefault(); });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    if (!event.isComposing) save();
  });
})();
