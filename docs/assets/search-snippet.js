// Which sentence of a report a hit shows, and how much of it: the one with most of the words, nearest together.
(() => {
  "use strict";

  const { findAll, findPlaces, foldWithPlaces } = globalThis.searchFold;
  const MOST = 120; // characters shown of a sentence
  const LINES = 8; // lines looked into, of those with most of the words
  const CHUNK = 40; // characters of a piece of a clause that is too long itself
  const SENTENCE = /[^。！？!?]+[。！？!?]*[”’」』）)]*|[。！？!?]+/gu;
  const CLAUSE = /(?:[^，,；;：:。！？!?]|(?<=\d)[,:](?=\d))+[，,；;：:。！？!?]*[”’」』）)]*|[，,；;：:。！？!?]+/gu;
  const ITEM = /[^、]+、?|、/gu;
  const INSIDE = /[\p{Nd}.]/u; // of a number
  const LETTER = /\p{L}/u;
  const NUMBERS = /^[\p{Nd}.,，%\s]*$/u;
  const COUNTED = /\p{Nd}[万亿]?(?:%|[^\P{Script=Han}年月日号届])/u; // no date, no 12·4
  const HEADER = 40; // lines above a row of a table in which its head is looked for

  /** Stretches of a text as [start, end], counted from `from`. */
  const partsOf = (text, pattern, from) => [...text.matchAll(pattern)].map((found) => [from + found.index, from + found.index + found[0].length]);

  const chunksOf = ([start, end]) => Array.from({ length: Math.ceil((end - start) / CHUNK) }, (_, n) => [start + n * CHUNK, Math.min(end, start + (n + 1) * CHUNK)]);

  /** Where a sentence may be cut: at its clauses, a long clause at its items, a long item anywhere. */
  const clausesOf = (line, [from, to]) => partsOf(line.slice(from, to), CLAUSE, from)
    .flatMap((clause) => (clause[1] - clause[0] <= MOST / 2 ? [clause] : partsOf(line.slice(...clause), ITEM, clause[0])))
    .flatMap((item) => (item[1] - item[0] <= MOST / 2 ? [item] : chunksOf(item)));

  /** The clauses that are shown: those with the places, then what stands around them, as much as there is room for. */
  const chosenOf = (clauses, places) => {
    const size = (n) => clauses[n][1] - clauses[n][0];
    const chosen = new Set();
    let room = MOST;
    const take = (n) => {
      if (chosen.has(n) || n < 0 || n >= clauses.length || (chosen.size && size(n) > room)) return false;
      room -= size(n);
      return chosen.add(n);
    };
    for (const [start, end] of places) clauses.forEach(([from, to], n) => from < end && to > start && take(n));
    if (!chosen.size) take(0);
    for (let grown = true; grown;) {
      const before = [...chosen].some((n) => take(n - 1));
      grown = [...chosen].some((n) => take(n + 1)) || before;
    }
    return [...chosen].sort((a, b) => a - b);
  };

  /** A line from one place to another as pieces of {text, hit}. */
  const mark = (line, places, [from, to] = [0, line.length]) => {
    const pieces = [];
    let at = from;
    for (const [start, end] of places) {
      if (start >= to || end <= at) continue;
      const first = Math.max(start, at);
      pieces.push({ text: line.slice(at, first), hit: false }, { text: line.slice(first, Math.min(end, to)), hit: true });
      at = Math.min(end, to);
    }
    return [...pieces, { text: line.slice(at, to), hit: false }].filter((piece) => piece.text);
  };

  /** A sentence of a line in pieces: whole, or cut around the places that must be seen; each cut is an …. */
  const cut = (line, places, sentence = [0, line.length], needed = places) => {
    if (sentence[1] - sentence[0] <= MOST) return mark(line, places, sentence);
    const clauses = clausesOf(line, sentence);
    const gap = { text: "…", hit: false };
    const shown = [];
    let next = 0;
    for (const n of chosenOf(clauses, needed)) {
      if (n !== next) shown.push(gap);
      shown.push(...mark(line, places, clauses[n]));
      next = n + 1;
    }
    return next < clauses.length ? [...shown, gap] : shown;
  };

  /** The shortest stretch that has one place of each term: {size, places}. */
  const nearest = (found) => {
    const all = found.flatMap((places, term) => places.map((place) => ({ place, term }))).sort((a, b) => a.place[0] - b.place[0]);
    const last = new Map();
    let best = { size: Infinity, places: [] };
    for (const { place, term } of all) {
      last.set(term, place);
      if (last.size < found.length) continue;
      const places = [...last.values()];
      const size = place[1] - Math.min(...places.map(([start]) => start));
      if (size < best.size) best = { size, places };
    }
    return best;
  };

  const inside = (places, [from, to]) => places.filter(([start, end]) => start >= from && end <= to);

  const hasTerm = (report, n, term) => (term.exact ? report.lines[n].includes(term.raw)
    : report.foldedLines[n].includes(term.fold) || report.lines[n].includes(term.raw));

  /** The lines that have most of the terms, as {n, start, count}: those of the title last, for a row shows it anyway. */
  const linesOf = (report, terms, asked) => {
    let next = 0;
    const known = report.lines.map((line, n) => {
      const start = next;
      next += line.length + 1;
      const count = terms.filter((term) => hasTerm(report, n, term)).length;
      return { n, start, count, isTitle: report.foldedFields[0].includes(report.foldedLines[n]), isAsked: asked.some((one) => one.start >= start && one.start < next) };
    }).filter(({ count }) => count);
    return known.sort((a, b) => a.isTitle - b.isTitle || b.count - a.count || b.isAsked - a.isAsked || a.n - b.n).slice(0, LINES);
  };

  const cellsOf = (line) => line.split("\t");
  const isHead = (line) => cellsOf(line).every((cell) => cell && !NUMBERS.test(cell));

  /** The row of a table that a line is, or that stands below it where it is the head: as pairs of head and cell (罚款 90，
   * 警告 53), and where it begins. "" where it is numbers alone and has no head. */
  const rowAt = (report, n) => {
    const { lines } = report;
    const isLike = (line) => cellsOf(line).length === cellsOf(lines[n]).length;
    const below = isHead(lines[n]) && lines[n + 1] !== undefined && isLike(lines[n + 1]) && !isHead(lines[n + 1]);
    const at = below ? n + 1 : n;
    const start = lines.slice(0, at).reduce((sum, line) => sum + line.length + 1, 0);
    const head = below ? lines[n] : lines.slice(Math.max(0, n - HEADER), n).findLast((line) => isLike(line) && isHead(line));
    if (head) return { text: cellsOf(lines[at]).map((cell, place) => `${cellsOf(head)[place]} ${cell}`).join("，"), start };
    return { text: LETTER.test(lines[at]) ? cellsOf(lines[at]).join(" ") : "", start };
  };

  /** A sentence as it is shown, on one line. */
  const textOf = (report, { start, end }) => {
    const text = report.text.slice(start, end);
    return text.includes("\t") ? rowAt(report, report.lineAt(start)).text : text.replaceAll("\n", " ");
  };

  /** The sentences of a line, in it: those with an anchor as the report's page has them, and between them by their stops. */
  const sentencesIn = (report, line, start) => {
    const told = report.sentences.filter((one) => one.start >= start && one.start < start + line.length);
    const found = [];
    let at = 0;
    for (const one of [...told, null]) {
      const [from, to] = one ? [one.start - start, Math.min(one.end - start, line.length)] : [line.length, line.length];
      if (from > at) found.push(...partsOf(line.slice(at, from), SENTENCE, at).map((span) => ({ span })));
      if (one) found.push({ span: [from, to], anchor: one.anchor });
      at = Math.max(at, to);
    }
    return found;
  };

  /** A row of a table as one sentence. */
  const tableIn = (report, n) => {
    const { text, start } = rowAt(report, n);
    const anchor = report.sentences.find((one) => one.start <= start && start < one.end)?.anchor;
    return { line: text, sentences: [{ span: [0, text.length], anchor }] };
  };

  const isBetter = (a, b) => !b || (a.isTitle - b.isTitle || b.count - a.count || b.isAsked - a.isAsked || a.isTable - b.isTable || !a.anchor - !b.anchor || a.size - b.size) < 0;

  /** The best sentence of a report for terms, as {count, pieces, anchor}; `asked` are anchors of figures of the kind that
   * is asked for. Without terms it is the first of these, or the first with a figure. Null where no line has a term. */
  const bestSentence = (report, terms, asked = new Set()) => {
    const askedFor = report.sentences.filter(({ anchor }) => asked.has(anchor));
    if (!terms.length) {
      const first = askedFor.find((one) => textOf(report, one)) ?? report.sentences.find((one) => COUNTED.test(textOf(report, one))) ?? report.sentences[0];
      return first ? { count: 0, pieces: cut(textOf(report, first), []), anchor: first.anchor } : null;
    }
    let best = null;
    for (const { n, start, isTitle } of linesOf(report, terms, askedFor)) {
      const isTable = report.lines[n].includes("\t");
      const { line, sentences } = isTable ? tableIn(report, n) : { line: report.lines[n], sentences: sentencesIn(report, report.lines[n], start) };
      const folded = foldWithPlaces(line);
      const found = terms.map((term) => findPlaces(line, term, folded));
      for (const { span, anchor } of sentences) {
        const here = found.map((places) => inside(places, span)).filter((places) => places.length);
        if (!here.length) continue;
        const { size, places } = nearest(here);
        const one = { isTitle, isTable, count: here.length, isAsked: asked.has(anchor), anchor, size, line, span, all: here.flat(), places };
        if (isBetter(one, best)) best = one;
      }
    }
    return best && { count: best.count, pieces: cut(best.line, merge(best.all), best.span, best.places), anchor: best.anchor };
  };

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

  /** The sentence of an anchor in pieces, cut around what is written there; none where the report has none in words. */
  const quote = (report, anchor, written) => {
    const told = report.sentences.find((one) => one.anchor === anchor);
    const sentence = told ? textOf(report, told) : "";
    const isInNumber = (at) => INSIDE.test(sentence[at - 1] ?? "") || (INSIDE.test(written.at(-1)) && INSIDE.test(sentence[at + written.length] ?? ""));
    const found = findAll(sentence, written).filter((at) => !isInNumber(at));
    return cut(sentence, found.length === 1 ? [[found[0], found[0] + written.length]] : []); // of several it is any
  };

  globalThis.searchSnippet = { bestSentence, cut, mark, merge, quote };
})();
