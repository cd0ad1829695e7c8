// What the page of all results makes of a query that means more than its words: filters as chips, and a box of figures.
(() => {
  "use strict";

  const { understand, passes } = globalThis.searchQuery;
  const SHOWN = 5; // figures at first
  const MORE = 20;
  const CHECKED = 40; // texts that are read unasked, as in search-engine.js
  const KINDS = { region: "地区", year: "年度", department: "部门" };

  const make = (name, told = {}) => Object.assign(document.createElement(name), told);

  /** What a query means, or null where it is words alone: quotes and signs are taken as written. */
  const read = async (query, off) => {
    if (globalThis.searchFigures.parse(query)) return null;
    const names = await globalThis.searchNames.load().catch(() => null); // without them all is text
    const meant = names && understand(query, names, off);
    return meant && (meant.chips.length || meant.family) ? { ...meant, names, text: [...meant.words, ...meant.named].join(" ") } : null;
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

  /** What is found for a query as it is meant; `isLoose`: no report of those asked for has the words for the figures. */
  const find = async (engine, query, meant, rows) => {
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
      chip.setAttribute("aria-label", `去掉筛选 ${label}`);
      chip.addEventListener("click", () => taken(word));
      return chip;
    }));
    place.hidden = !place.childElementCount;
  };

  const answer = (row, root) => {
    const [region, ...rest] = row.id.split("-");
    const year = rest.pop();
    const page = new URL(`reports/${region}/${rest.join("-")}/${year}/${globalThis.searchPages ?? ""}`, root).href;
    const item = make("li");
    const value = make("a", { href: `${page}#m-${row.row}` });
    value.append(make("strong", { textContent: row.written }), ` ${row.subject}`);
    const about = make("small");
    about.append(make("span", { textContent: row.agency }), make("span", { textContent: `${year} 年度` }));
    if (row.isDoubted) about.append(make("span", { textContent: "存疑" }));
    if (row.sentence) {
      const sentence = make("span");
      sentence.append(make("a", { href: `${page}#s-${row.sentence}`, textContent: "看原句" }));
      about.append(sentence);
    }
    item.append(value, about);
    return item;
  };

  const ORDERS = { most: "从大到小", least: "从小到大", "": "新的在前" };

  /** Find the figures that a query asks for; what draws them. */
  const readAnswers = async (engine, place, meant, root) => {
    if (!meant?.family) return () => { place.hidden = true; };
    await engine.start();
    const draw = (found, shown) => {
      const title = make("h2", { textContent: `数字：${meant.family.label}` });
      title.append(make("small", { textContent: ORDERS[meant.order] }));
      const list = make("ol");
      list.append(...found.rows.map((row) => answer(row, root)));
      place.replaceChildren(title, found.rows.length ? list : make("p", { textContent: "这些报告里没有符合的数字；报告没有写，不等于没有。" }));
      place.hidden = false;
      if (found.whole) return;
      const more = make("button", { type: "button", textContent: `再列 ${MORE} 个数字` });
      more.addEventListener("click", async () => {
        more.disabled = true;
        try {
          draw(await globalThis.searchAnswers.find(engine.index, meant.names, meant, shown + MORE), shown + MORE);
          place.querySelectorAll("li")[shown]?.querySelector("a").focus();
        } catch {
          more.disabled = false;
        }
      });
      place.append(more);
    };
    const shown = meant.first || SHOWN;
    const found = await globalThis.searchAnswers.find(engine.index, meant.names, meant, shown);
    return () => draw(meant.first ? { ...found, whole: true } : found, shown);
  };

  globalThis.searchAsked = { read, find, drawChips, readAnswers };
})();
