// Lights a figure's row, its number and its sentence together. Without this script the links still lead there and
// :target lights the place itself.
(() => {
  "use strict";

  const LIT = "is-lit";
  let asked = ""; // the metric whose row or number was clicked last

  /** The element that an address names, or null. */
  const at = (hash) => (hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null);

  /** The links in the text that lead to a metric's row. */
  const figuresOf = (metric) => document.querySelectorAll(`.sentence a[href="#${CSS.escape(metric)}"], .md-typeset td a.figure[href="#${CSS.escape(metric)}"]`);

  const rowOf = (metric) => document.querySelector(`tr[id="${CSS.escape(metric)}"]`);

  const clear = () => document.querySelectorAll(`.${LIT}`).forEach((element) => element.classList.remove(LIT));

  const open = (element) => {
    for (let around = element.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
  };

  /** Light one metric in the table and in the text. */
  const light = (metric) => {
    rowOf(metric)?.classList.add(LIT);
    figuresOf(metric).forEach((figure) => {
      figure.classList.add(LIT);
      figure.closest(".sentence")?.classList.add(LIT);
    });
  };

  const show = () => {
    clear();
    const target = at(location.hash);
    if (!target) return;
    open(target);
    if (target.matches("tr[id^='m-']")) light(target.id);
    else if (target.matches(".sentence")) {
      if (asked && [...figuresOf(asked)].some((figure) => target.contains(figure) || figure.closest(".sentence") === target)) light(asked);
      else target.classList.add(LIT);
    }
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link) return;
    const href = link.getAttribute("href");
    asked = link.dataset.figure ?? (href.startsWith("#m-") ? href.slice(1) : "");
    if (href === location.hash) show(); // the address stays, so no event follows
  });
  window.addEventListener("hashchange", show);
  show();
})();
