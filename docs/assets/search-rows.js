// The rows of results as elements of the page. Nothing of a report is ever taken for markup.
(() => {
  "use strict";

  const make = (name, className = "") => Object.assign(document.createElement(name), { className });

  const appendPieces = (element, pieces) => {
    for (const { text, hit } of pieces) {
      element.append(hit ? Object.assign(make("mark"), { textContent: text }) : text);
    }
    return element;
  };

  /** A row; `kind` is the attribute that tells its report: report or near. */
  const rowElement = (row, root, kind) => {
    const item = make("li");
    const link = appendPieces(make("a"), row.title);
    link.href = new URL(row.href, root).href;
    if (!row.again) link.dataset[kind] = row.id;
    const about = make("small");
    about.append(...row.about.map((text) => Object.assign(make("span"), { textContent: text })));
    item.append(link, about, appendPieces(make("p"), row.excerpt));
    return item;
  };

  /** Arrow keys walk from the box through the results and back. */
  const walk = (event, words) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const links = [...document.querySelectorAll(".search-results a")].filter((link) => link.offsetParent);
    const place = links.indexOf(document.activeElement);
    const inBox = document.activeElement === words;
    if (event.key === "ArrowDown" && (inBox || place >= 0)) links[Math.min(place + 1, links.length - 1)]?.focus();
    else if (event.key === "ArrowUp" && place >= 0) (links[place - 1] ?? words).focus();
    else return;
    event.preventDefault();
  };

  globalThis.searchRows = { rowElement, walk };
})();
