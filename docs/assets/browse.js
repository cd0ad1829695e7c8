// Narrows the list of all reports by year, region, department and theme at once. What is chosen stands in the address,
// so that it can be passed on. The reports come from data/browse/, read when a filter is first used; without this
// script, or without the data, the pages list every report, fifty each. Text from the data is only ever set as text.
(() => {
  "use strict";

  const MOST = 4; // reports that can be compared
  const STEP = 50; // rows shown at once
  const list = document.querySelector("[data-list]");
  if (!list) return;

  const { make, reportAt, failure, take: takeAll, put, count: countAll } = globalThis.filterList;
  const form = list.closest("form");
  const [status, none, more, compare] = ["shown", "none", "more", "compare"].map((name) => form.querySelector(`[data-${name}]`));
  const pager = document.querySelector(".pager");
  const filters = document.querySelector("[data-filters]"); // on the first page alone
  const selects = filters ? [...filters.querySelectorAll("select")] : [];
  const own = [...list.children]; // the rows of the page itself
  const rows = new Map(own.map((row) => [row.querySelector("input").value, row]));
  const said = status.textContent;
  const plain = new Map(selects.flatMap((select) => [...select.options].map((option) => [option, option.text])));
  let limit = STEP;
  let turn = 0; // of several narrowings only the last one shows
  let loading;
  let known; // {reports, regions, themes} once read

  // -- the data

  const read = (name) => globalThis.filterList.read(`data/browse/${name}.json`);

  const readAll = async () => {
    const { slices, themes } = await read("index");
    const files = await Promise.all(slices.map(read));
    const reports = files.flatMap((file) => file.rows.map(([region, department, title, agency, dated, figures, doubtful, bits]) => ({
      id: `${region}-${department}-${`${file.year}`.padStart(4, "0")}`,
      year: file.year, place: file.regions[region][0],
      region, department, title, agency, dated, figures, doubtful, bits,
    })));
    const regions = new Map(files.flatMap((file) => Object.entries(file.regions).map(([code, [, name]]) => [code, name])));
    return { reports, themes, regions: [...regions].sort(([a], [b]) => (a < b ? -1 : 1)) };
  };

  const load = () => {
    loading ??= readAll().then((read) => (known = read)).catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };

  /** The values of a filter that a report has. A region's code begins with the codes of those around it. */
  const valuesOf = (report, key) => {
    if (key === "region") return [...new Set([2, 4, 6, 9].map((length) => report.region.slice(0, length)))];
    if (key === "theme") return known.themes.filter((_, n) => report.bits & (1 << n));
    return [`${report[key]}`];
  };

  /** The reports that pass all filters, or all but one. */
  const passing = (but) => {
    const asked = selects.filter((select) => select !== but && select.value);
    return known.reports.filter((report) => asked.every((select) => valuesOf(report, select.name).includes(select.value)));
  };

  // -- the rows

  const rowOf = (report) => {
    if (!rows.has(report.id)) rows.set(report.id, makeRow(report));
    return rows.get(report.id);
  };

  const makeRow = ({ id, year, region, department, title, agency, place, dated, figures, doubtful }) => {
    const box = make("input", { type: "checkbox", name: "r", value: id, "aria-label": `选来比较：${agency} ${year} 年度` });
    const told = [...(title.includes(agency) ? [] : [agency]), place, `${year} 年度`, dated, `${figures} 个数字`, ...(doubtful ? [`${doubtful} 处存疑`] : [])];
    const small = make("small", {}, ...told.flatMap((words) => [make("span", {}, words), " "]));
    const link = make("a", { href: reportAt(region, department, year) }, title);
    return make("li", {}, make("label", { class: "pick" }, box), make("div", {}, link, small));
  };

  const picked = () => [...rows.values()].filter((row) => row.querySelector("input").checked);

  /** Show rows; those that are picked stay, whatever the filters say. */
  const show = (wanted) => {
    list.replaceChildren(...new Set([...picked().filter((row) => !wanted.includes(row)), ...wanted]));
    offer();
  };

  /** Say what the button does; at four picked no fifth can be. */
  const offer = () => {
    const chosen = picked().length;
    for (const box of list.querySelectorAll("input")) box.disabled = chosen >= MOST && !box.checked;
    if (!compare) return;
    const first = Math.min(MOST, list.children.length);
    compare.disabled = chosen < 2 && first < 2;
    compare.textContent = chosen > 1 || first < 2 ? `并排比较所选${chosen ? ` ${chosen} 份` : ""}` : `并排比较前 ${first} 份`;
  };

  // -- the filters

  const asked = () => selects.filter((select) => select.value);

  /** Of many regions the page names provinces and prefectures alone: add what lies in the one that is asked for. */
  const addRegions = (wanted) => {
    const select = selects.find(({ name }) => name === "region");
    const start = (wanted || "").slice(0, 4);
    for (const option of select.querySelectorAll("[data-added]")) if (!option.value.startsWith(start) || start.length < 4) option.remove();
    if (start.length < 4) return;
    let after = [...select.options].findLast(({ value }) => value && start.startsWith(value));
    for (const [code, name] of known.regions.filter(([code]) => code.startsWith(start) && !/^\d{4}00$/.test(code))) {
      const there = [...select.options].find(({ value }) => value === code);
      const option = there ?? make("option", { value: code, "data-added": "" }, `${"　".repeat(code.length > 6 ? 3 : 2)}${name}`);
      if (!there && after) after.after(option);
      after = option;
      if (!plain.has(option)) plain.set(option, option.text);
    }
  };

  /** Write beside each choice how many reports it would leave. */
  const count = (select) => {
    const counts = new Map();
    for (const report of passing(select)) for (const value of valuesOf(report, select.name)) counts.set(value, (counts.get(value) ?? 0) + 1);
    countAll(select, counts, plain);
  };

  /** Without filters the page is what it was. */
  const restore = () => {
    if (filters) addRegions("");
    for (const select of selects) for (const option of select.options) Object.assign(option, { text: plain.get(option), disabled: false });
    status.textContent = said;
    none.hidden = more.hidden = true;
    if (pager) pager.hidden = false;
    show(own);
  };

  const narrow = async () => {
    const mine = ++turn;
    if (!asked().length) return restore();
    if (!known) status.textContent = "正在筛选……";
    try {
      await load();
    } catch {
      restore();
      status.textContent = failure();
      return;
    }
    if (mine !== turn) return;
    addRegions(selects.find(({ name }) => name === "region").value);
    const kept = passing(null);
    for (const select of selects) count(select);
    show(kept.slice(0, limit).map(rowOf));
    status.textContent = kept.length === known.reports.length ? said : `${kept.length} 份，共 ${known.reports.length} 份`;
    none.hidden = kept.length > 0;
    more.hidden = kept.length <= limit;
    if (pager) pager.hidden = true;
  };

  /** Take the filters from the address; a value that is not offered counts as none. */
  const take = async () => {
    const query = new URLSearchParams(location.search);
    const wanted = selects.filter((select) => query.get(select.name));
    const region = query.get("region");
    if (wanted.length && region && !known) await load().catch(() => {});
    if (known && region) addRegions(region);
    takeAll(selects, query);
    limit = STEP;
    await narrow();
  };

  const go = () => {
    limit = STEP;
    put(selects);
    narrow();
  };

  if (filters) {
    filters.addEventListener("focusin", () => load().catch(() => {}), { once: true });
    filters.addEventListener("change", go);
    filters.addEventListener("submit", (event) => event.preventDefault());
    filters.addEventListener("reset", (event) => {
      event.preventDefault();
      for (const select of selects) select.value = "";
      go();
    });
    more.firstElementChild.addEventListener("click", async () => {
      const shown = list.children.length;
      limit += STEP;
      await narrow();
      list.children[shown]?.querySelector("a").focus();
    });
    window.addEventListener("popstate", take);
  }
  list.addEventListener("change", offer);
  form.addEventListener("submit", (event) => {
    if (picked().length > 1) return;
    event.preventDefault();
    const ids = [...new Set([...picked(), ...list.children])].slice(0, MOST).map((row) => ["r", row.querySelector("input").value]);
    location.href = `${form.action}?${new URLSearchParams(ids)}`;
  });
  // A page that comes back from the browser's memory keeps its ticks: they count anew.
  window.addEventListener("pageshow", take);
  take();
})();
