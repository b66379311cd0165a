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

  // Names for the parts of Django's own widgets, which have none
  function nameWidgets() {
    document.querySelectorAll("select.admin-autocomplete").forEach((select) => {
      const label = select.labels[0];
      const shown = select.parentElement.querySelector(".select2-selection__rendered");
      if (!label || !shown) return;
      label.id ||= `label-${select.id}`;
      shown.setAttribute("aria-labelledby", label.id);
      shown.closest(".select2-selection").setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
    });
    document.querySelectorAll(".help-tooltip[aria-label]").forEach((sign) => sign.setAttribute("role", "img"));
    document.querySelectorAll("p.datetime input").forEach((input) => {
      const label = input.closest(".form-row")?.querySelector("label");
      if (label) input.setAttribute("aria-label", `${label.textContent} ${input.previousSibling?.textContent.trim() ?? ""}`);
    });
  }
  // the widgets are made at two moments, each before one of these
  window.django?.jQuery?.(nameWidgets);
  window.addEventListener("load", nameWidgets);

  for (const field of ["date", "changed", "writers"]) {
    const label = document.querySelector(`#result_list thead .column-${field} .text`)?.textContent.trim();
    if (label) document.querySelectorAll(`#result_list tbody .field-${field}`).forEach((cell) => { cell.dataset.label = label; });
  }
})();
