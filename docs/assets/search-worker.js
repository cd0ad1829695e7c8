// Answers the theme's search box in its own four messages: 0 set-up, 1 ready, 2 query, 3 result.
"use strict";
importScripts("search-fold.js", "search-excerpt.js", "search-engine.js");

const ROWS = 10;
const engine = new SearchEngine(new URL("search/", self.location.href).href);

// The box takes titles and texts for HTML: nothing of a report may become any.
const escaped = (text) => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
const marked = (pieces) => pieces.map(({ text, hit }) => (hit ? `<mark>${escaped(text)}</mark>` : escaped(text))).join("");

const itemOf = async (number, terms, query, score) => {
  const row = searchExcerpt.rowOf(await engine.text(number), terms, query);
  return [{ location: row.page, title: marked(row.title), text: `<p>${marked(row.excerpt)}</p>`, score, terms: {} }];
};

const answer = async (query) => {
  const terms = searchFold.parseQuery(query);
  if (!terms.length) return []; // the box asks for nothing on every page: no file of the index is loaded for that
  await engine.start();
  if (!engine.ids.length) return [];
  const found = await engine.candidates(terms);
  const right = [];
  for (let at = 0; right.length < ROWS && at < found.numbers.length; at += ROWS) {
    const part = { certain: found.certain, numbers: found.numbers.slice(at, at + ROWS) };
    right.push(...await engine.verify(part, terms));
  }
  const rows = right.slice(0, ROWS);
  return Promise.all(rows.map((number, place) => itemOf(number, terms, query, ROWS - place)));
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
