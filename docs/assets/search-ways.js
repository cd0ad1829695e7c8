// What the page of results offers beside them: pages and terms that what was typed may mean, and a form for figures.
(() => {
  "use strict";

  const { fold } = globalThis.searchFold;
  const MOST = 6;

  const link = (text, kind, href) => {
    const way = Object.assign(document.createElement("a"), { href, textContent: text });
    if (kind) way.append(" ", Object.assign(document.createElement("small"), { textContent: kind }));
    return way;
  };

  const fits = (name, typed) => (typed.length > 1 ? fold(name).includes(typed) || typed.includes(fold(name)) : fold(name).startsWith(typed));

  /** Names that begin with what was typed come first, then shorter ones. */
  const rank = (name, typed) => (fold(name).startsWith(typed) ? 0 : 1000) + name.length;

  /** Show where the words may lead: pages of regions, departments, indicators; then terms to search for. */
  const suggest = async (engine, place, query, root) => {
    const typed = fold(query);
    const { ways, words } = typed && typed.length <= 20 ? await engine.index.shared("suggestions") : { ways: [], words: [] };
    const pages = ways.filter(([, name]) => fits(name, typed)).sort((a, b) => rank(a[1], typed) - rank(b[1], typed)).slice(0, MOST);
    const terms = words.filter(([word]) => word !== typed && word.includes(typed)).slice(0, Math.max(0, MOST - pages.length));
    const end = globalThis.searchPages ?? "";
    return () => {
      place.replaceChildren(
        ...pages.map(([kind, name, url]) => link(name, kind, new URL(url + end, root).href)),
        ...terms.map(([word, count]) => link(word, `${count} 份`, `?q=${encodeURIComponent(word)}`)),
      );
      place.hidden = !place.childElementCount;
    };
  };

  /** The form that writes a query for figures: an indicator of the list, from, to. */
  const startPicker = (engine, picker, ask) => {
    const [name, from, to] = ["indicator", "from", "to"].map((part) => picker.querySelector(`[name=${part}]`));
    picker.closest("details").addEventListener("toggle", async () => {
      if (name.options.length > 1) return;
      await engine.start();
      const { indicators } = await engine.index.shared("suggestions");
      name.append(...indicators.map(([indicator, unit]) => new Option(unit ? `${indicator}（${unit}）` : indicator, indicator)));
    });
    picker.addEventListener("submit", (event) => {
      event.preventDefault();
      const bounds = [[">=", from.value.trim()], ["<=", to.value.trim()]].filter(([, bound]) => bound);
      const asked = bounds.length ? bounds : [[">=", "0"]];
      ask([name.value, ...asked.flat()].join(" "));
    });
  };

  globalThis.searchWays = { suggest, startPicker };
})();
