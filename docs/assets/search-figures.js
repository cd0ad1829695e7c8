// Reads a query such as 罚没金额 > 50万元 or 行政处罚案件数 >= 20 <= 100 and finds the figures that answer it.
(() => {
  "use strict";

  const { fold } = globalThis.searchFold;
  const SCALES = { 百: 1e2, 千: 1e3, 万: 1e4, 亿: 1e8 };
  const SIGNS = { ">=": ">=", "=>": ">=", "≥": ">=", "≧": ">=", "<=": "<=", "=<": "<=", "≤": "<=", "≦": "<=", ">": ">", "<": "<", "=": "=" };
  const SIGN = ">=|=>|<=|=<|[≥≧≤≦><=]";
  const QUESTION = new RegExp(`^([^<>=≥≧≤≦]+?)\\s*((?:(?:${SIGN})\\s*[0-9][^<>=≥≧≤≦]*)+)$`, "u");
  const BOUND = new RegExp(`(${SIGN})\\s*([0-9][0-9,]*(?:\\.[0-9]+)?)\\s*([百千万亿]?)\\s*([^\\s0-9<>=≥≧≤≦]*)\\s*`, "uy");
  const TAIL = /(?:总数|件数|个数|人数|次数|数量|数额|数)$/;
  const AT_ONCE = 12; // blocks fetched side by side

  const stem = (word) => (TAIL.test(word) && word.replace(TAIL, "").length > 1 ? word.replace(TAIL, "") : word);

  /** The bounds in a text, or null where something else stands between them. */
  const readBounds = (text) => {
    const bounds = [];
    BOUND.lastIndex = 0;
    while (BOUND.lastIndex < text.length) {
      const found = BOUND.exec(text);
      if (!found) return null;
      const [, sign, number, scale, unit] = found;
      bounds.push({ sign: SIGNS[sign], value: Number(number.replaceAll(",", "")) * (SCALES[scale] ?? 1), unit });
    }
    return bounds;
  };

  /** What a query asks of figures, or null where it asks nothing of them. */
  const parse = (query) => {
    const found = query.length <= 500 ? query.normalize("NFKC").trim().match(QUESTION) : null;
    const bounds = found && readBounds(found[2]);
    const words = found ? found[1].split(/\s+/).map(fold).filter(Boolean) : [];
    return bounds && words.length ? { words, bounds } : null;
  };

  const holds = (value, { sign, value: bound }) => ({ ">=": value >= bound, "<=": value <= bound, ">": value > bound, "<": value < bound, "=": value === bound })[sign];

  const isNamed = ([subject, indicator, theme], words) => {
    const [said, shared, whole] = [fold(subject), fold(indicator), fold(theme)];
    return words.every((word) => said.includes(stem(word)) || shared.includes(stem(word)) || whole === word);
  };

  const rowsOf = ([subject, indicator, theme, unit, rows], { words, bounds }, { gone, offset }) => {
    if (!isNamed([subject, indicator, theme], words) || !bounds.every((bound) => !bound.unit || bound.unit === unit)) return [];
    const holding = rows.filter(([place, value]) => !gone.has(place) && bounds.every((bound) => holds(Number(value), bound)));
    return holding.map(([place, value, written, row, sentence]) => (
      { number: offset + place, subject, value: Number(value), written, anchor: `m-${row}`, passage: sentence && `s-${sentence}` }));
  };

  /** The files with the names that have all words. */
  const filesOf = async (segment, engine, words) => {
    const { shards, blocks, names } = await segment.json("figures.bin");
    const lists = segment.lists("g", shards, names);
    const weights = await engine.least([...new Set(words.flatMap((word) => globalThis.searchGrams(stem(word), 3)))], lists);
    const before = [0]; // how many of the names up to each place may fit
    weights.forEach((weight, place) => before.push(before[place] + (weight > 0)));
    return blocks.flatMap(([first, last], number) => (before[last + 1] > before[first] ? [number] : []));
  };

  const findInSegment = async (segment, engine, asked) => {
    const files = await filesOf(segment, engine, asked.words);
    const rows = [];
    for (let at = 0; at < files.length; at += AT_ONCE) {
      const part = await Promise.all(files.slice(at, at + AT_ONCE).map((number) => segment.json(`f/${number}.bin`)));
      for (const name of part.flat()) rows.push(...rowsOf(name, asked, segment));
    }
    return rows;
  };

  /** The figures of a block that answer a query, the most telling first. */
  const findInBlock = async (block, engine, asked) => {
    const rows = await Promise.all(block.segments.map((segment) => findInSegment(segment, engine, asked)));
    if (!rows.flat().length) return [];
    await block.load();
    const ranks = new Map(block.order.map((number, rank) => [number, rank]));
    const up = asked.bounds[0].sign[0] === "<" ? 1 : -1;
    return rows.flat().sort((a, b) => up * (a.value - b.value) || ranks.get(a.number) - ranks.get(b.number));
  };

  /** The figures that answer a query, block by block; null where the query asks nothing of figures. Older blocks are not
   * asked once as many reports as `rows` stand: `whole` is false then. */
  const find = async (index, query, engine, rows) => {
    const asked = parse(query);
    if (!asked) return null;
    const figures = [];
    for (const block of index.blocks) {
      for (const row of await findInBlock(block, engine, asked)) figures.push(row);
      const whole = block === index.blocks.at(-1);
      if (whole || new Set(figures.map((row) => row.number)).size >= rows) return { figures, whole };
    }
  };

  globalThis.searchFigures = { parse, find };
})();
