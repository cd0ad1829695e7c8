// Finds the figures that answer a question, in files of one hundred of one family each (build_scripts/render/asking.py).
(() => {
  "use strict";

  const AT_ONCE = 4; // blocks fetched side by side
  const { passes } = globalThis.searchQuery;
  const COLUMNS = ["id", "agency", "subject", "written", "value", "unit", "row", "sentence", "isDoubted"];

  const holds = (value, { sign, value: bound }) => ({ ">=": value >= bound, "<=": value <= bound, ">": value > bound, "<": value < bound, "=": value === bound })[sign];

  const mayHold = ([, year, first, last, least, most], { years, regions, bounds }) => (!years.length || years.includes(year))
    && (!regions.length || regions.some((code) => first < `${code}:` && last >= code))
    && bounds.every(({ sign, value }) => (sign[0] === ">" ? most >= value : sign[0] === "<" ? least <= value : least <= value && value <= most));

  const fits = (asked) => (row) => passes(asked, row.id)
    && asked.bounds.every((bound) => holds(row.value, bound) && (!bound.unit || bound.unit === row.unit || (bound.unit.length < row.unit.length && row.unit.startsWith(bound.unit)) || bound.unit.startsWith(row.unit)));

  const readRows = async (index, file) => (await index.json(file)).map((row) => Object.fromEntries(COLUMNS.map((name, n) => [name, row[n]])));

  /** The first `most` figures that answer, in the order asked for: {rows, whole}. `whole`: there are no others. */
  const find = async (index, names, asked, most) => {
    const told = names.families.find(([slug]) => slug === asked.family.slug);
    const { blocks, most: greatest, least } = await index.json(told[4]);
    const [up, place] = asked.order === "least" ? [1, 4] : [-1, 5];
    const waiting = blocks.filter((block) => mayHold(block, asked));
    if (asked.order) waiting.sort((a, b) => up * (a[place] - b[place]));
    const best = (rows) => (asked.order ? rows.sort((a, b) => up * (a.value - b.value)) : rows);
    const isOpen = !asked.years.length && !asked.regions.length && !asked.departments.length;
    if (asked.order && isOpen && blocks.length > 1) {
      const rows = best((await readRows(index, asked.order === "least" ? least : greatest)).filter(fits(asked)));
      if (rows.length >= most) return { rows: rows.slice(0, most), whole: false };
    }
    const rows = [];
    const isDone = () => rows.length > most && (!asked.order || !waiting.length || up * (rows[most].value - waiting[0][place]) <= 0);
    while (waiting.length && !isDone()) {
      const part = await Promise.all(waiting.splice(0, AT_ONCE).map(([file]) => readRows(index, file)));
      rows.push(...part.flat().filter(fits(asked)));
      best(rows);
    }
    return { rows: rows.slice(0, most), whole: !waiting.length && rows.length <= most };
  };

  globalThis.searchAnswers = { find };
})();
