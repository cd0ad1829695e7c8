// What the comparison page reads: the list of data/compare/, the names of a prefecture's reports when they are needed,
// and of each report that is compared its figures. Finds the reports that a reader's words can mean: 于田卫健委 2023.
(() => {
  "use strict";

  const root = new URL("../", document.currentScript.src);
  const ENOUGH = 10; // suggestions shown at once
  const BATCH = 4; // files of names read at once
  const FEW = 24; // files after which poorer suggestions will do as well
  const ID = /^([0-9]{6}(?:[0-9]{3})?)-([a-z][a-z0-9-]*)-([0-9]{4})$/;

  const read = async (path) => {
    if (globalThis.siteFile) return JSON.parse(new TextDecoder().decode(await globalThis.siteFile(path)));
    const answer = await fetch(new URL(path, root));
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  };

  const asked = new Map(); // of each path, once asked for; what failed may be asked again
  const load = (path) => {
    if (!asked.has(path)) asked.set(path, read(path).catch((error) => { asked.delete(path); throw error; }));
    return asked.get(path);
  };

  const index = () => load("data/compare/index.json");

  const report = (place, [region, department, agency], year) => ({
    id: `${region}-${department}-${`${year}`.padStart(4, "0")}`,
    body: `${region}-${department}`, region, department, agency, year, place,
    page: `reports/${region}/${department}/${`${year}`.padStart(4, "0")}/`,
  });

  /** All reports in a file of names. */
  const namesIn = async (name) => {
    const { places, bodies } = await load(`data/compare/${name}.json`);
    return bodies.flatMap((body) => body[3].map((year) => report(places[body[0]], body, year)));
  };

  /** The report of an id with its figures, or null where there is none. */
  const find = async (id) => {
    const [, region] = ID.exec(id) ?? [];
    if (!region) return null;
    const { files } = await index();
    for (const [name] of files.filter(([name]) => name.slice(0, 4) === region.slice(0, 4))) {
      const found = (await namesIn(name)).find((one) => one.id === id);
      if (found) return { ...found, ...(await load(`data/compared/${id}.json`)) };
    }
    return null;
  };

  // -- words

  /** What a reader types, as years, the beginnings of region codes, and words. */
  const parse = (typed) => {
    const query = { years: [], codes: [], words: [] };
    const rest = typed.normalize("NFKC").toLowerCase().slice(0, 100)
      .replace(/(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])(?:年度|年)?/gu, (_, year) => { query.years.push(Number(year)); return " "; })
      .replace(/(?<![0-9])[0-9]{5,9}(?![0-9])/gu, (code) => { query.codes.push(code); return " "; });
    query.words = rest.split(/[^\p{L}\p{N}]+/u).filter(Boolean).map((word) => [...word]);
    return query;
  };

  /** How far apart the characters of a word stand in a text, in their order: 0 where they follow one another, null where
      they are not all there. So 卫健委 is found in 卫生健康委员会. */
  const gap = (word, text) => {
    if (text.includes(word.join(""))) return 0;
    let best = null;
    for (let start = text.indexOf(word[0]); start >= 0; start = text.indexOf(word[0], start + 1)) {
      let at = start;
      for (let n = 1; n < word.length && at >= 0; n++) at = text.indexOf(word[n], at + 1);
      if (at < 0) break;
      const wide = at - start + 1 - word.length;
      if (best === null || wide < best) best = wide;
    }
    return best;
  };

  /** How well a report fits a query: 0 is best, null is not at all. */
  const rate = ({ years, codes, words }, one) => {
    if (years.length && !years.includes(one.year)) return null;
    if (codes.some((code) => !one.region.startsWith(code))) return null;
    const text = `${one.place} ${one.agency}`.toLowerCase();
    let sum = 0;
    for (const word of words) {
      const wide = gap(word, text);
      if (wide === null) return null;
      sum += wide;
    }
    return sum;
  };

  /** Whether a file of names can hold a report that fits. */
  const canHold = ({ years, codes, words }, [name, characters, told]) => {
    const held = new Set(characters.toLowerCase());
    const prefix = name.slice(0, 4);
    return (!years.length || years.some((year) => told.includes(year)))
      && codes.every((code) => code.startsWith(prefix))
      && words.every((word) => word.every((character) => held.has(character)));
  };

  /** How near a report is to those chosen: the same body's other years first, then its county, then its department. */
  const nearness = (one, chosen) => {
    if (chosen.some(({ body }) => body === one.body)) return 0;
    if (chosen.some(({ region }) => region === one.region)) return 1;
    return chosen.some(({ department }) => department === one.department) ? 2 : 3;
  };

  const sorted = (found, chosen) => found
    .map(([fit, one]) => [nearness(one, chosen), fit, one])
    .sort((a, b) => a[1] - b[1] || a[0] - b[0] || (a[2].region < b[2].region ? -1 : a[2].region > b[2].region ? 1 : 0)
      || (a[2].body < b[2].body ? -1 : a[2].body > b[2].body ? 1 : 0) || b[2].year - a[2].year)
    .map(([, , one]) => one);

  /** Yield the reports that words can mean but for those chosen, the likeliest first, and again whenever more names are
      read; `done` is true of the last. */
  async function* suggest(typed, chosen) {
    const query = parse(typed);
    const { files } = await index();
    const near = (name) => (chosen.some(({ region }) => region.startsWith(name.slice(0, 4))) ? 0 : 1);
    const names = files.filter((file) => canHold(query, file)).map(([name]) => name).sort((a, b) => near(a) - near(b));
    const found = [];
    for (let at = 0; at < names.length; at += BATCH) {
      for (const one of (await Promise.all(names.slice(at, at + BATCH).map(namesIn))).flat()) {
        const fit = chosen.some(({ id }) => id === one.id) ? null : rate(query, one);
        if (fit !== null) found.push([fit, one]);
      }
      const [read, good] = [at + BATCH, found.filter(([fit]) => fit === 0).length];
      const done = read >= names.length || good > ENOUGH || (read >= FEW && found.length > ENOUGH);
      yield { reports: sorted(found, chosen).slice(0, ENOUGH), more: found.length > ENOUGH, done };
      if (done) return;
    }
    if (!names.length) yield { reports: [], more: false, done: true };
  }

  globalThis.compareNames = { find, index, suggest };
})();
