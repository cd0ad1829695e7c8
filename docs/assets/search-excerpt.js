// From a report that matches to what a reader sees of it: the line with the hit, what to mark in it, where it leads.
(() => {
  "use strict";

  const { findPlaces, foldWithPlaces, findAll } = globalThis.searchFold;
  const BEFORE = 36;
  const AFTER = 84;
  const QUERY = 200; // characters of a query that an address hands on
  const FIELDS = ["", "发布机关：", "发文字号：", "签发人：", "成文日期：", "成文日期："];

  /** Places in order, those that overlap made one. */
  const merge = (places) => {
    const apart = [];
    for (const [start, end] of [...places].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
      const last = apart.at(-1);
      if (last && start <= last[1]) last[1] = Math.max(last[1], end);
      else apart.push([start, end]);
    }
    return apart;
  };

  const placesOf = (line, terms) => merge(terms.flatMap((term) => findPlaces(line, term)));

  /** Where terms stand in several lines shown as one: a hit may reach over their ends. */
  const placesIn = (lines, terms) => {
    if (lines.length === 1) return placesOf(lines[0], terms);
    const folded = [];
    let at = 0;
    for (const line of lines) {
      const { text, places } = foldWithPlaces(line);
      folded.push({ text, places: places.map(([start, end]) => [start + at, end + at]) });
      at += line.length + 1;
    }
    const text = folded.map((one) => one.text).join("");
    const places = folded.flatMap((one) => one.places);
    return merge(terms.flatMap((term) => findAll(text, term.fold).map((from) => [places[from][0], places[from + term.fold.length - 1][1]])));
  };

  /** The lines that have most of the terms, as {count, first, last}: the first of the best. */
  const bestLines = (report, terms) => {
    const found = new Map();
    terms.forEach((term, number) => {
      for (const [first, last] of report.linesWith(term)) {
        const line = found.get(first) ?? { first, last, terms: new Set() };
        line.last = Math.max(line.last, last);
        line.terms.add(number);
        found.set(first, line);
      }
    });
    const lines = [...found.values()].sort((a, b) => b.terms.size - a.terms.size || a.first - b.first);
    return lines.length ? { count: lines[0].terms.size, ...lines[0] } : { count: 0, first: 0, last: 0 };
  };

  const bestField = (report, terms) => {
    const counts = report.fields.map((_, number) => terms.filter((term) => report.fieldHas(number, term)).length);
    const count = Math.max(...counts);
    return { count, field: counts.indexOf(count) };
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

  const mark = (line, places) => {
    const pieces = [];
    let at = 0;
    for (const [from, to] of places) {
      pieces.push({ text: line.slice(at, from), hit: false }, { text: line.slice(from, to), hit: true });
      at = to;
    }
    return [...pieces, { text: line.slice(at), hit: false }].filter((piece) => piece.text);
  };

  const address = (url, query, anchor) => {
    const page = globalThis.searchPages ? url + globalThis.searchPages : url;
    return `${page}${query ? `?h=${encodeURIComponent(query.slice(0, QUERY))}` : ""}${anchor ? `#${anchor}` : ""}`;
  };

  /** The hit in the text: the lines as shown, what to mark, and the anchor of its sentence where it has one. */
  const inText = (report, terms, { first, last }) => {
    const lines = report.lines.slice(first, last + 1);
    const places = placesIn(lines, terms);
    const at = report.lines.slice(0, first).reduce((sum, line) => sum + line.length + 1, 0) + (places[0]?.[0] ?? 0);
    const sentence = places.length ? report.sentences.find(({ start, end }) => start <= at && at < end) : undefined;
    return { pieces: cut(lines.join(" "), places), anchor: sentence?.anchor };
  };

  /** What a row shows of a report: title and excerpt in pieces, and its address below the site's root. */
  const rowOf = (report, terms, query) => {
    const lines = bestLines(report, terms);
    const { count, field } = bestField(report, terms);
    const inField = count > lines.count && field > 0;
    const hit = inField
      ? { pieces: [{ text: FIELDS[field], hit: false }, ...cut(report.fields[field], placesOf(report.fields[field], terms))] }
      : inText(report, terms, lines);
    return {
      id: report.id,
      url: report.url,
      title: mark(report.title, placesOf(report.title, terms.filter((term) => report.fieldHas(0, term)))),
      about: [report.agency, report.place, `${report.year} 年度`].filter(Boolean),
      excerpt: hit.pieces,
      href: address(report.url, query, hit.anchor),
    };
  };

  /** The sentence of a figure, cut around what is written, and the address of its row. */
  const figureRow = (report, figure) => {
    const passage = report.sentences.find(({ anchor }) => anchor === figure.passage);
    const sentence = passage ? report.text.slice(passage.start, passage.end) : "";
    const at = sentence.indexOf(figure.written);
    return {
      id: report.id,
      title: [{ text: `${figure.subject} `, hit: false }, { text: figure.written, hit: true }],
      about: [report.title],
      excerpt: cut(sentence, at < 0 ? [] : [[at, at + figure.written.length]]),
      href: address(report.url, "", figure.anchor),
    };
  };

  globalThis.searchExcerpt = { rowOf, figureRow };
})();
