// The page of all results: finds as one types, keeps its state in the address, and says in plain words what it found.
(() => {
  "use strict";

  const ROWS = 10;
  const PAUSE = 120; // milliseconds without a key before the search begins
  const IN_ADDRESS = 500; // characters; a longer query is searched, but no server takes it in an address
  const { readChosen, writeChosen, isChosen, pass, draw } = globalThis.searchFilters;

  const script = document.currentScript.src;
  const root = new URL("../", script).href;
  const engine = new globalThis.SearchEngine(new URL("search/", script).href);
  window.reportSearch = { query: (query) => engine.query(query) };

  const at = (name) => document.getElementById(`search-${name}`);
  const [form, words, status, list, more, help] = ["form", "words", "status", "results", "more", "help"].map(at);
  const [near, nearList, sidebar] = ["near", "near-list", "filters"].map(at);

  let asked = 0; // the number of the latest search: what an older one finds is dropped
  let settled = true; // the address stands for a finished query: the next key begins a new entry of the history
  let state = null; // what the latest search found
  let order = "";
  let chosen = readChosen(new URLSearchParams());

  const say = (text, action) => {
    status.textContent = text;
    if (!action) return;
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "重试" });
    button.addEventListener("click", action);
    status.append(" ", button);
  };

  const appendPieces = (element, pieces) => {
    for (const { text, hit } of pieces) {
      element.append(hit ? Object.assign(document.createElement("mark"), { textContent: text }) : text);
    }
    return element;
  };

  const make = (name, className = "") => Object.assign(document.createElement(name), { className });

  /** A row of the list; nothing of a report is ever taken for markup. */
  const rowElement = (row, kind) => {
    const item = make("li");
    const link = appendPieces(make("a"), row.title);
    link.href = new URL(row.href, root).href;
    if (!row.again) link.dataset[kind] = row.id;
    const about = make("small");
    about.append(...row.about.map((text) => Object.assign(make("span"), { textContent: text })));
    item.append(link, about, appendPieces(make("p"), row.excerpt));
    return item;
  };

  const sorted = (numbers) => {
    const yearOf = (number) => Number(engine.ids[number].slice(-4));
    if (order === "year") return [...numbers].sort((a, b) => yearOf(b) - yearOf(a));
    if (order === "region") return [...numbers].sort((a, b) => (engine.ids[a] < engine.ids[b] ? -1 : 1));
    return numbers;
  };

  const rowsOf = (numbers) => {
    if (!state.figures) return numbers.map((number) => async () => globalThis.searchExcerpt.rowOf(await engine.text(number), state.terms, state.query));
    const inside = new Set(numbers);
    const told = new Set(); // a report with several figures is one hit
    return state.figures.filter((figure) => inside.has(figure.number)).map((figure) => {
      const again = told.has(figure.number);
      told.add(figure.number);
      return async () => ({ ...globalThis.searchExcerpt.figureRow(await engine.text(figure.number), figure), again });
    });
  };

  const tellCount = (count) => {
    const { figures, query } = state;
    const short = query.length > 40 ? `${query.slice(0, 40)}…` : query;
    if (count && figures) return `${count} 份报告里有符合“${short}”的数字`;
    if (count) return `找到 ${count} 份报告`;
    if (state.numbers.length) return "筛选之后没有报告，请去掉一些筛选";
    return figures ? `没有符合“${short}”的数字，可以换个叫法或放宽条件` : `没有报告含有“${short}”，可以少写几个字，或换个说法`;
  };

  /** Show the first rows of what the filters leave, and the exact number once it is known. */
  const show = async (search, { final, keep = ROWS }) => {
    const numbers = sorted(state.filters && isChosen(chosen) ? pass(state.filters, chosen, state.numbers) : state.numbers);
    const waiting = rowsOf(numbers);
    const first = await Promise.all(waiting.slice(0, keep).map((row) => row()));
    if (search !== asked) return;
    list.replaceChildren(...first.map((row) => rowElement(row, "report")));
    state.waiting = waiting.slice(keep);
    more.hidden = !state.waiting.length;
    if (final) {
      list.dataset.searchCount = numbers.length;
      say(tellCount(numbers.length));
    } else {
      say(`约 ${numbers.length} 份，正在逐份核对…`);
    }
  };

  const showNear = async (search) => {
    if (state.numbers.length || state.figures) return;
    const found = await engine.near(state.terms);
    const rows = await Promise.all(found.numbers.map(async (number) => globalThis.searchExcerpt.rowOf(
      await engine.text(number), found.words.flatMap((word) => globalThis.searchFold.parseQuery(word)), found.words.join(" "))));
    if (search !== asked) return;
    nearList.replaceChildren(...rows.map((row) => rowElement(row, "near")));
    near.hidden = !rows.length;
  };

  const showFilters = async (search) => {
    state.filters ??= await engine.json("filters.bin");
    if (search === asked) draw(sidebar, { filters: state.filters, numbers: state.numbers, chosen, order, changed: choose });
  };

  const clear = () => {
    list.replaceChildren();
    delete list.dataset.searchCount;
    near.hidden = more.hidden = sidebar.hidden = true;
  };

  const find = async (query, search) => {
    await engine.start();
    const terms = globalThis.searchFold.parseQuery(query);
    const figures = await globalThis.searchFigures.find(engine, query);
    if (search !== asked) return;
    state = { query, terms, figures, numbers: [], waiting: [], filters: null };
    if (figures) state.numbers = [...new Set(figures.map((row) => row.number))];
    else if (!terms.length) return finishEmpty("只有标点，没有可以查找的字");
    else if (!engine.ids.length) return finishEmpty("还没有收录报告");
    else await findText(terms, search);
    if (search !== asked) return;
    if (isChosen(chosen)) state.filters = await engine.json("filters.bin");
    await show(search, { final: true, keep: history.state?.rows ?? ROWS });
    await Promise.all([showNear(search), showFilters(search)]);
  };

  const findText = async (terms, search) => {
    const found = await engine.candidates(terms);
    let told = 0;
    const first = async () => { // the first rows, checked, while the rest is still being looked at
      state.numbers = await engine.verify({ ...found, numbers: found.numbers.slice(0, ROWS) }, terms);
      if (search === asked && !isChosen(chosen)) await show(search, { final: false });
    };
    if (!found.certain && found.numbers.length > ROWS) await first();
    const numbers = await engine.verify(found, terms, (count) => {
      if (search === asked && count - told > 100) say(`已核对 ${(told = count)} 份，共 ${found.numbers.length} 份…`);
      return search === asked;
    });
    if (search === asked) state.numbers = numbers;
  };

  const finishEmpty = (text) => {
    clear();
    list.dataset.searchCount = 0;
    say(text);
  };

  const run = async () => {
    const search = ++asked;
    const query = words.value.trim();
    help.hidden = Boolean(query);
    near.hidden = true;
    delete list.dataset.searchCount;
    if (!query) {
      clear();
      return say("");
    }
    try {
      say("正在查找…");
      await find(query, search);
    } catch (error) {
      if (search !== asked) return;
      clear();
      say(`${error instanceof TypeError ? "检索索引读不到，请检查网络" : error.message}。`, run);
    }
  };

  const address = () => {
    const params = new URLSearchParams();
    const query = words.value.trim();
    if (query && query.length <= IN_ADDRESS) params.set("q", query);
    writeChosen(params, chosen);
    if (order) params.set("order", order);
    return `${location.pathname}${params.size ? `?${params}` : ""}`;
  };

  const remember = (anew) => {
    if (anew) history.pushState(null, "", address());
    else history.replaceState(null, "", address());
  };

  /** A filter or the order was changed: an entry of its own in the history. */
  const choose = async (kind, label, isOn) => {
    if (kind === "order") order = label;
    else chosen.get(kind)[isOn ? "add" : "delete"](label);
    remember(true);
    settled = true;
    const search = asked;
    await show(search, { final: true });
    await showFilters(search);
  };

  const restore = () => {
    const params = new URLSearchParams(location.search);
    words.value = params.get("q") ?? "";
    chosen = readChosen(params);
    order = params.get("order") ?? "";
    settled = true;
    run();
  };

  const showMore = async () => {
    const search = asked;
    more.disabled = true;
    const rows = await Promise.all(state.waiting.slice(0, ROWS).map((row) => row()));
    more.disabled = false;
    if (search !== asked) return;
    state.waiting = state.waiting.slice(ROWS);
    const elements = rows.map((row) => rowElement(row, "report"));
    list.append(...elements);
    more.hidden = !state.waiting.length;
    elements[0]?.querySelector("a").focus();
    history.replaceState({ rows: list.childElementCount }, "");
  };

  /** Arrow keys walk from the box through the results and back; / leads to the box. */
  const walk = (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const links = [...document.querySelectorAll(".search-results a")].filter((link) => link.offsetParent);
    const place = links.indexOf(document.activeElement);
    const inBox = document.activeElement === words;
    if (event.key === "/" && !document.activeElement.matches("input, select, textarea")) words.select();
    else if (event.key === "ArrowDown" && (inBox || place >= 0)) links[Math.min(place + 1, links.length - 1)]?.focus();
    else if (event.key === "ArrowUp" && place >= 0) (links[place - 1] ?? words).focus();
    else return;
    event.preventDefault();
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
  document.addEventListener("keydown", walk);
  window.addEventListener("popstate", restore);
  restore();
  if (!words.value) words.focus();
})();
