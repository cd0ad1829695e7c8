// Where no report has all that was asked: the query is cut into words, and the reports that have most of them are near.
(() => {
  "use strict";

  const LENGTH = 24; // characters of a query that near reports are looked for with
  const WORDS = 6;
  const MOST = 10;
  const LONGEST = 4;
  const UNKNOWN = 30; // what a character outside all words costs a cut, in bits: more than the rarest word

  /** Words with their costs in bits, from 行B为C业 政B治: see build_scripts/search/words.py. */
  const readWords = (listed) => new Map(listed.split(" ").flatMap((words) =>
    [...words.matchAll(/([A-Z])([^A-Z]+)/g)].map(([, cost, rest]) => [words[0] + rest, 3 * (cost.charCodeAt(0) - 64)])));

  /** Cut text into the words that cost least together, as jieba does with its dictionary. */
  const cut = (text, costs) => {
    const best = [{ cost: 0, word: "" }];
    for (let end = 1; end <= text.length; end++) {
      best[end] = { cost: best[end - 1].cost + UNKNOWN, word: text[end - 1] };
      for (let size = 2; size <= Math.min(LONGEST, end); size++) {
        const word = text.slice(end - size, end);
        const cost = best[end - size].cost + (costs.get(word) ?? Infinity);
        if (cost < best[end].cost) best[end] = { cost, word };
      }
    }
    const words = [];
    for (let end = text.length; end > 0; end -= words[0].length) words.unshift(best[end].word);
    return words;
  };

  /** The words of the terms: numbers whole, the rest cut; characters on their own tell too little. */
  const wordsOf = (terms, costs) => {
    const text = terms.map((term) => term.fold).join("\n").slice(0, LENGTH);
    const parts = text.match(/[0-9a-z][0-9a-z.]*|[^0-9a-z\n]+/g) ?? [];
    const words = parts.flatMap((part) => (/^[0-9a-z]/.test(part) ? [part] : cut(part, costs)));
    return [...new Set(words)].filter((word) => word.length > 1).slice(0, WORDS);
  };

  /** Reports that have at least half of what the words are worth, best first; rare words are worth more. */
  const find = async (engine, terms) => {
    const costs = readWords(await engine.index.shared("words"));
    const words = wordsOf(terms, costs);
    const all = await Promise.all(words.map((word) => engine.leastInAll(globalThis.searchGrams(word, 2))));
    const scores = new Float64Array(engine.index.size);
    const told = [];
    let whole = 0;
    words.forEach((word, n) => {
      const reports = all[n].reduce((sum, weight) => sum + (weight > 0), 0);
      const worth = word.length * Math.log(1 + (engine.index.reports + 1) / (reports + 0.5));
      whole += worth;
      if (reports) told.push(word);
      all[n].forEach((weight, number) => { if (weight) scores[number] += worth; });
    });
    const isNear = (score) => score >= whole / 2 && score > 0;
    const blocks = engine.index.blocks.filter(({ offset, size }) => scores.subarray(offset, offset + size).some(isNear));
    await Promise.all(blocks.map((block) => block.load()));
    const numbers = blocks.flatMap((block) => block.order).filter((number) => isNear(scores[number]));
    numbers.sort((a, b) => scores[b] - scores[a]); // of two alike the first stays first
    return { numbers: numbers.slice(0, MOST), words: told };
  };

  globalThis.searchNear = { find, cut };
})();
