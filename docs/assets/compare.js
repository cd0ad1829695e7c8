// Puts two to four reports side by side, by indicator: /compare/?r=<id>&r=<id>. Reads data/reports.json and
// data/compare.json of this very site, wherever it lies. Text from the data is only ever set as text.
(() => {
  "use strict";

  const MOST = 4;
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

  /** The reports asked for that exist, each once, at most four. */
  const asked = (known) => [...new Set(new URLSearchParams(location.search).getAll("r"))].filter((id) => known.has(id)).slice(0, MOST);

  const address = (ids) => `?${new URLSearchParams(ids.map((id) => ["r", id]))}`;

  const label = (report) => `${report.agency} ${report.report_year} 年度`;

  const number = (value) => Number(value).toLocaleString("zh-CN", { maximumFractionDigits: 4 });

  /** The one exact value of the report's own year, or null where there is none or more than one. */
  const sole = (values) => (values?.length === 1 && values[0].exact && !values[0].period ? values[0] : null);

  /** How a value stands to the same body's last year among those compared: "比 2022 年度 +3 件（+25%）", or null. */
  const change = (slug, report, reports, values) => {
    const earlier = reports
      .filter((other) => other.region_code === report.region_code && other.department === report.department && other.report_year < report.report_year)
      .sort((a, b) => b.report_year - a.report_year)[0];
    const [now, then] = [sole(values[report.id]?.[slug]), earlier ? sole(values[earlier.id]?.[slug]) : null];
    if (!now || !then || now.unit !== then.unit) return null;
    const difference = Number((Number(now.value) - Number(then.value)).toFixed(6));
    const sign = difference > 0 ? "+" : "";
    const told = `比 ${earlier.report_year} 年度 ${sign}${number(difference)}`;
    if (now.unit === "%") return `${told} 个百分点`;
    const share = Number(then.value) ? `（${sign}${((100 * difference) / Number(then.value)).toFixed(1)}%）` : "";
    return `${told} ${now.unit}${share}`;
  };

  const cell = (slug, report, reports, values) => {
    const told = values[report.id]?.[slug];
    if (!told) return make("td", { class: "number unsaid" }, make("span", { class: "for-ears" }, "没有写"));
    const td = make("td", { class: "number" });
    for (const value of told) {
      td.append(make("a", { class: "value", href: pageAt(report.page, `#${value.id}`) }, value.written));
      if (Number(value.value) === 0) td.append(make("small", {}, "明说没有，记 0"));
      if (value.period) td.append(make("small", {}, value.period));
    }
    const grown = change(slug, report, reports, values);
    if (grown) td.append(make("small", { class: "change" }, grown));
    return td;
  };

  const row = (head, cells) => make("tr", {}, make("th", { scope: "row" }, head), ...cells);

  const table = (reports, data) => {
    const heads = reports.map((report) =>
      make("th", { scope: "col" }, make("a", { href: pageAt(report.page) }, label(report)), make("small", {}, report.region_name)));
    const facts = [
      row("成文日期", reports.map((report) => make("td", { class: "number date" }, report.issued_on ?? "未载明"))),
      row("全部数字", reports.map((report) => make("td", { class: "number" }, `${report.metrics}`))),
    ];
    const shared = data.indicators.filter(({ slug }) => reports.some((report) => data.values[report.id]?.[slug]));
    const rows = shared.map(({ slug, name, unit }) =>
      row(make("span", {}, make("a", { href: pageAt(`indicators/${slug}/`) }, name), make("small", {}, `单位：${unit}`)),
        reports.map((report) => cell(slug, report, reports, data.values))));
    const caption = make("caption", {}, `${reports.length} 份报告，${shared.length} 个指标；空格是没有写`);
    const head = make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "指标"), ...heads));
    return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "并排比较" },
      make("table", { class: "compared" }, caption, head, make("tbody", {}, ...facts, ...rows)));
  };

  const chosen = (reports, ids, go) => {
    const list = make("ul", { class: "chips" });
    for (const report of reports) {
      const button = make("button", { type: "button", class: "chip", "aria-label": `去掉 ${label(report)}` }, `${label(report)} ×`);
      button.addEventListener("click", () => go(ids.filter((id) => id !== report.id)));
      list.append(make("li", {}, button));
    }
    return list;
  };

  const picker = (known, ids, go) => {
    const select = make("select", { id: "compare-add" }, make("option", { value: "" }, "选一份报告…"));
    const others = [...known.values()].filter((report) => !ids.includes(report.id));
    others.sort((a, b) => a.region_name.localeCompare(b.region_name, "zh") || a.agency.localeCompare(b.agency, "zh") || b.report_year - a.report_year);
    for (const report of others) select.append(make("option", { value: report.id }, `${report.region_name} · ${label(report)}`));
    select.addEventListener("change", () => select.value && go([...ids, select.value]));
    return make("p", { class: "picker" }, make("label", { for: "compare-add" }, "添加一份报告"), " ", select);
  };

  const show = (known, data, go) => {
    const ids = asked(known);
    const reports = ids.map((id) => known.get(id));
    const missing = new URLSearchParams(location.search).getAll("r").filter((id) => !known.has(id));
    place.replaceChildren(
      ...(missing.length ? [make("p", { class: "hint" }, `没有收录：${missing.join("、")}`)] : []),
      ...(reports.length ? [chosen(reports, ids, go)] : []),
      ...(ids.length < MOST && known.size > ids.length ? [picker(known, ids, go)] : []),
      reports.length > 1 ? table(reports, data) : make("p", { class: "hint" }, reports.length ? "再选一份，就能并排看。" : "先选两份报告。"),
    );
  };

  const start = async () => {
    const [reports, data] = await Promise.all([load("data/reports.json"), load("data/compare.json")]);
    const known = new Map(reports.map((report) => [report.id, report]));
    const go = (ids) => {
      history.pushState(null, "", ids.length ? address(ids) : location.pathname);
      show(known, data, go);
      (document.getElementById("compare-add") ?? place.querySelector("button"))?.focus();
    };
    window.addEventListener("popstate", () => show(known, data, go));
    show(known, data, go);
  };

  start().catch(() => {
    const words = location.protocol === "file:" && !globalThis.siteFile ? "浏览器不许本机上的网页读取旁边的文件，请从网址打开，用 make serve 预览，或用 make offline 生成的文件夹。" : "数据没有读到，请刷新再试。";
    place.prepend(make("p", { class: "hint", role: "alert" }, words));
  });
})();
