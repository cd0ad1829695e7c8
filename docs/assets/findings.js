// Narrows the list of one kind of finding, or of all reports that are due, by year, province and department at once. What
// is chosen stands in the address, so that it can be passed on. All rows come from the CSV beside the pages, read when a
// filter is first used; without this script, or without the file, the pages list every row. Text is only set as text.
(() => {
  "use strict";

  const STEP = 25; // rows shown at once
  const LACKING = "lacking"; // asks for reports without a content owed: build_scripts/render/completeness_pages.py
  const form = document.querySelector("[data-filters]");
  const list = document.querySelector("[data-list]");
  if (!form || !list) return;

  const root = new URL("../", document.currentScript.src);
  const fields = [...form.querySelectorAll("select, input")];
  const { word = "处" } = list.dataset;
  const [status, more] = ["shown", "more"].map((name) => document.querySelector(`[data-${name}]`));
  const pager = document.querySelector(".pager");
  const own = [...list.children];
  let limit = STEP;
  let turn = 0; // of several narrowings only the last one shows
  let loading;

  const make = (tag, text) => {
    const element = document.createElement(tag);
    element.textContent = text;
    return element;
  };

  /** The rows of a CSV: cells in quotation marks may hold commas, line ends and doubled marks. */
  const parse = (text) => {
    const rows = [[]];
    for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
      rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
      if (end && end !== ",") rows.push([]);
      if (!end) break;
    }
    return rows.filter((row) => row.length > 1);
  };

  const read = async () => {
    const url = new URL(form.dataset.csv, location.href);
    const path = url.href.slice(root.href.length);
    let text;
    if (globalThis.siteFile) text = new TextDecoder().decode(await globalThis.siteFile(path));
    else {
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      text = await answer.text();
    }
    const [head, ...rows] = parse(text.replace(/^\ufeff/, ""));
    return rows.map((row) => Object.fromEntries(head.map((name, n) => [name, row[n] ?? ""])));
  };

  const load = () => {
    loading ??= read().catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };

  const passes = (row, { name, value }) => {
    if (name === "region") return row.region_code.startsWith(value);
    if (name === "place") return `${row.region_name}${row.agency}`.includes(value.trim());
    if (name === "state" && value === LACKING) return Number(row.missing_parts) > 0;
    return row[name === "year" ? "report_year" : name] === value;
  };

  /** Whose row it is: the way to the report, or to the sentence; of a report that is not there the words alone. */
  const owner = (row) => {
    const who = row.agency || `${row.region_name} ${row.department_name}`;
    const link = make(row.page ? "a" : "b", `${who} ${row.report_year} 年度`);
    const [folder, anchor] = row.page.split("#");
    if (row.page) link.href = new URL(`${folder}${globalThis.searchPages ?? ""}${anchor ? `#${anchor}` : ""}`, root).href;
    return [link, ...(who.includes(row.region_name) ? [] : [" ", make("small", row.region_name)])];
  };

  const rowOf = (row) => {
    const item = document.createElement("li");
    item.append(...owner(row));
    if (row.state) {
      const lacks = Number(row.missing_parts) ? `，缺 ${row.missing_parts} 项内容` : "";
      item.append(make("span", `${row.state_name}${row.expected === "1" ? "" : "，不在应报之列"}${lacks}`));
      return item;
    }
    const told = make("span", row.message);
    if (row.total) {
      told.textContent = `${row.message.split("：")[0]}：文中合计 `;
      told.append(make("b", row.total), `；各分项 ${row.parts} = `, make("b", row.sum), "；相差 ", make("b", row.difference));
    }
    item.append(told);
    if (row.sentence) item.append(make("q", row.sentence));
    return item;
  };

  const asked = () => fields.filter((field) => field.value.trim());

  const restore = () => {
    list.replaceChildren(...own);
    status.textContent = "";
    more.hidden = true;
    if (pager) pager.hidden = false;
  };

  const narrow = async () => {
    const mine = ++turn;
    if (!asked().length) return restore();
    status.textContent = "正在筛选……";
    let rows;
    try {
      rows = await load();
    } catch {
      restore();
      const local = location.protocol === "file:" && !globalThis.siteFile;
      status.textContent = local ? "浏览器不许本机上的网页读取旁边的文件，不能筛选" : "数据没有读到，不能筛选，请刷新再试";
      return;
    }
    if (mine !== turn) return;
    const kept = rows.filter((row) => asked().every((field) => passes(row, field)));
    list.replaceChildren(...kept.slice(0, limit).map(rowOf));
    status.textContent = kept.length ? `${kept.length} ${word}，共 ${rows.length} ${word}` : "没有同时符合这几项的。去掉一项试试。";
    more.hidden = kept.length <= limit;
    if (pager) pager.hidden = true;
  };

  /** Take what the address asks for; a value that no list offers is left out, and said. */
  const take = () => {
    const query = new URLSearchParams(location.search);
    let unknown = false;
    for (const field of fields) {
      const value = query.get(field.name) ?? "";
      const known = !field.options || [...field.options].some((option) => option.value === value);
      unknown ||= !known;
      field.value = known ? value : "";
    }
    narrow();
    if (unknown && !asked().length) status.textContent = "网址里有一项筛选这里没有，已略去。";
  };

  const change = () => {
    limit = STEP;
    const url = new URL(location.href);
    for (const { name, value } of fields) value ? url.searchParams.set(name, value) : url.searchParams.delete(name);
    history.replaceState(null, "", url);
    narrow();
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault()); // of a typed name the browser tells the change first
  form.addEventListener("change", change);
  form.addEventListener("reset", () => setTimeout(change));
  more.querySelector("button").addEventListener("click", () => {
    limit += STEP;
    narrow();
  });
  addEventListener("popstate", take);
  take();
})();
