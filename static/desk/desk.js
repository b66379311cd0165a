// Every page of the desk: menus that close, and labels for the cards that a list becomes on a phone.
"use strict";
(() => {
  const open = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("click", (event) => open().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; }));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    open().forEach((menu) => {
      const had = menu.contains(document.activeElement);
      menu.open = false;
      if (had) menu.querySelector("summary").focus();
    });
  });
  document.addEventListener("toggle", (event) => {
    const menu = event.target;
    if (menu.matches("details.menu") && menu.open) menu.querySelector(".ask textarea, .ask input:not([type=hidden])")?.focus();
  }, true);
  // a step that is not possible yet says why instead of asking the server
  document.addEventListener("click", (event) => { if (event.target.closest("button[aria-disabled=true]")) event.preventDefault(); });

  // Django's list that searches names its parts nowhere; its label does
  window.addEventListener("load", () => document.querySelectorAll("select.admin-autocomplete").forEach((select) => {
    const name = select.labels[0]?.textContent.trim().replace(/:$/, "");
    if (name) select.parentElement.querySelectorAll(".select2-selection, .select2-selection__rendered").forEach((part) => part.setAttribute("aria-label", name));
  }));

  for (const field of ["date", "changed", "writers"]) {
    const label = document.querySelector(`#result_list thead .column-${field} .text`)?.textContent.trim();
    if (label) document.querySelectorAll(`#result_list tbody .field-${field}`).forEach((cell) => { cell.dataset.label = label; });
  }
})();
