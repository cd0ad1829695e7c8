// Answers the theme's search box in its own four messages: 0 set-up, 1 ready, 2 query, 3 result.
"use strict";
importScripts("search-fold.js", "search-text.js", "search-index.js", "search-excerpt.js", "search-engine.js");

const ROWS = 10;
const engine = new SearchEngine(new URL("search/", self.location.href).href);

// The box takes titles and texts for HTML: nothing of a report may become any.
const escaped = (text) => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
const marked = (pieces) => pieces.map(({ text, hit }) => (hit ? `<mark>${escaped(text)}</mark>` : escaped(text))).join("");

/** The ten best reports that a query finds, as rows. */
const answer = async (query) => {
  if (!searchFold.parseQuery(query).length) return []; // the box asks for nothing on every page: no file is loaded for that
  if (!globalThis.searchSimplified) importScripts("search/simplified.js");
  const { numbers, terms, sure } = await engine.find(query, ROWS);
  const first = sure ? numbers.slice(0, ROWS) : (await engine.first(numbers, terms, ROWS)).right;
  return engine.rows(query, first.map((number) => engine.ids[number]));
};

/** What stands in the place of hits where the index cannot be read: the way to the page, where it can be tried again. */
const failure = (query, { message }) => {
  const said = message.startsWith("检索") ? message : "检索索引读不到，请检查网络";
  const pieces = (text) => [{ text, hit: false }];
  const page = `search/${globalThis.searchPages ?? ""}?q=${encodeURIComponent(query.slice(0, 200))}`;
  return { page, title: pieces("没有查成"), excerpt: pieces(`${said}。点这里重试。`) };
};

const forTheme = (rows) => ({
  items: rows.map((row, place) => [
    { location: row.page, title: marked(row.title), text: `<p>${marked(row.excerpt)}</p>`, score: ROWS - place, terms: {} },
  ]),
});

let latest = 0;

addEventListener("message", async ({ data }) => {
  if (data.type === 0) postMessage({ type: 1 });
  if (data.type !== 2) return;
  const asked = ++latest;
  const rows = await answer(data.data).catch((error) => [failure(data.data, error)]);
  if (asked === latest) postMessage({ type: 3, data: forTheme(rows) });
});
