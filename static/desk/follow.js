// The preview scrolls along with the text: heading by heading where both sides have the same ones, else by proportion.
"use strict";
(() => {
  const pane = document.querySelector(".pane-text .scroll");
  const source = document.querySelector(".source");
  const frame = document.getElementById("preview");
  const together = document.getElementById("scroll-together");
  if (!pane || !frame || !together) return;
  together.closest("label").hidden = false;

  function textHeadings() {
    let isFenced = false;
    return [...source.querySelectorAll(".ln")].filter((row) => {
      const text = row.querySelector(".tx").textContent;
      if (/^\s{0,3}(```|~~~)/.test(text)) isFenced = !isFenced;
      return !isFenced && /^#{1,6}\s/.test(text);
    }).map((row) => row.offsetTop);
  }
  function pageHeadings(page) {
    const top = page.defaultView.scrollY;
    return [...page.querySelectorAll(".e-content :is(h1, h2, h3, h4, h5, h6)")].map((heading) => heading.getBoundingClientRect().top + top);
  }

  // [place in the text, place in the preview] pairs, from both tops to both ends
  function anchors(page) {
    const here = textHeadings(), there = pageHeadings(page);
    const start = page.querySelector(".e-content")?.getBoundingClientRect().top + page.defaultView.scrollY || 0;
    const middle = here.length === there.length ? here.map((top, index) => [top, there[index]]) : [];
    return [[0, start], ...middle, [source.scrollHeight, page.documentElement.scrollHeight]];
  }

  function follow() {
    const page = frame.contentDocument;
    if (!together.checked || !page?.body) return;
    if (pane.scrollTop < 4) { page.defaultView.scrollTo(0, 0); return; }
    const pairs = anchors(page);
    const last = pairs.findIndex(([top]) => top > pane.scrollTop);
    const [[fromTop, fromPlace], [toTop, toPlace]] = last > 0 ? [pairs[last - 1], pairs[last]] : pairs.slice(-2);
    const part = (pane.scrollTop - fromTop) / Math.max(1, toTop - fromTop);
    page.defaultView.scrollTo(0, fromPlace + part * (toPlace - fromPlace) - 12);
  }

  let waiting = 0;
  const soon = () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(follow); };
  pane.addEventListener("scroll", soon, { passive: true });
  together.addEventListener("change", soon);
})();
