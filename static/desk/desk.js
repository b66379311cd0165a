// The editor's page: live preview, pictures, Ctrl+S. Everything works without it but the preview and the uploads.
"use strict";
(() => {
  const form = document.getElementById("post_form");
  const frame = document.getElementById("preview");
  if (!form || !frame) return;
  const body = form.elements.body;
  const previewState = document.getElementById("preview-state");
  const saveState = document.getElementById("save-state");
  const words = document.body.dataset;
  const token = form.elements.csrfmiddlewaretoken.value;
  const WAIT = 400;
  let timer = 0, request = null, composing = false;

  const send = (url, data, signal) => fetch(url, {
    method: "POST", body: data, signal, credentials: "same-origin", headers: { "X-CSRFToken": token, Accept: "application/json" },
  });

  async function refresh() {
    if (request) request.abort();
    request = new AbortController();
    const data = new FormData();
    data.append("content", body.value);
    try {
      const answer = await send(form.dataset.preview, data, request.signal);
      if (!answer.ok) throw new Error(answer.status);
      show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") previewState.textContent = gettext("The preview did not answer; the last one stays.");
    }
  }

  function show(answer) {
    const page = frame.contentDocument;
    const place = page && page.querySelector(".e-content");
    if (!place) { frame.contentWindow.location.reload(); return; }
    place.innerHTML = answer.html; // sanitised by the server; the frame runs no scripts
    previewState.textContent = "";
    const list = document.getElementById("preview-problems");
    list.replaceChildren(...answer.problems.map((problem) => {
      const item = document.createElement("li");
      item.textContent = (problem.line ? `${gettext("Line")} ${problem.line}: ` : "") + problem.message;
      return item;
    }));
  }

  function soon() {
    if (composing) return;
    clearTimeout(timer);
    timer = setTimeout(refresh, WAIT);
  }

  let dirty = false;
  function touched() {
    dirty = true;
    saveState.textContent = gettext("Not saved");
    soon();
  }

  body.addEventListener("compositionstart", () => { composing = true; });
  body.addEventListener("compositionend", () => { composing = false; touched(); });
  form.addEventListener("input", touched);
  form.addEventListener("submit", () => { dirty = false; saveState.textContent = gettext("Saving"); });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      form.requestSubmit(document.querySelector("button[name=_save]"));
    }
  });

  const uploadState = document.getElementById("upload-state");
  async function upload(file) {
    const data = new FormData();
    data.append("image", file);
    uploadState.textContent = gettext("Sending the picture");
    try {
      const answer = await send(form.dataset.upload, data);
      const told = await answer.json();
      if (!answer.ok) { uploadState.textContent = told.error; return; }
      uploadState.textContent = told.name;
      body.focus();
      // execCommand keeps the browser's own undo
      if (!document.execCommand("insertText", false, told.image_code)) body.setRangeText(told.image_code);
      touched();
    } catch {
      uploadState.textContent = gettext("The picture could not be sent; try again.");
    }
  }
  const pictures = (list) => [...list].filter((file) => file.type.startsWith("image/"));
  const input = document.getElementById("image-file");
  if (input) input.addEventListener("change", () => { pictures(input.files).forEach(upload); input.value = ""; });
  body.addEventListener("paste", (event) => {
    const found = pictures(event.clipboardData.files);
    if (found.length) { event.preventDefault(); found.forEach(upload); }
  });
  body.addEventListener("drop", (event) => {
    const found = pictures(event.dataTransfer.files);
    if (found.length) { event.preventDefault(); found.forEach(upload); }
  });

  function gettext(text) { return (words.words && JSON.parse(words.words)[text]) || text; }
})();
