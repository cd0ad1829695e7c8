// Marks on a report's page the words that a search led here with (?h=…), lights the sentence of the first and goes there.
(() => {
  "use strict";

  const words = new URLSearchParams(location.search).get("h");
  const article = document.querySelector(".md-content__inner");
  if (!words || !article) return;
  const { findPlaces, parseQuery } = globalThis.searchFold;
  const BLOCKS = "h1, h2, h3, h4, h5, h6, p, td, th, li, dd";
  const MOST = 200; // marks on a page

  const textNodes = (block) => {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT, (node) =>
      (node.parentElement.closest(".headerlink, .figures tr[id] > th > a, script, style") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
    const nodes = [];
    for (let node = walker.nextNode(), at = 0; node; node = walker.nextNode()) {
      nodes.push({ node, at });
      at += node.data.length;
    }
    return nodes;
  };

  const textOf = (block) => textNodes(block).map(({ node }) => node.data).join("");

  /** Put every piece of a stretch of the block's text into an element of its own, made by `make`. */
  const wrap = (block, [start, end], make) => {
    const made = [];
    for (const { node, at } of textNodes(block)) {
      const from = Math.max(start - at, 0);
      const to = Math.min(end - at, node.data.length);
      if (from >= to) continue;
      const piece = from ? node.splitText(from) : node;
      if (to - from < piece.data.length) piece.splitText(to - from);
      const around = make();
      piece.replaceWith(around);
      around.append(piece);
      made.push(around);
    }
    return made;
  };

  const element = (name, className) => () => Object.assign(document.createElement(name), { className });

  const sentenceAround = (text, at) => {
    const start = Math.max(...[..."。！？"].map((stop) => text.lastIndexOf(stop, at - 1))) + 1;
    const ends = [..."。！？"].map((stop) => text.indexOf(stop, at)).filter((end) => end >= 0);
    return [start, ends.length ? Math.min(...ends) + 1 : text.length];
  };

  const light = () => {
    const terms = parseQuery(words.slice(0, 500));
    const hits = [...article.querySelectorAll(BLOCKS)].filter((block) => !block.querySelector(BLOCKS) && !block.closest("form")).map((block) => {
      const text = textOf(block);
      const found = terms.map((term) => findPlaces(text, term));
      return { block, text, places: found.flat(), count: found.filter((places) => places.length).length };
    }).filter((hit) => hit.count);
    if (!hits.length) return;

    const heading = document.getElementById("text");
    const end = document.getElementById("cleaning");
    const inText = ({ block }) => heading && heading.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING
      && !(end && end.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING);
    const candidates = hits.some(inText) ? hits.filter(inText) : hits;
    const most = Math.max(...candidates.map((hit) => hit.count));
    const first = candidates.find((hit) => hit.count === most);

    if (!location.hash) {
      const at = Math.min(...first.places.map(([start]) => start));
      const lit = wrap(first.block, sentenceAround(first.text, at), element("span", "sentence is-highlighted"));
      for (let around = first.block.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
      requestAnimationFrame(() => lit[0]?.scrollIntoView({ block: "center" }));
    }
    let left = MOST;
    for (const { block, places } of hits) {
      for (const place of places) if (left-- > 0) wrap(block, place, element("mark", "hit"));
    }
  };

  // Traditional characters are known from a table that only a page that was searched for needs.
  const table = Object.assign(document.createElement("script"), { src: new URL("search/simplified.js", document.currentScript.src).href });
  table.addEventListener("load", light);
  table.addEventListener("error", light);
  document.head.append(table);
})();
