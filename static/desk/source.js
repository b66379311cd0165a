// The text area: numbered rows under it, markers beside the lines, the formatting bar.
// The text itself is changed with insertText only, which keeps the browser's own undo; Tab always leaves.
"use strict";
(() => {
  const body = document.querySelector("textarea[name=body]");
  const words = document.getElementById("desk-words")?.dataset;
  if (!words) return;
  const MOST_LINES = 2000; // past this the rows cost more than they give
  const source = body ? body.closest(".source") : document.querySelector(".source.reading");
  const rows = [...source.querySelectorAll(".ln")];
  const say = (text, ...values) => values.reduce((made, value) => made.replace(/%[ds]/, value), text);
  const element = (name, className) => Object.assign(document.createElement(name), { className });

  function newRow(text) {
    const row = element("div", "ln");
    const number = element("span", "no");
    const under = element("span", "tx");
    row.setAttribute("aria-hidden", "true");
    under.textContent = text;
    row.append(number, under);
    return row;
  }

  // Only rows whose text differs are touched: those between the first and the last difference.
  let shown = [];
  function draw() {
    const lines = body.value.split("\n");
    if (lines.length > MOST_LINES) { source.classList.remove("numbered"); rows.splice(0).forEach((row) => row.remove()); shown = []; return; }
    source.classList.add("numbered");
    const [start, oldEnd, newEnd] = difference(shown, lines);
    rows.slice(start, oldEnd).forEach((row) => row.remove());
    const made = lines.slice(start, newEnd).map(newRow);
    const place = rows[oldEnd] || null;
    made.forEach((row) => source.insertBefore(row, place));
    rows.splice(start, oldEnd - start, ...made);
    shown = lines;
    markEdited(lines);
  }

  function difference(before, after) {
    let start = 0, oldEnd = before.length, newEnd = after.length;
    while (start < oldEnd && start < newEnd && before[start] === after[start]) start++;
    while (oldEnd > start && newEnd > start && before[oldEnd - 1] === after[newEnd - 1]) { oldEnd--; newEnd--; }
    return [start, oldEnd, newEnd];
  }

  let saved = body ? body.defaultValue.split("\n") : [];
  function markEdited(lines) {
    const [start, oldEnd, newEnd] = difference(saved, lines);
    rows.forEach((row, index) => row.classList.toggle("edited", index >= start && index < newEnd));
    source.dataset.edited = Math.max(oldEnd, newEnd) - start;
  }
  document.addEventListener("desk:saved", () => { if (body) { saved = body.value.split("\n"); markEdited(saved); } });

  // Markers: one for each line that has a note or a problem; the lists beside the text reach the same.
  let problems = [];
  function mark() {
    source.querySelectorAll(".mark").forEach((old) => old.remove());
    rows.forEach((row) => row.classList.remove("noted"));
    document.querySelectorAll("#note-list [data-line]").forEach((note) => addMark(note.dataset.line, "note", words.note, () => showNote(note)));
    problems.forEach((line) => addMark(line, "warn", words.problem, () => document.getElementById("preview-problems").scrollIntoView({ block: "nearest" })));
  }
  function addMark(line, kind, label, act) {
    const row = rows[line - 1];
    if (!row || row.querySelector(`.mark.${kind}`)) return;
    const button = element("button", `mark ${kind}`);
    button.type = "button";
    button.tabIndex = -1;
    button.title = say(label, line);
    button.append(element("span", `icon sign-${kind}`));
    button.addEventListener("click", (event) => { event.preventDefault(); act(); });
    row.querySelector(".no").prepend(button);
    if (kind === "note") row.classList.add("noted");
  }
  function showNote(note) {
    document.querySelectorAll("article.note.here").forEach((other) => other.classList.remove("here"));
    note.classList.add("here");
    if (matchMedia("(max-width: 700px)").matches) location.hash = "notes";
    note.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("desk:problems", (event) => { problems = event.detail; mark(); });
  document.addEventListener("desk:notes", mark);

  const noteOn = (line) => {
    const field = document.getElementById("note-line");
    field.value = line;
    if (matchMedia("(max-width: 700px)").matches) location.hash = "notes";
    document.getElementById("note-text").focus();
  };
  source.addEventListener("click", (event) => {
    const link = event.target.closest("a.no");
    if (link) { event.preventDefault(); noteOn(link.dataset.line); }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-go]");
    if (!link || !rows[link.dataset.go - 1]) return;
    event.preventDefault();
    goTo(Number(link.dataset.go));
  });

  function goTo(line) {
    if (matchMedia("(max-width: 700px)").matches) location.hash = "write";
    rows[line - 1].scrollIntoView({ block: "center" });
    rows.forEach((row, index) => row.classList.toggle("now", index === line - 1));
    if (!body) return;
    const start = shown.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    body.focus({ preventScroll: true });
    body.setSelectionRange(start, start);
  }

  if (!body) { mark(); return; }

  // Where the caret is
  const place = document.getElementById("place");
  const length = document.getElementById("length");
  function caret() {
    const before = body.value.slice(0, body.selectionStart);
    const line = before.split("\n").length;
    place.textContent = say(words.place, line, before.length - before.lastIndexOf("\n"));
    rows.forEach((row, index) => { if (row.classList.contains("now") !== (index === line - 1)) row.classList.toggle("now"); });
    return line;
  }
  const count = () => { length.textContent = say(words.length, body.value.length.toLocaleString(document.documentElement.lang)); };

  body.addEventListener("input", () => { draw(); mark(); count(); });
  document.addEventListener("selectionchange", () => { if (document.activeElement === body) caret(); });

  // The formatting bar
  const insert = (text) => { body.focus(); if (!document.execCommand("insertText", false, text)) { body.setRangeText(text, body.selectionStart, body.selectionEnd, "end"); body.dispatchEvent(new Event("input", { bubbles: true })); } };
  const selected = () => body.value.slice(body.selectionStart, body.selectionEnd);
  function around(before, after = before) {
    const start = body.selectionStart, text = selected();
    insert(before + text + after);
    body.setSelectionRange(start + before.length, start + before.length + text.length);
  }
  function atLines(prefix, strip) {
    const start = body.value.lastIndexOf("\n", body.selectionStart - 1) + 1;
    const stop = body.value.indexOf("\n", body.selectionEnd);
    const end = stop < 0 ? body.value.length : stop;
    const lines = body.value.slice(start, end).split("\n");
    const all = lines.every((line) => line.startsWith(prefix));
    body.setSelectionRange(start, end);
    insert(lines.map((line) => (all ? line.slice(prefix.length) : prefix + line.replace(strip, ""))).join("\n"));
  }
  function link() {
    const text = selected() || words.linkText, start = body.selectionStart;
    insert(`[${text}]()`);
    body.setSelectionRange(start + text.length + 3, start + text.length + 3);
  }
  const marks = {
    h2: () => atLines("## ", /^#+\s*/), h3: () => atLines("### ", /^#+\s*/),
    bold: () => around("**"), italic: () => around("*"), code: () => (selected().includes("\n") ? around("```\n", "\n```") : around("`")),
    link, list: () => atLines("- ", /^$/), quote: () => atLines("> ", /^$/),
    table: () => insert(`\n| ${words.column} 1 | ${words.column} 2 |\n| --- | --- |\n|  |  |\n`),
    formula: () => around("$$"), note: () => noteOn(caret()),
  };
  const bar = document.querySelector(".toolbar");
  const buttons = [...bar.querySelectorAll("button")];
  bar.hidden = false;
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-mark]");
    if (button) marks[button.dataset.mark]();
  });
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    const next = buttons[(to + buttons.length) % buttons.length];
    buttons.forEach((button) => { button.tabIndex = button === next ? 0 : -1; });
    next.focus();
  });
  const keys = { b: "bold", i: "italic", k: "link" };
  const altKeys = { Digit2: "h2", Digit3: "h3", KeyM: "note" };
  body.addEventListener("keydown", (event) => {
    if (event.isComposing || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
    const name = event.altKey ? altKeys[event.code] : keys[event.key.toLowerCase()];
    if (name) { event.preventDefault(); marks[name](); }
  });
  document.addEventListener("desk:insert", (event) => insert(event.detail));

  draw();
  mark();
  count();
  const named = /^#L(\d+)$/.exec(location.hash);
  if (named && rows[named[1] - 1]) goTo(Number(named[1]));
})();
