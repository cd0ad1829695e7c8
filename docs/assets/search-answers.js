// Finds the figures that answer a question, in files of one hundred of one family each (build_scripts/render/asking.py).
(() => {
  "use strict";

  const AT_ONCE = 4; // blocks fetched side by side
  const { passes } = globalThis.searchQuery;
  const COLUMNS = ["id", "agency", "subject", "written", "value", "unit", "row", "sentence", "isDoubted", "isPart"];

  const holds = (value, { sign, value: bound }) => ({ ">=": value >= bound, "<=": value <= bound, ">": value > bound, "<": value < bound, "=": value === bound })[sign];

  const mayHold = ([, year, first, last, least, most], { years, regions, bounds }) => (!years.length || years.includes(year))
    && (!regions.length || regions.some((code) => first < `${code}:` && last >= code))
    && bounds.every(({ sign, value }) => (sign[0] === ">" ? most >= value : sign[0] === "<" ? least <= value : least <= value && value <= most));

  /** Whether two units count the same: 件 and 起, 人 and 人次. */
  const isAlike = (one, other, alike) => !one || (other && (one.startsWith(other) || other.startsWith(one))) || alike.some((units) => units.includes(one) && units.includes(other));

  const fits = (asked) => (row) => passes(asked, row.id) && (!asked.family.narrow || row.subject.includes(asked.family.narrow))
    && asked.bounds.every((bound) => holds(row.value, bound) && isAlike(bound.unit, row.unit, asked.names.words.alike));

  /** Without what is a part of another of these figures, in the same sentence: that has it. */
  const withoutParts = (rows) => {
    const keyOf = ({ id, sentence, unit }) => `${id} ${sentence} ${unit}`;
    const wholes = new Set(rows.filter((row) => !row.isPart).map(keyOf));
    return rows.filter((row) => !row.isPart || !wholes.has(keyOf(row)));
  };

  const readRows = async (index, file) => (await index.json(file)).map((row) => Object.fromEntries(COLUMNS.map((name, n) => [name, row[n]])));

  /** For each report the anchors of the sentences of these figures. */
  const sentencesOf = (rows) => {
    const told = new Map();
    for (const { id, sentence } of rows) told.set(id, (told.get(id) ?? new Set()).add(`s-${sentence}`));
    return told;
  };

  /** The first `most` figures that answer, in the order asked for: {rows, whole, sentences}. `whole`: there are no others;
   * `sentences` has those of all figures that were met on the way. */
  const find = async (index, asked, most) => {
    const told = asked.names.families.find(([slug]) => slug === asked.family.slug);
    const { blocks, most: greatest, least } = await index.json(told[4]);
    const [up, place] = asked.order === "least" ? [1, 4] : [-1, 5];
    const waiting = blocks.filter((block) => mayHold(block, asked));
    if (asked.order) waiting.sort((a, b) => up * (a[place] - b[place]));
    const best = (rows) => (asked.order ? rows.sort((a, b) => up * (a.value - b.value)) : rows);
    const isOpen = !asked.years.length && !asked.regions.length && !asked.departments.length;
    if (asked.order && isOpen && blocks.length > 1) {
      const rows = best(withoutParts((await readRows(index, asked.order === "least" ? least : greatest)).filter(fits(asked))));
      if (rows.length >= most) return { rows: rows.slice(0, most), whole: false, sentences: sentencesOf(rows) };
    }
    const rows = [];
    const isDone = () => rows.length > most && (!asked.order || !waiting.length || up * (rows[most].value - waiting[0][place]) <= 0);
    while (waiting.length && !isDone()) {
      const part = await Promise.all(waiting.splice(0, AT_ONCE).map(([file]) => readRows(index, file)));
      rows.push(...withoutParts(part.flat()).filter(fits(asked)));
      best(rows);
    }
    return { rows: rows.slice(0, most), whole: !waiting.length && rows.length <= most, sentences: sentencesOf(rows) };
  };

  globalThis.searchAnswers = { find };
})();
