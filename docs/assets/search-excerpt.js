// From a report that matches to what a reader sees of it: the line with the hit, what to mark in it, where it leads.
(() => {
  "use strict";

  const { findPlaces } = globalThis.searchFold;
  const BEFORE = 36;
  const AFTER = 84;
  const QUERY = 200; // characters of a query that an address hands on
  const FIELDS = ["", "发布机关：", "发文字号：", "签发人：", "成文日期：", "成文日期："];

  /** All places of all terms in a line, in order, those that overlap made one. */
  const placesOf = (line, terms) => {
    const places = terms.flatMap((term) => findPlaces(line, term)).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const apart = [];
    for (const [start, end] of places) {
      const last = apart.at(-1);
      if (last && start <= last[1]) last[1] = Math.max(last[1], end);
      else apart.push([start, end]);
    }
    return apart;
  };

  /** The line that has most of the terms, the first of these. */
  const bestLine = (lines, terms) => {
    let best = { count: 0, line: -1 };
    lines.forEach((line, number) => {
      const count = terms.filter((term) => findPlaces(line, term).length).length;
      if (count > best.count) best = { count, line: number };
    });
    return best;
  };

  /** Cut a line around its first place: pieces of {text, hit}. */
  const cut = (line, places) => {
    const first = places[0]?.[0] ?? 0;
    let start = first > BEFORE + 8 ? first - BEFORE : 0;
    while (start && start < first && /[\p{P}\p{S}\s]/u.test(line[start])) start++;
    const end = Math.min(line.length, Math.max(first, start) + AFTER + (start ? 0 : BEFORE));
    const pieces = [{ text: (start ? "…" : ""), hit: false }];
    let at = start;
    for (const [from, to] of places) {
      if (from >= end) break;
      if (to <= at) continue;
      pieces.push({ text: line.slice(at, from), hit: false }, { text: line.slice(from, Math.min(to, end)), hit: true });
      at = Math.min(to, end);
    }
    pieces.push({ text: line.slice(at, end) + (end < line.length ? "…" : ""), hit: false });
    return pieces.filter((piece) => piece.text);
  };

  const address = (url, query, anchor) => {
    const page = globalThis.searchPages ? url + globalThis.searchPages : url;
    return `${page}${query ? `?h=${encodeURIComponent(query.slice(0, QUERY))}` : ""}${anchor ? `#${anchor}` : ""}`;
  };

  /** What a row shows of a report: title and excerpt in pieces, and its address below the site's root. */
  const rowOf = (report, terms, query) => {
    const { count, line } = bestLine(report.lines, terms);
    const field = bestLine(report.fields, terms);
    const inField = field.count > count && field.line > 0;
    const shown = inField ? report.fields[field.line] : report.lines[Math.max(line, 0)] ?? "";
    const places = placesOf(shown, terms);
    const at = places[0]?.[0] ?? -1;
    const passage = inField ? undefined : report.passages.find(([of, start, end]) => of === line && start <= at && at < end);
    return {
      id: report.id,
      title: mark(report.title, placesOf(report.title, terms)),
      about: [report.agency, report.place, `${report.year} 年度`].filter(Boolean),
      excerpt: [...(inField ? [{ text: FIELDS[field.line], hit: false }] : []), ...cut(shown, places)],
      href: address(report.url, query, passage?.[3]),
      page: address(report.url, query),
    };
  };

  const mark = (line, places) => {
    const pieces = [];
    let at = 0;
    for (const [from, to] of places) {
      pieces.push({ text: line.slice(at, from), hit: false }, { text: line.slice(from, to), hit: true });
      at = to;
    }
    return [...pieces, { text: line.slice(at), hit: false }].filter((piece) => piece.text);
  };

  /** The sentence of a figure, cut around what is written, and the address of its row. */
  const figureRow = (report, figure) => {
    const passage = report.passages.find(([, , , anchor]) => anchor === figure.passage);
    const sentence = passage ? report.lines[passage[0]].slice(passage[1], passage[2]) : "";
    const at = sentence.indexOf(figure.written);
    return {
      id: report.id,
      title: [{ text: `${figure.subject} `, hit: false }, { text: figure.written, hit: true }],
      about: [report.title],
      excerpt: cut(sentence, at < 0 ? [] : [[at, at + figure.written.length]]),
      href: address(report.url, "", figure.anchor),
    };
  };

  globalThis.searchExcerpt = { rowOf, figureRow, placesOf };
})();
