// From a report that matches to what a reader sees of it: the sentence with the hit, what is marked, where it leads.
(() => {
  "use strict";

  const { findPlaces, foldWithPlaces, findAll } = globalThis.searchFold;
  const { bestSentence, cut, mark, merge, quote } = globalThis.searchSnippet;
  const QUERY = 200; // characters of a query that an address hands on
  const FIELDS = ["", "发布机关：", "发文字号：", "签发人：", "成文日期：", "成文日期："];

  const placesOf = (line, terms) => merge(terms.flatMap((term) => findPlaces(line, term)));

  /** Where terms stand in several lines shown as one: a hit may reach over their ends. */
  const placesIn = (lines, terms) => {
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

  /** A hit that reaches over the end of a line: its lines, and the anchor where it begins. */
  const overLines = (report, terms) => {
    const [first, last] = terms.flatMap((term) => report.linesWith(term))[0] ?? [0, 0];
    const lines = report.lines.slice(first, last + 1);
    const places = placesIn(lines, terms);
    const at = report.lines.slice(0, first).reduce((sum, line) => sum + line.length + 1, 0) + (places[0]?.[0] ?? 0);
    const sentence = places.length ? report.sentences.find(({ start, end }) => start <= at && at < end) : undefined;
    return { count: places.length ? 1 : 0, pieces: cut(lines.join(" "), places), anchor: sentence?.anchor };
  };

  const bestField = (report, terms) => {
    const counts = report.fields.map((_, number) => terms.filter((term) => report.fieldHas(number, term)).length);
    const count = Math.max(...counts);
    return { count, field: counts.indexOf(count) };
  };

  const address = (url, query, anchor) => {
    const page = globalThis.searchPages ? url + globalThis.searchPages : url;
    return `${page}${query ? `?h=${encodeURIComponent(query.slice(0, QUERY))}` : ""}${anchor ? `#${anchor}` : ""}`;
  };

  /** What a row shows of a report: title and excerpt in pieces, and its address below the site's root; `asked` has the
   * anchors of sentences with figures of the kind that is asked for. */
  const rowOf = (report, terms, query, asked) => {
    const told = bestSentence(report, terms, asked) ?? overLines(report, terms);
    const { count, field } = bestField(report, terms);
    const inField = count > told.count && field > 0;
    const hit = inField
      ? { pieces: [{ text: FIELDS[field], hit: false }, ...cut(report.fields[field], placesOf(report.fields[field], terms))] }
      : told;
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
  const figureRow = (report, figure) => ({
    id: report.id,
    title: [{ text: `${figure.subject} `, hit: false }, { text: figure.written, hit: true }],
    about: [report.title],
    excerpt: quote(report, figure.passage, figure.written),
    href: address(report.url, "", figure.anchor),
  });

  globalThis.searchExcerpt = { rowOf, figureRow };
})();
