// Pictures into the bundle: chosen, pasted or dropped; their Markdown goes where the caret is.
"use strict";
(() => {
  const form = document.getElementById("post_form");
  const state = document.getElementById("upload-state");
  const words = document.getElementById("desk-words")?.dataset;
  if (!form || !state || !words) return;
  const body = form.elements.body;
  const insert = (text) => document.dispatchEvent(new CustomEvent("desk:insert", { detail: text }));
  const code = (name) => `![](${/[\s()<>]/.test(name) ? `<${name}>` : name})`;

  async function upload(file) {
    const data = new FormData();
    data.append("image", file);
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    state.textContent = words.sending.replace("%s", file.name);
    try {
      const answer = await fetch(form.dataset.upload, { method: "POST", body: data, headers: { Accept: "application/json" } });
      const told = await answer.json();
      if (!answer.ok) { state.textContent = told.error; return; }
      state.textContent = words.sent.replace("%s", told.name);
      insert(told.image_code);
      document.dispatchEvent(new Event("desk:files"));
    } catch {
      state.textContent = words.unsent;
    }
  }
  const uploadAll = async (files) => { for (const file of files) await upload(file); };
  const pictures = (list) => [...(list || [])].filter((file) => file.type.startsWith("image/"));

  const input = document.getElementById("image-file");
  input?.addEventListener("change", () => { const chosen = pictures(input.files); input.value = ""; uploadAll(chosen); });
  for (const [kind, carried] of [["paste", "clipboardData"], ["drop", "dataTransfer"]]) {
    body.addEventListener(kind, (event) => {
      const found = pictures(event[carried].files);
      pane.classList.remove("dropping");
      if (found.length) { event.preventDefault(); uploadAll(found); }
    });
  }
  const pane = body.closest(".pane");
  body.addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes("Files")) { event.preventDefault(); pane.classList.add("dropping"); } });
  body.addEventListener("dragleave", () => pane.classList.remove("dropping"));

  const offer = () => document.querySelectorAll("[data-insert]").forEach((button) => { button.hidden = false; });
  document.getElementById("file-list")?.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (button) insert(code(button.dataset.insert));
  });
  document.addEventListener("desk:renewed", offer);
  document.querySelectorAll("#image-file, label[for=image-file]").forEach((part) => { part.hidden = false; });
  offer();
})();
