// Reads a query such as 罚没金额 > 50万元 or 行政处罚案件数 >= 20 and finds the figures of the reports that answer it.
(() => {
  "use strict";

  const { fold } = globalThis.searchFold;
  const SCALES = { 百: 1e2, 千: 1e3, 万: 1e4, 亿: 1e8 };
  const SIGNS = { ">=": ">=", "=>": ">=", "≥": ">=", "≧": ">=", "<=": "<=", "=<": "<=", "≤": "<=", "≦": "<=", ">": ">", "<": "<", "=": "=" };
  const QUESTION = /^(.+?)\s*(>=|=>|<=|=<|[≥≧≤≦><=])\s*([0-9][0-9,]*(?:\.[0-9]+)?)\s*([百千万亿]?)\s*([^\s0-9]*)$/u;
  const TAIL = /(?:总数|件数|个数|人数|次数|数量|数额|数)$/;

  /** What a query asks of figures, or null where it asks nothing of them. */
  const parse = (query) => {
    const found = query.normalize("NFKC").trim().match(QUESTION);
    if (!found) return null;
    const [, name, sign, number, scale, unit] = found;
    const words = name.split(/\s+/).map(fold).filter(Boolean).map((word) => (TAIL.test(word) && word.replace(TAIL, "").length > 1 ? word.replace(TAIL, "") : word));
    if (!words.length) return null;
    return { words, sign: SIGNS[sign], value: Number(number.replaceAll(",", "")) * (SCALES[scale] ?? 1), unit };
  };

  const holds = (value, { sign, value: bound }) => ({ ">=": value >= bound, "<=": value <= bound, ">": value > bound, "<": value < bound, "=": value === bound })[sign];

  const isAsked = ([, subject, theme, value, unit], asked) => {
    const name = fold(subject);
    const named = asked.words.every((word) => name.includes(word) || fold(theme) === word);
    return named && (!asked.unit || asked.unit === unit) && holds(Number(value), asked);
  };

  /** The figures that answer a query, the most telling first; null where the query asks nothing of figures. */
  const find = async (engine, query) => {
    const asked = parse(query);
    if (!asked) return null;
    const files = Array.from({ length: engine.manifest.figures }, (_, n) => engine.json(`f/${n}.bin`));
    const rows = (await Promise.all(files)).flat().filter((row) => isAsked(row, asked));
    const up = asked.sign[0] === "<" ? 1 : -1;
    rows.sort((a, b) => up * (Number(a[3]) - Number(b[3])) || a[0] - b[0]);
    return rows.map(([number, subject, theme, value, unit, written, anchor, passage]) => ({ number, subject, theme, value, unit, written, anchor, passage }));
  };

  globalThis.searchFigures = { parse, find };
})();
