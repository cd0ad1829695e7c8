// Finds reports: fetches the lists of the query's substrings, intersects them, and checks against the texts what the
// lists alone cannot tell. No page is needed.
(() => {
  "use strict";

  const { parseQuery } = globalThis.searchFold;
  const LONGEST = 4; // characters of the longest substring in the index
  const MOST = 4; // substrings looked up for one term: six find no more of the wrong ones among 5,000 reports, three miss some
  const MOST_IN_ALL = 12; // and for all terms, or two for each way to read them where that is more
  const CHECKED = 40; // texts that are read without being asked for: some 150 kB
  const LETTERS = 400; // and where quotes ask for every letter, which the lists do not tell: some 1.5 MB
  const AT_ONCE = 12; // texts fetched side by side
  const BLOCKS = 4; // asked side by side
  const ROWS = 10;

  const spread = (items, most) => (items.length <= most ? items
    : Array.from({ length: most }, (_, k) => items[Math.round((k * (items.length - 1)) / (most - 1))]));

  /** The substrings to look up for a piece of a term, the first and the last among them. */
  const gramsOf = (piece, most) => {
    const size = Math.min(LONGEST, piece.length);
    return spread(Array.from({ length: piece.length - size + 1 }, (_, i) => piece.slice(i, i + size)), most);
  };

  /** The pieces of all ways to read a term, of which there are many where it is long and full of commas. */
  const piecesOf = (term) => term.readings.flat().slice(0, MOST_IN_ALL);

  /** The first terms that together have no more pieces than are looked up, at least one. */
  const affordable = (terms) => {
    let left = MOST_IN_ALL;
    return terms.filter((term, place) => (left -= piecesOf(term).length) >= 0 || !place);
  };

  const joinedBy = (better) => ([first, ...others]) => {
    for (const weights of others) {
      for (let number = 0; number < first.length; number++) if (better(weights[number], first[number])) first[number] = weights[number];
    }
    return first;
  };
  const leastOf = joinedBy((a, b) => a < b);
  const mostOf = joinedBy((a, b) => a > b);

  class SearchEngine {
    /** `base`: the address of assets/search/, ending in a slash. */
    constructor(base) {
      this.index = new globalThis.SearchIndex(base);
    }

    start() {
      return this.index.start();
    }

    get ids() {
      return this.index.ids;
    }

    text(number) {
      return this.index.text(number);
    }

    /** For each document of the lists the least weight of all substrings, plus one; 0 where it lacks one. */
    async least(grams, lists) {
      const [gram, ...others] = grams;
      const read = (all) => Promise.all(all.map((one) => lists.weights(one)));
      if (!lists.offset) return leastOf(await read(grams));
      // Older blocks are asked where few reports have the words: one list tells of most that they have none.
      const least = await lists.weights(gram);
      return least.some(Boolean) ? leastOf([least, ...await read(others)]) : least;
    }

    /** The same for all reports, by number. */
    async leastInAll(grams) {
      const weights = new Uint8Array(this.index.size);
      await Promise.all(this.index.blocks.map(async (block) => weights.set(await this.least(grams, block), block.offset)));
      return weights;
    }

    /** Reports of a block that may match, best first. */
    async candidates(terms, block) {
      const looked = affordable(terms);
      const most = Math.max(2, Math.min(MOST, Math.floor(MOST_IN_ALL / looked.flatMap(piecesOf).length)));
      if (!block.offset) block.load().catch(() => {}); // at once: most queries have a hit there
      const least = leastOf(await Promise.all(looked.map((term) => this.weights(term, most, block))));
      if (!least.some(Boolean)) return [];
      await block.load();
      const classes = [[], [], []];
      for (const number of block.order) {
        const weight = least[number - block.offset];
        if (weight) classes[3 - weight].push(number);
      }
      return classes.flat();
    }

    /** For each report of a block how strongly it may have a term, in the way to read it that is the strongest. */
    async weights(term, most, block) {
      const readings = term.readings.map((pieces) => pieces.slice(0, MOST_IN_ALL).flatMap((piece) => gramsOf(piece, most)));
      return mostOf(await Promise.all(readings.map((grams) => this.least([...new Set(grams)], block))));
    }

    /** Those of the reports that truly have all terms; `told` hears how many were looked at and may end it by false. */
    async right(numbers, terms, told = () => {}) {
      const right = [];
      for (let at = 0; at < numbers.length; at += AT_ONCE) {
        const part = numbers.slice(at, at + AT_ONCE);
        const texts = await Promise.all(part.map((number) => this.text(number)));
        right.push(...part.filter((_, i) => terms.every((term) => texts[i].has(term))));
        if (told(Math.min(at + AT_ONCE, numbers.length)) === false) break;
      }
      return right;
    }

    /** The first `rows` that truly match, and those before them that do not; fewer where few of the first texts match. */
    async first(numbers, terms, rows = ROWS) {
      const right = [];
      const wrong = [];
      for (let at = 0; right.length < rows && at < Math.min(numbers.length, LETTERS); at += rows) {
        const part = numbers.slice(at, at + rows);
        const found = new Set(await this.right(part, terms));
        right.push(...part.filter((number) => found.has(number)));
        wrong.push(...part.filter((number) => !found.has(number)));
      }
      return { right: right.slice(0, rows), wrong };
    }

    /** What a query finds: {terms, figures, numbers, sure, whole}. `sure` is false where not every text was checked: then
     * the lists say that all parts of the terms stand in these reports, and the first rows were looked at. With a number
     * of `rows` older blocks are not asked once as many stand: `whole` is false then. */
    async find(query, rows = Infinity) {
      await this.start();
      const terms = parseQuery(query);
      const none = { terms, figures: null, numbers: [], sure: true, whole: true };
      if (!this.index.reports) return none;
      const figures = await globalThis.searchFigures?.find(this.index, query, this, rows);
      if (figures) return { ...none, ...figures, numbers: [...new Set(figures.figures.map((row) => row.number))] };
      return terms.length ? { ...none, ...await this.findTerms(terms, rows) } : none;
    }

    async findTerms(terms, rows) {
      const certain = affordable(terms).length === terms.length && terms.every((term) => !term.exact && !term.cut && term.fold.length <= LONGEST);
      const { blocks } = this.index;
      const numbers = [];
      for (let at = 0; ;) {
        const next = at || rows === Infinity ? at + BLOCKS : 1; // the newest years alone may do
        const found = await Promise.all(blocks.slice(at, next).map((block) => this.candidates(terms, block)));
        for (const number of found.flat()) numbers.push(number);
        const whole = next >= blocks.length;
        at = next;
        if (!whole && numbers.length < rows) continue;
        const { right, ...settled } = await this.settle(terms, numbers, certain);
        if (whole || right >= rows) return { ...settled, whole };
      }
    }

    /** What is found when the first rows are looked at, or all where they are few; `right` of these are known to match. */
    async settle(terms, numbers, certain) {
      if (certain) return { numbers, sure: true, right: numbers.length };
      if (numbers.length <= CHECKED) {
        const right = await this.right(numbers, terms);
        return { numbers: right, sure: true, right: right.length };
      }
      const { right, wrong } = await this.first(numbers, terms);
      const out = new Set(wrong);
      return { numbers: numbers.filter((number) => !out.has(number)), sure: false, right: right.length };
    }

    /** Whether all texts of what was found are to be read unasked, so that quotes mean letter for letter in the count too. */
    isToCheck({ terms, numbers, sure }) {
      return !sure && numbers.length <= LETTERS && terms.some((term) => term.exact);
    }

    /** All reports that match, best first, and apart from them the near ones where none does. */
    async query(query) {
      const found = await this.find(String(query));
      const { terms, figures } = found;
      const numbers = this.isToCheck(found) ? await this.right(found.numbers, terms) : found.numbers;
      const isNear = !numbers.length && !figures && terms.length && this.index.reports && globalThis.searchNear;
      const near = isNear ? (await globalThis.searchNear.find(this, terms)).numbers : [];
      return { reports: numbers.map((n) => this.ids[n]), near: near.map((n) => this.ids[n]) };
    }

    /** What a reader sees of reports, given by their ids, that a query has found. */
    async rows(query, ids) {
      await this.start();
      await this.index.loadIds(ids);
      const terms = parseQuery(String(query));
      // Each as its text comes, while the browser still fetches the others.
      return Promise.all(ids.map(async (id) => globalThis.searchExcerpt.rowOf(await this.text(this.index.numbers.get(id)), terms, String(query))));
    }
  }

  globalThis.SearchEngine = SearchEngine;
  globalThis.searchGrams = gramsOf;
})();
