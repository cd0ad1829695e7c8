// How the benchmark asks each search in a page: `open` loads what it needs, `ask` gives the reports found, best first,
// once the list is whole and the first ten rows are ready. Nothing is loaded before `open`.
(() => {
  "use strict";

  const ROWS = 10;

  const script = (address) => new Promise((done, failed) => {
    const element = Object.assign(document.createElement("script"), { src: address, async: false, onload: done, onerror: failed });
    document.head.append(element);
  });

  const own = {
    async open({ base, scripts }) {
      await Promise.all(scripts.map((name) => script(`${base}assets/${name}`)));
      this.engine = new SearchEngine(`${base}assets/search/`);
    },
    async rows(query, ids) {
      if (this.engine.rows) return this.engine.rows(query, ids);
      const terms = searchFold.parseQuery(query);
      const texts = await Promise.all(ids.map((id) => this.engine.text(this.engine.numbers.get(id))));
      return texts.map((text) => searchExcerpt.rowOf(text, terms, query));
    },
    async ask(query) {
      const { reports } = await this.engine.query(query);
      const rows = await this.rows(query, reports.slice(0, ROWS));
      return { found: reports, rows: rows.length };
    },
  };

  const pagefind = {
    async open({ base }) {
      this.search = await import(`${base}pagefind/pagefind.js`);
      await this.search.init();
    },
    async ask(query) {
      const { results } = await this.search.search(query);
      const rows = await Promise.all(results.slice(0, ROWS).map((result) => result.data()));
      return { found: results.map((result) => result.id), rows: rows.length };
    },
  };

  // The theme's own worker, in its own four messages: 0 set-up, 1 ready, 2 query, 3 result.
  const material = {
    async open({ base, worker }) {
      const index = await (await fetch(`${base}search/search_index.json`)).json();
      this.worker = new Worker(base + worker);
      await this.send({ type: 0, data: { ...index, options: { suggest: false } } });
    },
    send(message) {
      return new Promise((done, failed) => {
        this.worker.onmessage = ({ data }) => done(data);
        this.worker.onerror = failed;
        this.worker.postMessage(message);
      });
    },
    async ask(query) {
      const { data } = await this.send({ type: 2, data: query });
      return { found: data.items.map((group) => group[0].location), rows: Math.min(ROWS, data.items.length) };
    },
  };

  const peers = { own, pagefind, material };

  globalThis.benchmark = {
    async open(name, options) {
      const start = performance.now();
      await peers[name].open(options);
      return performance.now() - start;
    },
    async ask(name, query) {
      const start = performance.now();
      const answer = await peers[name].ask(query);
      return { ...answer, ms: performance.now() - start };
    },
  };
})();
