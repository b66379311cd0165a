// The live preview: a pause after the last key, never inside a composition, the older request given up.
"use strict";
(() => {
  const form = document.getElementById("post_form");
  const frame = document.getElementById("preview");
  const words = document.getElementById("desk-words")?.dataset;
  if (!frame || !words) return;
  const WAIT = 400; // ms
  const state = document.getElementById("preview-state");
  const list = document.getElementById("preview-problems");
  const body = form?.elements.body;
  let timer = 0, request = null, isComposing = false, late = false;

  async function refresh() {
    request?.abort();
    const own = request = new AbortController();
    const data = new FormData();
    data.append("content", body.value);
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(form.dataset.preview, { method: "POST", body: data, signal: own.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const made = await answer.json();
      if (own === request) show(made);
    } catch (error) {
      if (error.name !== "AbortError") state.textContent = words.previewFailed;
    }
  }

  function show(made) {
    const page = frame.contentDocument;
    const place = page?.querySelector(".e-content");
    if (!place) { if (!late) frame.contentWindow?.location.reload(); late = true; return; }
    swap(place, made.html);
    const toc = page.querySelector(".toc nav, .toc ul");
    if (toc && made.toc) { const holder = page.createElement("div"); holder.innerHTML = made.toc; if (holder.firstElementChild) toc.replaceWith(holder.firstElementChild); }
    tellWords(made.words);
    tellProblems(made.problems);
  }

  // Blocks that did not change stay as they are: pictures do not load again and the reading place does not move.
  function swap(place, html) {
    const holder = place.ownerDocument.createElement("div");
    holder.innerHTML = html; // sanitised by the server; the frame runs no scripts
    const before = [...place.childNodes], after = [...holder.childNodes];
    const same = (a, b) => a.isEqualNode(b);
    let start = 0, end = 0;
    while (start < before.length && start < after.length && same(before[start], after[start])) start++;
    while (end < before.length - start && end < after.length - start && same(before[before.length - 1 - end], after[after.length - 1 - end])) end++;
    const next = before[before.length - end] || null;
    before.slice(start, before.length - end).forEach((node) => node.remove());
    after.slice(start, after.length - end).forEach((node) => place.insertBefore(node, next));
  }

  const tellWords = (count) => { state.textContent = count === undefined ? "" : words.wordsCount.replace("%d", count.toLocaleString(document.documentElement.lang)); };
  function tellProblems(problems) {
    list.replaceChildren(...problems.map(({ line, message }) => {
      const item = document.createElement("li");
      if (line) {
        const link = Object.assign(document.createElement("a"), { href: `#L${line}`, textContent: words.line.replace("%d", line) });
        link.dataset.go = line;
        item.append(link);
      }
      item.append(message);
      return item;
    }));
    document.dispatchEvent(new CustomEvent("desk:problems", { detail: problems.map(({ line }) => line).filter(Boolean) }));
  }

  // The frame follows the desk's theme; a link in it opens beside the desk, not in place of the preview.
  function dress() {
    const page = frame.contentDocument;
    if (!page) return;
    const theme = document.documentElement.dataset.theme;
    if (theme === "light" || theme === "dark") page.documentElement.dataset.theme = theme; else delete page.documentElement.dataset.theme;
  }
  function arrange() {
    dress();
    frame.contentDocument?.addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href]");
      if (!link || link.getAttribute("href").startsWith("#")) return;
      event.preventDefault();
      window.open(link.href, "_blank", "noopener");
    });
  }
  frame.addEventListener("load", arrange);
  if (frame.contentDocument?.readyState === "complete") arrange();
  new MutationObserver(dress).observe(document.documentElement, { attributeFilter: ["data-theme"] });

  if (!body) return;
  const soon = () => { clearTimeout(timer); if (!isComposing) timer = setTimeout(refresh, WAIT); };
  body.addEventListener("compositionstart", () => { isComposing = true; clearTimeout(timer); });
  body.addEventListener("compositionend", () => { isComposing = false; soon(); });
  body.addEventListener("input", soon);
  const head = { title: "h1.p-name", description: ".deck" };
  for (const [name, place] of Object.entries(head)) {
    form.elements[name]?.addEventListener("input", (event) => {
      const found = frame.contentDocument?.querySelector(place);
      if (found) found.textContent = event.target.value;
    });
  }
})();
