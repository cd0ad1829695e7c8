// Puts two to four reports side by side, by indicator: /compare/?r=<id>&r=<id>. Reads data/compare/ of this very site,
// wherever it lies: a file for each prefecture asked for. Text from the data is only ever set as text.
(() => {
  "use strict";

  const MOST = 4;
  const FEW = 500; // reports that a list to pick from may hold
  const place = document.getElementById("compare");
  const root = new URL("../", document.currentScript.src);
  if (!place) return;

  /** An element with attributes and children; a string among the children becomes text. */
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children.filter((child) => child !== null));
    return element;
  };

  /** The address of a page; opened from a disk (the offline edition) a folder is none. */
  const pageAt = (folder, hash = "") => new URL(`${folder}${globalThis.searchPages ?? ""}${hash}`, root).href;

  const load = async (name) => {
    if (globalThis.siteFile) return JSON.parse(new TextDecoder().decode(await globalThis.siteFile(name)));
    const answer = await fetch(new URL(name, root));
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    return answer.json();
  };

  const asked = () => [...new Set(new URLSearchParams(location.search).getAll("r"))];

  const files = new Map(); // of each prefecture, once asked for
  let picked = []; // ids, from the moment they are picked
  let turn = 0; // of several showings only the last one counts

  /** The reports asked for that exist, at most four, by id. */
  const find = async (ids, names) => {
    const found = await Promise.all(ids.map(async (id) => {
      const name = id.slice(0, 4);
      if (!names.includes(name)) return null;
      if (!files.has(name)) files.set(name, load(`data/compare/${name}.json`));
      const reports = await files.get(name);
      return Object.hasOwn(reports, id) ? [id, { id, ...reports[id] }] : null;
    }));
    return new Map(found.filter(Boolean).slice(0, MOST));
  };

  const address = (ids) => `?${new URLSearchParams(ids.map((id) => ["r", id]))}`;

  const label = (report) => `${report.agency} ${report.year} 年度`;

  const number = (value) => Number(value).toLocaleString("zh-CN", { maximumFractionDigits: 4 });

  /** The one exact value of the report's own year, or null where there is none or more than one. */
  const sole = (values) => (values?.length === 1 && values[0].exact && !values[0].period ? values[0] : null);

  /** How a value stands to the same body's last year among those compared: "比 2022 年度 +3 件（+25%）", or null. */
  const change = (slug, report, reports) => {
    const earlier = reports
      .filter((other) => other.body === report.body && other.year < report.year)
      .sort((a, b) => b.year - a.year)[0];
    const [now, then] = [sole(report.values[slug]), earlier ? sole(earlier.values[slug]) : null];
    if (!now || !then || now.unit !== then.unit) return null;
    const difference = Number((Number(now.value) - Number(then.value)).toFixed(6));
    const sign = difference > 0 ? "+" : "";
    const told = `比 ${earlier.year} 年度 ${sign}${number(difference)}`;
    if (now.unit === "%") return `${told} 个百分点`;
    const share = Number(then.value) ? `（${sign}${((100 * difference) / Number(then.value)).toFixed(1)}%）` : "";
    return `${told} ${now.unit}${share}`;
  };

  const cell = (slug, report, reports) => {
    const told = report.values[slug];
    if (!told) return make("td", { class: "number unsaid" }, make("span", { class: "for-ears" }, "没有写"));
    const td = make("td", { class: "number" });
    for (const value of told) {
      td.append(make("a", { class: "value", href: pageAt(report.page, `#${value.id}`) }, value.written));
      if (Number(value.value) === 0) td.append(make("small", {}, "明说没有，记 0"));
      if (value.period) td.append(make("small", {}, value.period));
    }
    const grown = change(slug, report, reports);
    if (grown) td.append(make("small", { class: "change" }, grown));
    return td;
  };

  const row = (head, cells) => make("tr", {}, make("th", { scope: "row" }, head), ...cells);

  const table = (reports, indicators) => {
    const heads = reports.map((report) =>
      make("th", { scope: "col" }, make("a", { href: pageAt(report.page) }, `${report.agency} `, make("span", {}, `${report.year} 年度`)), make("small", {}, report.place)));
    const facts = [
      row("日期", reports.map((report) => make("td", { class: "number date" }, report.dated))),
      row("全部数字", reports.map((report) => make("td", { class: "number" }, `${report.figures}`))),
    ];
    const shared = indicators.filter(({ slug }) => reports.some((report) => report.values[slug]));
    const rows = shared.map(({ slug, name, unit }) =>
      row(make("span", {}, make("a", { href: pageAt(`indicators/${slug}/`) }, name), make("small", {}, `单位：${unit}`)),
        reports.map((report) => cell(slug, report, reports))));
    const caption = make("caption", {}, `${reports.length} 份报告，${shared.length} 个指标；空格是没有写`);
    const head = make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "指标"), ...heads));
    return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "并排比较" },
      make("table", { class: "compared" }, caption, head, make("tbody", {}, ...facts, ...rows)));
  };

  const chosen = (reports, go) => {
    const list = make("ul", { class: "chips" });
    for (const report of reports) {
      const button = make("button", { type: "button", class: "chip", "aria-label": `去掉 ${label(report)}` }, `${label(report)} ×`);
      button.addEventListener("click", () => go(picked.filter((id) => id !== report.id)));
      list.append(make("li", {}, button));
    }
    return list;
  };

  /** All reports to pick from, where they are few: id and words. */
  const readAll = async () => {
    const { reports, slices } = await load("data/browse/index.json");
    if (reports > FEW) return null;
    const read = await Promise.all(slices.map((name) => load(`data/browse/${name}.json`)));
    const all = read.flatMap(({ year, regions, rows }) => rows.map(([region, department, , agency]) =>
      ({ id: `${region}-${department}-${`${year}`.padStart(4, "0")}`, place: regions[region][0], agency, year })));
    return all.sort((a, b) => a.place.localeCompare(b.place, "zh") || a.agency.localeCompare(b.agency, "zh") || b.year - a.year);
  };

  const picker = (all, ids, go) => {
    if (!all) return make("p", { class: "picker" }, "添加报告：到", make("a", { href: pageAt("browse/") }, "全部报告"), "里筛选，勾选两到四份。");
    const select = make("select", { id: "compare-add" }, make("option", { value: "" }, "选一份报告…"));
    for (const report of all.filter(({ id }) => !ids.includes(id))) select.append(make("option", { value: report.id }, `${report.place} · ${label(report)}`));
    select.addEventListener("change", () => select.value && go([...picked, select.value]));
    return make("p", { class: "picker" }, make("label", { for: "compare-add" }, "添加一份报告"), " ", select);
  };

  const show = async ({ indicators, files: names }, all, go) => {
    const [mine, wanted] = [++turn, asked()];
    const known = await find(wanted, names);
    if (mine !== turn) return;
    const [ids, reports] = [[...known.keys()], [...known.values()]];
    picked = ids;
    const missing = wanted.filter((id) => !known.has(id)).slice(0, MOST);
    place.replaceChildren(
      ...(missing.length && ids.length < MOST ? [make("p", { class: "hint" }, `没有收录：${missing.join("、")}`)] : []),
      ...(reports.length ? [chosen(reports, go)] : []),
      ...(ids.length < MOST && (!all || all.length > ids.length) ? [picker(all, ids, go)] : []),
      reports.length > 1 ? table(reports, indicators) : make("p", { class: "hint" }, reports.length ? "再选一份，就能并排看。" : "先选两份报告。"),
    );
  };

  const start = async () => {
    const [index, all] = await Promise.all([load("data/compare/index.json"), readAll()]);
    const go = async (ids) => {
      picked = ids;
      history.pushState(null, "", ids.length ? address(ids) : location.pathname);
      await show(index, all, go);
      (document.getElementById("compare-add") ?? place.querySelector("button"))?.focus();
    };
    window.addEventListener("popstate", () => show(index, all, go).catch(fail));
    await show(index, all, go);
  };

  const fail = () => {
    const words = location.protocol === "file:" && !globalThis.siteFile ? "浏览器不许本机上的网页读取旁边的文件，请从网址打开，用 make serve 预览，或用 make offline 生成的文件夹。" : "数据没有读到，请刷新再试。";
    place.prepend(make("p", { class: "hint", role: "alert" }, words));
  };

  start().catch(fail);
})();
