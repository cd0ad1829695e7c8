// Sorts and filters the values of an indicator or a family. What is chosen stands in the address. The rows come from
// data/values/, read when the reader turns to the filters, or in an idle moment where they are few; without this script
// the page and those behind it are the whole table. What is downloaded are the very rows that the filters leave.
(() => {
  "use strict";

  const form = document.querySelector("form[data-values]");
  if (!form) return;

  const STEP = 40; // rows of a page: of a ranking, whose names stand in less room, fifty are 13 screens of a phone
  const SHORT = 10; // characters of a value that stay on one line
  const IDLE = 2; // files that are read unasked
  const LEVELS = { province: "省级", prefecture: "地市级", county: "县级", township: "乡镇、街道" };
  const WHOLE = "government";
  const BUREAUS = "departments"; // stands for all but whole governments
  const { make, reportAt, at, read, failure, count, take, put } = globalThis.filterList;
  const { values: name, slices, name: title } = form.dataset;
  const selects = [...form.querySelectorAll("select")];
  const of = Object.fromEntries(selects.map((select) => [select.name, select]));
  const narrowing = selects.filter((select) => select !== of.sort);
  const status = document.querySelector("[data-shown]");
  const table = document.querySelector("table[data-rows]");
  const own = [...table.children]; // the page's own rows
  const fixed = [...document.querySelectorAll(".pager, [data-static]")]; // belongs to these
  const pager = make("nav", { class: "pager", "aria-label": "分页", hidden: "" });
  table.closest(".scroll").after(pager);
  const names = new Map();
  let page = 1;
  let loading;
  let known;

  // -- the data

  const levelOf = (region) => (region.length > 6 ? "township" : region.endsWith("0000") ? "province" : region.endsWith("00") ? "prefecture" : "county");

  const rowsOf = (file) => file.rows.map(([n, reported, id, sentence, subject, value, unit, words = "", period = 0, doubtful = 0]) => {
    const [region, department, agency, place] = file.bodies[n];
    const about = words.startsWith("~");
    return {
      region, department, agency, place, body: `${region}-${department}`, level: levelOf(region), reported, subject, doubtful,
      province: file.provinces[region.slice(0, 2)], office: file.departments[department],
      id: `m-${id}`, sentence: `s-${sentence}`, value: Number(value), digits: `${value}`, unit: file.units[unit], exact: !about,
      written: (about ? words.slice(1) : words) || `${value}${file.units[unit]}`,
      period: typeof period === "string" ? period : `${period || reported}年`, year: parseInt(period, 10) || reported,
    };
  });

  const readAll = async () => {
    const files = await Promise.all(Array.from({ length: Number(slices) }, (_, n) => read(`data/values/${name}-${n + 1}.json`)));
    return files.flatMap(rowsOf);
  };

  const load = () => {
    loading ??= readAll().then((rows) => {
      known = rows;
      offer();
      return rows;
    }).catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };

  // -- the filters

  const valuesOf = (row, key) => {
    if (key === "region") return [row.region.slice(0, 2)];
    if (key === "department") return row.department === WHOLE ? [WHOLE] : [BUREAUS, row.department];
    return [`${row[key]}`];
  };

  const passing = (but) => {
    const asked = narrowing.filter((select) => select !== but && select.value);
    return known.filter((row) => asked.every((select) => valuesOf(row, select.name).includes(select.value)));
  };

  const byCount = (key) => [...known.reduce((found, row) => found.set(row[key], (found.get(row[key]) ?? 0) + 1), new Map())].sort((a, b) => b[1] - a[1]).map(([value]) => value);

  /** Give the filters their choices. */
  const offer = () => {
    const places = new Map(known.map((row) => [row.region.slice(0, 2), row.province]));
    const offices = new Map(known.filter((row) => row.department !== WHOLE).map((row) => [row.department, row.office]));
    const choices = {
      year: [...new Set(known.map((row) => row.year))].sort((a, b) => b - a).map((year) => [year, `${year}`]),
      region: [...places].sort(([a], [b]) => (a < b ? -1 : 1)),
      level: Object.entries(LEVELS).filter(([level]) => known.some((row) => row.level === level)),
      department: [[WHOLE, "一级政府"], [BUREAUS, "全部部门"], ...[...offices].sort(([a], [b]) => (a < b ? -1 : 1)).map(([slug, words]) => [slug, `　${words}`])],
      unit: byCount("unit").map((unit) => [unit, unit || "不写单位"]),
    };
    for (const select of narrowing) {
      for (const [value, words] of choices[select.name]) {
        const option = make("option", { value }, words);
        names.set(option, words);
        select.append(option);
      }
    }
    countAll();
  };

  const countAll = () => {
    for (const select of narrowing) {
      const counts = new Map();
      for (const row of passing(select)) for (const value of valuesOf(row, select.name)) counts.set(value, (counts.get(value) ?? 0) + 1);
      count(select, counts, names);
    }
  };

  /** A ranking is of one year, one level and one unit, and of whole governments or of departments: choose what is not
      chosen, of levels and units the commonest. */
  const narrowToRank = () => {
    const most = (select) => [...select.options].filter(({ value, disabled }) => value && !disabled);
    const counted = ({ text }) => Number(/\d+(?=）$)/.exec(text));
    const commonest = (select) => most(select).sort((a, b) => counted(b) - counted(a))[0]?.value;
    const choose = (select, value) => {
      if (!select.value && value) select.value = value;
      countAll();
    };
    choose(of.year, most(of.year)[0]?.value);
    choose(of.level, commonest(of.level));
    const rows = passing(of.department);
    choose(of.department, rows.filter((row) => row.department === WHOLE).length * 2 >= rows.length ? WHOLE : BUREAUS);
    choose(of.unit, commonest(of.unit));
  };

  const sorted = (rows) => {
    const by = of.sort.value;
    if (by === "rank") return [...rows].sort((a, b) => b.value - a.value);
    if (by === "up") return [...rows].sort((a, b) => a.value - b.value);
    if (by === "place") return [...rows].sort((a, b) => (a.body === b.body ? b.year - a.year : a.body < b.body ? -1 : 1));
    return rows;
  };

  /** Give each row its rank; those of one value share it. */
  const ranked = (rows) => {
    if (of.sort.value !== "rank") return rows.map((row) => ({ ...row, rank: "" }));
    let rank = 0;
    return rows.map((row, n) => {
      if (!n || rows[n - 1].value !== row.value) rank = n + 1;
      return { ...row, rank };
    });
  };

  // -- what is shown

  const isAsked = () => selects.some((select) => select.value);

  const current = () => ranked(sorted(passing(null)));

  const rowOf = (row) => {
    const href = reportAt(row.region, row.department, row.reported);
    const who = make("th", { scope: "row" }, make("a", { href }, `${row.agency} ${row.reported} 年度`), make("small", {}, row.place));
    const value = make("td", row.written.length > SHORT ? { class: "long" } : {}, make("a", { href: `${href}#${row.sentence}` }, row.written));
    const cells = [who, make("td", {}, row.subject, ...(row.period === `${row.reported}年` ? [] : [make("small", {}, row.period)])), value];
    return make("tr", {}, ...(of.sort.value === "rank" ? [make("td", { class: "rank" }, `${row.rank}`)] : []), ...cells);
  };

  const head = () => {
    const words = [...(of.sort.value === "rank" ? ["排名"] : []), "机关与年度", "数的是什么", "数值"];
    return make("thead", {}, make("tr", {}, ...words.map((told) => make("th", { scope: "col" }, told))));
  };

  const show = (rows) => {
    const last = Math.max(1, Math.ceil(rows.length / STEP));
    page = Math.min(Math.max(1, page), last);
    const shown = rows.slice((page - 1) * STEP, page * STEP);
    table.classList.add("lean");
    table.replaceChildren(make("caption", {}, `${title}，点数值看原句`), head(), make("tbody", {}, ...shown.map(rowOf)));
    for (const element of fixed) element.hidden = true;
    const units = new Set(rows.map((row) => row.unit));
    const mixed = units.size > 1 ? `；单位有${[...units].join("、")}，不能直接比大小` : "";
    status.textContent = rows.length ? `${rows.length} 个数值，第 ${page} 页，共 ${last} 页${mixed}` : "没有同时符合这几项的数值。去掉一项试试。";
    showPager(last);
  };

  const showPager = (last) => {
    pager.hidden = last < 2;
    const near = [...new Set([1, page - 1, page, page + 1, last])].filter((n) => n >= 1 && n <= last);
    pager.replaceChildren(make("p", {}, ...near.map((n) => {
      const query = new URLSearchParams(location.search);
      query.set("page", n);
      if (n === page) return make("strong", { "aria-current": "page" }, `${n}`);
      return make("a", { href: `?${query}`, "data-page": n }, `${n}`);
    })));
  };

  const restore = () => {
    table.classList.toggle("lean", name.startsWith("family-"));
    table.replaceChildren(...own);
    for (const element of fixed) element.hidden = false;
    pager.hidden = true;
    status.textContent = "";
  };

  const narrow = async () => {
    if (!isAsked()) {
      if (known) countAll();
      put(selects, { pick: new URLSearchParams(location.search).get("pick") });
      return restore();
    }
    try {
      await load();
    } catch {
      status.textContent = failure();
      return;
    }
    countAll();
    if (of.sort.value === "rank") narrowToRank();
    put(selects, { page: page > 1 ? page : "", pick: new URLSearchParams(location.search).get("pick") });
    show(current());
  };

  /** Show what the address asks for. */
  const start = async () => {
    const query = new URLSearchParams(location.search);
    if (!selects.some(({ name: key }) => query.get(key))) return;
    await load().catch(() => {});
    take(selects, query);
    page = Number(query.get("page")) || 1;
    await narrow();
  };

  // -- downloads

  const COLUMNS = { 排名: "rank", 机关: "agency", 地区: "place", 地区代码: "region", 部门: "office", 报告年度: "reported", 时期: "period", 数的是什么: "subject", 原文: "written", 数值: "digits", 单位: "unit", 准确: "exact", 存疑: "doubtful", 原句: "url" };

  const recordOf = (row) => {
    const url = `reports/${row.region}/${row.department}/${`${row.reported}`.padStart(4, "0")}/#${row.sentence}`;
    const told = { ...row, url: at(url), exact: row.exact ? "是" : "否", doubtful: row.doubtful ? "是" : "否" };
    return Object.fromEntries(Object.entries(COLUMNS).map(([words, key]) => [words, told[key]]));
  };

  /** No spreadsheet may run a cell as a formula. A negative number is none. */
  const cell = (value) => {
    const told = `${value}`.replace(/[\r\n\t]+/g, " ");
    const safe = /^\s*[=+\-@＝＋－＠]/.test(told) && !/^-?[\d.]+$/.test(told) ? `'${told}` : told;
    return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };

  const csvOf = (rows) => `\ufeff${[Object.keys(COLUMNS), ...rows.map((row) => Object.values(recordOf(row)))].map((line) => line.map(cell).join(",")).join("\n")}\n`;

  const save = (data, file, type) => {
    const link = make("a", { download: file, href: URL.createObjectURL(new Blob([data], { type })) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  const download = async (kind) => {
    await load();
    const rows = current();
    const chosen = narrowing.filter((select) => select.value).map((select) => names.get(select.selectedOptions[0])?.trim()).join("-");
    const file = `${title}${chosen ? `-${chosen}` : ""}.${kind}`;
    if (kind === "csv") save(csvOf(rows), file, "text/csv");
    else save(`${JSON.stringify(rows.map(recordOf), null, 1)}\n`, file, "application/json");
  };

  for (const button of form.querySelectorAll("[data-table]")) {
    button.addEventListener("click", () => download(button.dataset.table).catch(() => (status.textContent = failure())));
  }
  for (const event of ["focusin", "pointerenter"]) form.addEventListener(event, () => load().catch(() => {}), { once: true });
  form.addEventListener("change", () => {
    page = 1;
    narrow();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const select of selects) select.value = "";
    narrow();
  });
  pager.addEventListener("click", async (event) => {
    const to = event.target.closest("[data-page]")?.dataset.page;
    if (!to || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    page = Number(to);
    await narrow();
    table.closest(".scroll").focus({ preventScroll: true });
    form.scrollIntoView();
  });
  window.addEventListener("popstate", start);
  window.addEventListener("pageshow", start);
  if (Number(slices) <= IDLE) (globalThis.requestIdleCallback ?? setTimeout)(() => load().catch(() => {}));

  globalThis.valuesTable = { load, save, csvOf };
})();
