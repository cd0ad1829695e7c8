// Lays two to four reports side by side: a row for each theme, family and indicator that one of them tells, a blank where
// a report says nothing, a difference only between exact figures of one body. On a phone a row is a card.
(() => {
  "use strict";

  const FIRST = 3; // figures of a cell that are seen at once
  const MOST = 50; // figures of a cell at all; the rest is in the report
  const LINES = matchMedia("(max-width: 44.98em)").matches ? 250 : 600; // seen at once: on a phone, some ten screens

  const { label } = globalThis.comparePicker;
  const digits = (value) => value.toLocaleString("zh-CN", { maximumFractionDigits: 4 });

  /** A figure as the data has it (render/comparing.py): `true` in the place of a value says that it stands in the words. */
  const figure = ([id, sentence, subject, written, value = "", unit = "", notes = ""]) => {
    const [, digitsOf, rest] = value === true ? /^([0-9.]+)(.*)$/u.exec(written) : ["", value, unit];
    return { id: `m-${id}`, sentence: `s-${sentence}`, subject, written, value: digitsOf, unit: rest, notes };
  };

  /** What a reader can compare by, in its order: [theme, family, indicator] as names, with the indicator's slug. */
  const kindsOf = ({ themes, families, indicators }) => {
    const named = new Map(themes);
    const family = new Map(families.map(([slug, name, theme], n) => [slug, { name, theme, n }]));
    const place = new Map(themes.map(([slug], n) => [slug, n]));
    const of = (theme, inside, told) => ({ theme: named.get(theme) ?? "其他", order: [place.get(theme) ?? themes.length, ...inside], indicator: "", page: "", ...told });
    const ways = {
      themes: (slug) => of(slug, [families.length, 0], { name: "归不进类别的数字" }),
      families: (slug) => of(family.get(slug)?.theme, [family.get(slug)?.n ?? families.length, indicators.length], { name: family.get(slug)?.name ?? slug, page: `families/${slug}/` }),
      indicators: (slug) => {
        const at = indicators.findIndex(([known]) => known === slug);
        const [, name, inside] = indicators[at] ?? ["", slug, ""];
        const { name: wide, theme, n } = family.get(inside) ?? { name: "", theme: "", n: families.length };
        return of(theme, [n, at], { name, indicator: slug, page: `indicators/${slug}/`, inside, family: wide === name ? "" : wide });
      },
    };
    return (kind, slug) => ways[kind](slug);
  };

  /** What all reports tell, a row each, in the order of the lists of themes, families and indicators. */
  const rowsOf = (reports, index) => {
    const kind = kindsOf(index);
    const rows = new Map();
    reports.forEach((report, n) => {
      for (const of of ["indicators", "families", "themes"]) {
        for (const [slug, tops, parts = []] of report[of]) {
          const key = `${of} ${slug}`;
          if (!rows.has(key)) rows.set(key, { ...kind(of, slug), cells: reports.map(() => null) });
          rows.get(key).cells[n] = { tops: tops.map(figure), parts: parts.map(figure) };
        }
      }
    });
    const apart = (a, b) => a.order.map((at, n) => at - b.order[n]).find(Boolean) ?? 0;
    return [...rows.values()].sort(apart);
  };

  // -- differences

  const alone = (figures) => (figures.length === 1 ? figures[0] : null);

  /** The figure of an earlier year that one may be set against: of its unit, and the only one of its words there and here,
      or the only one at all. A figure that is not exact, or not of its report's own year, has no value. */
  const before = (one, now, then) => {
    if (!one.value) return null;
    const like = ({ tops, parts }) => [...tops, ...parts].filter(({ unit, subject, value }) => value && unit === one.unit && subject === one.subject);
    if (like(now).length === 1 && alone(like(then))) return alone(like(then));
    const [mine, theirs] = [now, then].map(({ tops }) => alone(tops));
    return mine === one && theirs?.value && theirs.unit === one.unit ? theirs : null;
  };

  /** "比 2022 年度 +3 件（+25.0%）", and whether the two were told of in other words. */
  const difference = (one, other, year, { indicator }) => {
    const step = Number((Number(one.value) - Number(other.value)).toFixed(6));
    const sign = step > 0 ? "+" : "";
    const told = step ? `比 ${year} 年度 ${sign}${digits(step)}` : `与 ${year} 年度相同`;
    const words = indicator || one.subject === other.subject ? "" : "，两年说法不同";
    if (!step) return told + words;
    if (one.unit === "%") return `${told} 个百分点${words}`;
    const share = Number(other.value) ? `（${sign}${((100 * step) / Number(other.value)).toFixed(1)}%）` : "";
    return `${told} ${one.unit}${share}${words}`;
  };

  const changeOf = (one, row, n, reports) => {
    const earlier = reports.findLastIndex((other, m) => m < n && other.body === reports[n].body && other.year < reports[n].year);
    const then = row.cells[earlier];
    const other = then ? before(one, row.cells[n], then) : null;
    return other ? difference(one, other, reports[earlier].year, row) : "";
  };

  // -- cells

  const value = (make, pageAt, report, one, change) => {
    const way = make("a", { class: "way", href: pageAt(report.page, `#${one.sentence}`), "aria-label": `原句：${one.subject} ${one.written}` }, "原句");
    const zero = /^0(\.0+)?$/.test(one.value) ? make("small", { class: "zero" }, "明说没有，记 0") : null;
    return make("div", { class: "told" },
      make("a", { class: "value", href: pageAt(report.page, `#${one.id}`) }, one.written), zero,
      make("small", {}, one.subject, " ", way),
      one.notes ? make("small", {}, one.notes) : null,
      change ? make("small", { class: "change" }, change) : null);
  };

  const rest = (make, pageAt, report, values, count) => {
    const over = count - values.length;
    const more = over ? make("a", { href: pageAt(report.page, "#figures") }, `还有 ${over} 个，见报告`) : null;
    return make("details", {}, make("summary", {}, `其余 ${count} 个`), ...values, more);
  };

  /** Whose a cell is, on a phone: of one body's reports the year will do. */
  const owner = (report, reports) => (reports.every(({ agency }) => agency === report.agency) ? `${report.year} 年度` : label(report));

  const cell = (make, pageAt, row, n, reports) => {
    const [report, told] = [reports[n], row.cells[n]];
    const td = make("td", { role: "cell", "data-of": owner(report, reports) });
    if (!told) {
      td.className = "unsaid";
      td.append(make("span", { class: "for-ears" }, "没有写"));
      return td;
    }
    const shown = (one) => value(make, pageAt, report, one, changeOf(one, row, n, reports));
    const all = [...told.tops, ...told.parts];
    const values = all.slice(0, FIRST + MOST).map(shown);
    td.append(...values.slice(0, FIRST));
    if (all.length > FIRST) td.append(rest(make, pageAt, report, values.slice(FIRST), all.length - FIRST));
    return td;
  };

  // -- the table

  const head = (make, pageAt, { name, page, family, inside }) => {
    if (!page) return [name];
    const wide = family ? [make("small", {}, make("a", { href: pageAt(`families/${inside}/`) }, family))] : [];
    return [make("a", { href: pageAt(page) }, name), ...wide];
  };

  const line = (make, name, cells, told = {}) => make("tr", { role: "row", ...told }, make("th", { scope: "row", role: "rowheader" }, ...name), ...cells);

  const facts = (make, reports) => {
    const of = (words) => reports.map((report) => make("td", { role: "cell", "data-of": owner(report, reports) }, words(report)));
    return make("tbody", { role: "rowgroup" },
      line(make, ["日期"], of((report) => report.dated)), line(make, ["全部数字"], of((report) => `${report.figures} 个`)));
  };

  const bodies = (make, pageAt, rows, reports) => {
    const found = [];
    rows.forEach((row, n) => {
      if (!n || rows[n - 1].theme !== row.theme) {
        const name = make("th", { scope: "rowgroup", role: "rowheader", colspan: `${reports.length + 1}`, "aria-colspan": `${reports.length + 1}` }, row.theme);
        found.push(make("tbody", { role: "rowgroup" }, make("tr", { class: "theme", role: "row" }, name)));
      }
      found.at(-1).append(line(make, head(make, pageAt, row), reports.map((_, m) => cell(make, pageAt, row, m, reports)), { "data-row": "" }));
    });
    return found;
  };

  /** How many of the rows are seen at once, by the lines that they take on a phone. */
  const seen = (rows) => {
    let lines = 0;
    const past = rows.findIndex(({ cells }) => {
      for (const told of cells) lines += told ? 1 + 3 * Math.min(FIRST, told.tops.length + told.parts.length) : 2;
      lines += 3;
      return lines > LINES;
    });
    return past < 0 ? rows.length : Math.max(past, 1);
  };

  /** Hide the rows past the first `count`, with the themes of which none is left, behind a button. */
  const fold = (make, table, count) => {
    const past = [...table.querySelectorAll("[data-row]")].slice(count);
    if (!past.length) return null;
    const empty = [...table.tBodies].filter((body) => past.includes(body.querySelector("[data-row]")));
    const hide = (hidden) => { for (const part of [...past, ...empty]) part.hidden = hidden; };
    const button = make("button", { type: "button", class: "more" }, `再列 ${past.length} 项`);
    button.addEventListener("click", () => {
      hide(false);
      button.remove();
      past[0].querySelector("a").focus();
    });
    hide(true);
    return button;
  };

  /** The table of reports that go by year, as an element. */
  const render = (make, pageAt, reports, index) => {
    const rows = rowsOf(reports, index);
    const heads = reports.map((report) => make("th", { scope: "col", role: "columnheader" },
      make("a", { href: pageAt(report.page) }, `${report.agency} `, make("span", {}, `${report.year} 年度`)), make("small", {}, report.place)));
    const caption = make("caption", {}, `${reports.length} 份报告，写到 ${rows.length} 项；空格是没有写`);
    const top = make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, make("th", { scope: "col", role: "columnheader" }, "数的是什么"), ...heads));
    const table = make("table", { class: `compared of-${reports.length}`, role: "table" }, caption, top, facts(make, reports), ...bodies(make, pageAt, rows, reports));
    const more = fold(make, table, seen(rows));
    return make("div", {}, make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "并排比较" }, table), ...(more ? [more] : []));
  };

  globalThis.compareTable = { render };
})();
