// The page of all results: finds as one types, keeps its state in the address, and says in plain words what it found.
(() => {
  "use strict";

  const ROWS = 10;
  const PAUSE = 120; // milliseconds without a key before the search begins
  const IN_ADDRESS = 500; // characters; a longer query is searched, but no server takes it in an address
  const { readChosen, writeChosen, isChosen, pass, draw } = globalThis.searchFilters;
  const { searchAsked, searchRows: { rowElement, walk }, searchExcerpt: { rowOf, figureRow } } = globalThis;

  const script = document.currentScript.src;
  const root = new URL("../", script).href;
  const engine = new globalThis.SearchEngine(new URL("search/", script).href);
  window.reportSearch = { query: (query) => engine.query(query), rows: (query, ids) => engine.rows(query, ids) };

  const at = (name) => document.getElementById(`search-${name}`);
  const [form, words, list, more, help] = ["form", "words", "results", "more", "help"].map(at);
  const status = globalThis.searchStatus.start(at("status"));
  const { say, tellError } = status;
  const [body, near, nearList, sidebar, ways, picker, chips, answers] = ["body", "near", "near-list", "filters", "ways", "picker", "chips", "answers"].map(at);

  let asked = 0; // the number of the latest search: what an older one finds is dropped
  let settled = true; // the address stands for a finished query: the next key begins a new entry of the history
  let state = null; // what the latest search found
  let order = "";
  let chosen = readChosen(new URLSearchParams());
  let off = []; // names in the query that are taken as text

  const sorted = (numbers) => {
    const yearOf = (number) => Number(engine.ids[number].slice(-4));
    if (order === "year") return [...numbers].sort((a, b) => yearOf(b) - yearOf(a));
    if (order === "region") return [...numbers].sort((a, b) => (engine.ids[a] < engine.ids[b] ? -1 : 1));
    return numbers;
  };

  const textRow = async (number) => {
    const { terms, query, answered } = state;
    const [report, { sentences }] = await Promise.all([engine.text(number), answered]);
    return rowOf(report, terms, query, sentences.get(report.id));
  };

  const figureRows = (numbers) => {
    const inside = new Set(numbers);
    const told = new Set(); // a report with several figures is one hit
    return state.figures.filter((figure) => inside.has(figure.number)).map((figure) => {
      const again = told.has(figure.number);
      told.add(figure.number);
      return { ...figure, again };
    });
  };

  /** Take the next rows off those that wait; a report that turns out not to match goes out of the count. */
  const nextRows = async (rows) => {
    const { figures, sure, terms } = state;
    if (figures) {
      const part = state.waiting.splice(0, rows);
      return Promise.all(part.map(async (figure) => ({ ...figureRow(await engine.text(figure.number), figure), again: figure.again })));
    }
    const { right, wrong } = sure ? { right: state.waiting.slice(0, rows), wrong: [] } : await engine.first(state.waiting, terms, rows);
    const out = new Set(wrong);
    state.numbers = state.numbers.filter((number) => !out.has(number));
    state.shown = state.shown.filter((number) => !out.has(number));
    state.waiting = state.waiting.slice(state.waiting.indexOf(right.at(-1)) + 1).filter((number) => !out.has(number));
    return Promise.all(right.map(textRow));
  };

  const tellCount = () => {
    if (!state.checking && state.whole) list.dataset.searchCount = state.shown.length;
    status.tellCount(state, list.childElementCount > 0, checkAll);
  };

  /** Show the first rows of what the filters leave, and how many there are. */
  const show = async (search, keep = ROWS, drawing = []) => {
    state.shown = sorted(state.filters && isChosen(chosen) ? pass(state.filters, chosen, state.numbers) : state.numbers);
    state.waiting = state.figures ? figureRows(state.shown) : [...state.shown];
    const [rows, ...draws] = await Promise.all([nextRows(keep), ...drawing]);
    if (search !== asked) return;
    for (const one of draws) one(); // with the rows, that nothing jumps
    body.hidden = false;
    sidebar.hidden = !state.numbers.length; // its room is kept until it is drawn
    list.replaceChildren(...rows.map((row) => rowElement(row, root, "report")));
    more.hidden = !state.waiting.length || !state.whole;
    tellCount();
  };

  const showNear = async (search) => {
    if (state.numbers.length || state.figures || state.meant?.chips.length) return;
    const found = await globalThis.searchNear.find(engine, state.terms);
    const terms = found.words.flatMap((word) => globalThis.searchFold.parseQuery(word));
    const rows = await Promise.all(found.numbers.map(async (number) => rowOf(await engine.text(number), terms, found.words.join(" "))));
    if (search !== asked) return;
    nearList.replaceChildren(...rows.map((row) => rowElement(row, root, "near")));
    near.hidden = !rows.length;
  };

  const showFilters = async (search) => {
    state.filters ??= await engine.index.filters();
    if (search === asked) draw(sidebar, { filters: state.filters, numbers: state.numbers, chosen, order, changed: choose });
  };

  /** What draws the pages and terms that the query may mean; without that file there are none. */
  const readWays = () => globalThis.searchWays.suggest(engine, ways, state.typed, root).catch(() => () => { ways.hidden = true; });

  /** Read every text of what was found: from then on the count is exact. */
  const checkAll = async () => {
    const search = asked;
    const { numbers, terms } = state;
    try {
      const right = await engine.right(numbers, terms, (count) => {
        if (search === asked) say(`已核对 ${count} 份，共 ${numbers.length} 份…`);
        return search === asked;
      });
      if (search !== asked) return;
      Object.assign(state, { numbers: right, sure: true, checking: false });
      await show(search, Math.max(ROWS, list.childElementCount));
      await Promise.all([showNear(search), showFilters(search)]);
    } catch (error) {
      if (search !== asked) return;
      state.checking = false;
      tellError(error, checkAll);
    }
  };

  const clear = () => {
    list.replaceChildren();
    delete list.dataset.searchCount;
    for (const part of [body, near, more, sidebar, ways, chips, answers]) part.hidden = true;
  };

  const finishEmpty = (text) => {
    clear();
    list.dataset.searchCount = 0;
    say(text);
  };

  /** Ask the older reports too: the rows that stand stay, and the count becomes final. */
  const findRest = async (query, search) => {
    const found = await engine.find(query);
    if (search !== asked) return;
    Object.assign(state, found, { checking: engine.isToCheck(found) });
    if (isChosen(chosen) || order) return show(search); // chosen meanwhile
    const links = [...list.querySelectorAll("a")];
    state.shown = state.numbers;
    state.waiting = state.figures ? figureRows(state.shown).slice(links.length)
      : state.shown.slice(state.shown.indexOf(engine.index.numbers.get(links.at(-1).dataset.report)) + 1);
    more.hidden = !state.waiting.length;
    tellCount();
  };

  const find = async (query, search) => {
    const rows = history.state?.rows ?? ROWS;
    const meant = await searchAsked.read(query, off);
    let answered = searchAsked.readAnswers(engine, answers, meant, root);
    const found = await searchAsked.find(engine, query, meant, isChosen(chosen) || order ? Infinity : rows, answered);
    if (!meant?.family && !found.numbers.length && !found.figures) {
      answered = searchAsked.readAnswers(engine, answers, await searchAsked.readLoosely(query, off), root);
    }
    if (search !== asked) return;
    searchAsked.drawChips(chips, meant, takeOff);
    state = { ...found, meant, answered, typed: query, query: meant ? meant.text : query, shown: [], waiting: [], filters: null, checking: found.whole && engine.isToCheck(found) };
    if (!found.terms.length && !meant) return finishEmpty("只有标点，没有可以查找的字");
    if (!engine.index.reports) return finishEmpty("还没有收录报告");
    if (isChosen(chosen)) state.filters = await engine.index.filters();
    await show(search, rows, [readWays(), answered.then(({ draw: drawAnswers }) => drawAnswers)]);
    try {
      if (search === asked && !state.whole) await findRest(state.query, search);
      await Promise.all([showNear(search), showFilters(search)]);
      if (search === asked && state.checking) await checkAll();
    } catch (error) { // what was found stays
      if (search === asked) status.tellBeside(error, run);
    }
  };

  const run = async () => {
    const search = ++asked;
    const query = words.value.trim();
    help.hidden = Boolean(query);
    near.hidden = true;
    delete list.dataset.searchCount;
    if (!query) return clear(), say("");
    try {
      say("正在查找…");
      await find(query, search);
    } catch (error) {
      if (search !== asked) return;
      clear();
      tellError(error, run);
    }
  };

  const address = () => {
    const params = new URLSearchParams();
    const query = words.value.trim();
    if (query && query.length <= IN_ADDRESS) params.set("q", query);
    writeChosen(params, chosen);
    if (order) params.set("order", order);
    for (const word of off) if (query.includes(word)) params.append("text", word);
    return `${location.pathname}${params.size ? `?${params}` : ""}`;
  };

  const remember = (anew) => history[anew ? "pushState" : "replaceState"](null, "", address());

  /** A filter or the order was changed: an entry of its own in the history. */
  const choose = async (kind, label, isOn) => {
    if (kind === "order") order = label;
    else chosen.get(kind)[isOn ? "add" : "delete"](label);
    remember(true);
    settled = true;
    const search = asked;
    try {
      await show(search);
      await showFilters(search);
    } catch (error) {
      if (search === asked) tellError(error, run);
    }
  };

  const restore = () => {
    const params = new URLSearchParams(location.search);
    words.value = params.get("q") ?? "";
    chosen = readChosen(params);
    order = params.get("order") ?? "";
    off = params.getAll("text");
    settled = true;
    run();
  };

  /** A filter that was understood is taken off: its word is text from now on. */
  const takeOff = (word) => {
    off = [...off, word];
    ask(words.value);
    words.focus();
  };

  /** Search for other words, as if they had been typed and sent. */
  const ask = (query) => {
    words.value = query;
    remember(true);
    settled = true;
    run();
  };

  const showMore = async () => {
    const search = asked;
    more.disabled = true;
    try {
      const rows = await nextRows(ROWS);
      if (search !== asked) return;
      const elements = rows.map((row) => rowElement(row, root, "report"));
      list.append(...elements);
      more.hidden = !state.waiting.length;
      tellCount();
      elements[0]?.querySelector("a").focus();
      history.replaceState({ rows: list.childElementCount }, "");
    } catch (error) {
      if (search === asked) tellError(error, run);
    } finally {
      more.disabled = false;
    }
  };

  let timer = 0;
  words.addEventListener("input", (event) => {
    if (event.isComposing) return;
    remember(settled);
    settled = false;
    clearTimeout(timer);
    timer = setTimeout(run, PAUSE);
  });
  words.addEventListener("compositionend", () => words.dispatchEvent(new Event("input")));
  words.addEventListener("change", () => { settled = true; });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    settled = true;
    run();
  });
  more.addEventListener("click", showMore);
  document.addEventListener("keydown", (event) => walk(event, words));
  window.addEventListener("popstate", restore);
  globalThis.searchWays.startPicker(engine, picker, ask);
  restore();
  if (!words.value) words.focus();
})();
