// Answers the theme's search box in its own four messages: 0 set-up, 1 ready, 2 query, 3 result.
"use strict";
importScripts("search-fold.js", "search-index.js", "search-excerpt.js", "search-engine.js");

const ROWS = 10;
const engine = new SearchEngine(new URL("search/", self.location.href).href);

// The box takes titles and texts for HTML: nothing of a report may become any.
const escaped = (text) => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
const marked = (pieces) => pieces.map(({ text, hit }) => (hit ? `<mark>${escaped(text)}</mark>` : escaped(text))).join("");

const answer = async (query) => {
  if (!searchFold.parseQuery(query).length) return []; // the box asks for nothing on every page: no file is loaded for that
  if (!globalThis.searchSimplified) importScripts("search/simplified.js");
  const { numbers, terms, sure } = await engine.find(query);
  const first = sure ? numbers.slice(0, ROWS) : (await engine.first(numbers, terms, ROWS)).right;
  const rows = await engine.rows(query, first.map((number) => engine.ids[number]));
  return rows.map((row, place) => [
    { location: row.page, title: marked(row.title), text: `<p>${marked(row.excerpt)}</p>`, score: ROWS - place, terms: {} },
  ]);
};

let latest = 0;

addEventListener("message", async ({ data }) => {
  if (data.type === 0) postMessage({ type: 1 });
  if (data.type !== 2) return;
  const asked = ++latest;
  let items = [];
  try {
    items = await answer(String(data.data));
  } catch (error) {
    console.warn(String(error));
  }
  if (asked === latest) postMessage({ type: 3, data: { items } });
});
