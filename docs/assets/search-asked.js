// What the page of all results makes of a query that means more than its words: filters as chips, and a box of figures.
(() => {
  "use strict";

  const { understand, passes } = globalThis.searchQuery;
  const SHOWN = 5; // figures at first
  const MOST = 10; // and where a number of them is asked for: each costs the text of its report, 4 kB
  const MORE = 20;
  const CHECKED = 40; // texts that are read unasked, as in search-engine.js
  const KINDS = { region: "地区", year: "年度", department: "部门" };

  const make = (name, told = {}) => Object.assign(document.createElement(name), told);

  /** What a query means, or null where it is words alone: quotes and signs are taken as written. */
  const read = async (query, off) => {
    if (globalThis.searchFigures.parse(query)) return null;
    const names = await globalThis.searchNames.load().catch(() => null); // without them all is text
    const meant = names && understand(query, names, off);
    if (!meant || !(meant.chips.length || meant.family)) return null;
    const asTyped = [...meant.words, ...meant.named].sort((a, b) => query.indexOf(a) - query.indexOf(b));
    return { ...meant, names, text: asTyped.join(" ") };
  };

  const findPassing = async (engine, meant, words) => {
    await engine.start();
    if (!words.length) await engine.index.loadIds();
    const found = words.length ? await engine.find(words.join(" "))
      : { terms: [], figures: null, numbers: engine.index.blocks.flatMap((block) => block.order), sure: true, whole: true };
    const numbers = found.numbers.filter((number) => passes(meant, engine.ids[number]));
    if (found.sure || numbers.length > CHECKED) return { ...found, numbers };
    return { ...found, numbers: await engine.right(numbers, found.terms), sure: true };
  };

  /** What a query asks of figures where no report has its words: names are picked out of it, the rest is left out. */
  const readLoosely = async (query, off) => {
    if (query.includes('"') || globalThis.searchFigures.parse(query)) return null;
    const names = await globalThis.searchNames.load().catch(() => null);
    const meant = names && understand(query, names, off, true);
    return meant?.family ? { ...meant, names, isLoose: true } : null;
  };

  /** What is found for a query as it is meant, those with the figures that are asked for first where these are ordered
   * or bounded; `answered` will have the figures. */
  const find = async (engine, query, meant, rows, answered) => {
    const isBare = meant && !meant.chips.length && !meant.words.length && !meant.named.length; // 民告官
    const isRanked = meant && (meant.order || meant.bounds.length || isBare);
    const found = await findWords(engine, query, meant, isRanked ? Infinity : rows);
    if (!isRanked) return found;
    const inside = new Set(found.numbers);
    const { ids, sentences } = await answered;
    const first = [...ids, ...sentences.keys()].map((id) => engine.index.numbers.get(id)).filter((number) => inside.has(number));
    return { ...found, isBare, numbers: [...new Set([...first, ...found.numbers])] };
  };

  /** `isLoose`: no report of those asked for has the words for the figures. */
  const findWords = async (engine, query, meant, rows) => {
    if (!meant) return engine.find(query, rows);
    const words = [...meant.words, ...meant.named];
    if (!meant.chips.length && words.length) return engine.find(words.join(" "), rows);
    const found = await findPassing(engine, meant, words);
    if (found.numbers.length || !meant.named.length) return found;
    return { ...await findPassing(engine, meant, meant.words), isLoose: true };
  };

  /** Draw the filters that were understood; `taken` hears the word of one that is taken off. */
  const drawChips = (place, meant, taken) => {
    place.replaceChildren(...(meant?.chips ?? []).map(({ kind, label, word }) => {
      const chip = make("button", { type: "button", title: `不作筛选，按文字查“${word}”` });
      chip.append(make("span", { textContent: `${KINDS[kind]}：${label}` }), make("span", { textContent: "×", ariaHidden: "true" }));
      chip.setAttribute("aria-label", `${KINDS[kind]}：${label}，去掉这个筛选`);
      chip.addEventListener("click", () => taken(word));
      return chip;
    }));
    place.hidden = !place.childElementCount;
  };

  const BARE = /^\p{Nd}[\p{Nd},，.．]*$/u;

  /** A figure as it is written; one of a table, whose unit stands above it, with that. */
  const withUnit = ({ written, value, unit }) => {
    if (!BARE.test(written)) return written;
    const scale = value / Number(written.normalize("NFKC").replaceAll(",", ""));
    const [, word] = [[1, ""], [1e4, "万"], [1e8, "亿"]].find(([size]) => Math.abs(scale / size - 1) < 1e-9) ?? [];
    return word === undefined ? `${written}（${value}${unit}）` : `${written}${word}${unit}`;
  };

  const piece = ({ text, hit }) => (hit ? make("mark", { textContent: text }) : text);

  const answer = (row, root, sentence) => {
    const [region, ...rest] = row.id.split("-");
    const year = rest.pop();
    const page = new URL(`reports/${region}/${rest.join("-")}/${year}/${globalThis.searchPages ?? ""}`, root).href;
    const item = make("li");
    const value = make("a", { href: `${page}#m-${row.row}` });
    value.append(make("strong", { textContent: withUnit(row) }), ` ${row.subject}`);
    const about = make("small");
    about.append(make("span", { textContent: row.agency }), make("span", { textContent: `${year} 年度` }));
    if (row.isDoubted) about.append(make("span", { textContent: "存疑" }));
    if (row.sentence) {
      const way = make("span");
      way.append(make("a", { href: `${page}#s-${row.sentence}`, textContent: "看原句" }));
      about.append(way);
    }
    item.append(value, about);
    if (sentence.length) {
      const quoted = make("p");
      quoted.append(...sentence.map(piece));
      item.append(quoted);
    }
    return item;
  };

  /** The sentences of figures in pieces, out of their reports' texts: most of these the first rows need as well. */
  const readSentences = async (engine, rows) => {
    await engine.index.loadIds(rows.map((row) => row.id));
    return Promise.all(rows.map(async (row) => {
      const number = engine.index.numbers.get(row.id);
      return number === undefined ? [] : globalThis.searchSnippet.quote(await engine.text(number), `s-${row.sentence}`, row.written);
    }));
  };

  const ORDERS = { most: "从大到小", least: "从小到大", "": "新的在前" };

  /** The first figures that answer, with their sentences: those are left out where texts cannot be read. */
  const readFigures = async (engine, meant, shown) => {
    const found = await globalThis.searchAnswers.find(engine.index, meant, shown);
    const whole = found.whole || (meant.first > 0 && found.rows.length >= meant.first);
    return { ...found, whole, quoted: await readSentences(engine, found.rows).catch(() => found.rows.map(() => [])) };
  };

  const answersTo = async (engine, place, meant, root) => {
    await engine.start();
    const limit = meant.first || Infinity;
    const draw = (found, shown) => {
      const title = make("h2", { textContent: `数字：${meant.family.label}` });
      const filters = meant.isLoose ? meant.chips.map(({ label }) => label) : [];
      title.append(make("small", { textContent: [...filters, ORDERS[meant.order]].join(" · ") }));
      const list = make("ol");
      list.append(...found.rows.map((row, n) => answer(row, root, found.quoted[n])));
      place.replaceChildren(title, found.rows.length ? list : make("p", { textContent: "这些报告里没有符合的数字；报告没有写，不等于没有。" }));
      place.hidden = false;
      if (found.whole) return;
      const next = Math.min(shown + MORE, limit);
      const more = make("button", { type: "button", textContent: `再列 ${next - shown} 个数字` });
      more.addEventListener("click", async () => {
        more.disabled = true;
        try {
          draw(await readFigures(engine, meant, next), next);
          place.querySelectorAll("li")[shown]?.querySelector("a").focus();
        } catch {
          more.disabled = false;
        }
      });
      place.append(more);
    };
    const shown = meant.first ? Math.min(meant.first, MOST) : SHOWN;
    const found = await readFigures(engine, meant, shown);
    return { draw: () => draw(found, shown), sentences: found.sentences, ids: found.rows.map(({ id }) => id) };
  };

  /** Find the figures that a query asks for: {draw, sentences, ids}, the sentences by report, the reports in order. Where
   * there are none to be had nothing is drawn. */
  const readAnswers = async (engine, place, meant, root) => {
    const none = { draw: () => { place.hidden = true; }, sentences: new Map(), ids: [] };
    return meant?.family ? answersTo(engine, place, meant, root).catch(() => none) : none;
  };

  globalThis.searchAsked = { read, readLoosely, find, drawChips, readAnswers };
})();
