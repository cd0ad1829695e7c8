// Puts two to four reports side by side: /compare/?r=<id>&r=<id>. What is picked stands in the address, so that it can be
// passed on. Text from the data and from the address is only ever set as text.
(() => {
  "use strict";

  const MOST = 4;
  const LONG = 60; // characters of an id that is none, as it is told
  const place = document.getElementById("compare");
  const root = new URL("../", document.currentScript.src);
  if (!place) return;

  const { find, index } = globalThis.compareNames;
  const { label, picker } = globalThis.comparePicker;

  /** An element with attributes and children; a string among the children becomes text. */
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children.filter((child) => child !== null));
    return element;
  };

  /** The address of a page; opened from a disk (the offline edition) a folder is none. */
  const pageAt = (folder, hash = "") => new URL(`${folder}${globalThis.searchPages ?? ""}${hash}`, root).href;

  const address = (ids) => (ids.length ? `?${new URLSearchParams(ids.map((id) => ["r", id]))}` : location.pathname);

  let picked = []; // reports, in the order in which they were picked
  let turn = 0; // of several showings only the last one counts

  /** The reports that the address asks for, at most four, and what is to be said of the rest. */
  const readAsked = async () => {
    const all = new URLSearchParams(location.search).getAll("r").map((id) => id.trim()).filter(Boolean);
    const ids = [...new Set(all)];
    const [found, unknown, over] = [[], [], []];
    for (const id of ids.slice(0, 3 * MOST)) {
      const report = found.length < MOST || over.length < MOST ? await find(id) : null;
      if (!report) unknown.push(id.length > LONG ? `${id.slice(0, LONG)}…` : id);
      else if (found.length < MOST) found.push(report);
      else over.push(label(report));
    }
    const told = [];
    if (unknown.length) told.push(`没有收录：${unknown.slice(0, MOST).join("、")}${unknown.length > MOST ? " 等" : ""}`);
    if (over.length || ids.length > 3 * MOST) told.push(`一次最多比较 ${MOST} 份，没有列出：${over.join("、")}${ids.length > 3 * MOST ? " 等" : ""}`);
    if (all.length > ids.length) told.push("同一份报告只列一次。");
    return [found, told];
  };

  const chip = (report, drop) => {
    const button = make("button", { type: "button", class: "chip", "aria-label": `去掉 ${label(report)}` }, make("span", {}, report.agency), make("span", {}, ` ${report.year} 年度 ×`));
    button.addEventListener("click", () => drop(report.id));
    return make("li", {}, button);
  };

  /** Four places, so that nothing moves when one is taken. */
  const chips = (drop) => make("ul", { class: "places", "aria-label": "选好的报告" },
    ...Array.from({ length: MOST }, (_, n) => (picked[n] ? chip(picked[n], drop) : make("li", { class: "free" }, `第 ${n + 1} 份`))));

  const hint = (words) => make("p", { class: "hint" }, words);

  const next = () => {
    if (!picked.length) return "先选两份报告：在上面写县、机关或年度，从名单里点一份。";
    return "再选一份，就能并排看。同一机关的其他年度、同一个县的其他机关排在名单最前面。";
  };

  const start = () => {
    const told = make("div", { role: "status" });
    const [slots, result] = [make("div"), make("div")];
    const all = make("small", {}, "也可以到", make("a", { href: pageAt("browse/") }, "全部报告"), "里筛选、勾选。");
    let showing = Promise.resolve();
    const field = picker(make, all, { chosen: () => picked, settled: () => showing }, (report) => go([...picked.map(({ id }) => id), report.id]));
    const drop = (id) => go(picked.map((one) => one.id).filter((one) => one !== id));

    const fail = () => {
      const local = location.protocol === "file:" && !globalThis.siteFile;
      const words = local ? "浏览器不许本机上的网页读取旁边的文件，请从网址打开，用 make serve 预览，或用 make offline 生成的文件夹。" : "数据没有读到，请刷新再试。";
      told.replaceChildren(make("p", { class: "hint", role: "alert" }, words));
    };

    const show = async () => {
      const mine = ++turn;
      try {
        const [[found, words], kinds] = await Promise.all([readAsked(), index()]);
        if (mine !== turn) return;
        picked = found;
        const byYear = [...picked].sort((a, b) => a.year - b.year);
        slots.replaceChildren(chips(drop));
        told.replaceChildren(...words.map(hint));
        field.shut(picked.length >= MOST);
        result.replaceChildren(picked.length > 1 ? globalThis.compareTable.render(make, pageAt, byYear, kinds) : hint(next()));
      } catch {
        if (mine === turn) fail();
      }
    };

    const go = async (ids) => {
      history.pushState(null, "", address(ids));
      showing = show();
      await showing;
      if (picked.length >= MOST) slots.querySelector("button")?.focus();
      else field.focus();
    };

    slots.append(chips(drop));
    result.append(hint(new URLSearchParams(location.search).has("r") ? "正在读…" : next()));
    place.replaceChildren(field.whole, slots, told, result);
    window.addEventListener("popstate", show);
    showing = show();
  };

  start();
})();
