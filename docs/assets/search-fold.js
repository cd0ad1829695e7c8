// How text and query are made alike before they are compared; build_scripts/search/fold.py does the same, and both are
// held to tests/cases/search/fold.json. Classic script: pages and files on disk load it alike. Traditional
// characters are folded where search/simplified.js has been loaded before.
(() => {
  "use strict";

  const BRACKETS = new Map([..."([{〔【〖《〈「『"].map((c) => [c, "("]).concat([...")]}〕】〗》〉」』"].map((c) => [c, ")"])));
  const THOUSANDS = /(?<![0-9])[0-9]{1,3}(?:,[0-9]{3})+(?!,?[0-9])/g;
  const COMMA = /(?<=[0-9]),(?=[0-9])/;
  const MARKS = /[\p{P}\p{S}]+/gu;
  const MOST_COMMAS = 3; // of a term: with each one the ways to read it double
  const isDigit = (char) => char >= "0" && char <= "9";

  const flats = new Map(); // of characters seen, as `flatten` has them
  let variants = null; // pattern of the characters that have a simplified one, and which

  const simplify = (text) => {
    if (!variants) {
      const pairs = [...(globalThis.searchSimplified ?? "")];
      const known = new Map(pairs.flatMap((char, i) => (i % 2 ? [] : [[char, pairs[i + 1]]])));
      if (!known.size) return text;
      variants = { known, pattern: new RegExp(`[${[...known.keys()].join("")}]`, "g") };
      flats.clear();
    }
    return text.replace(variants.pattern, (char) => variants.known.get(char));
  };

  /** Widths, letter case and variants folded, blanks and control characters dropped; punctuation stays. */
  const flatten = (text) => simplify(text.normalize("NFKC")
    .replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S}]/gu, "")
    .replace(/\p{Changes_When_Lowercased}/gu, (char) => char.toLowerCase()));

  const pairBrackets = (flat) => flat.replace(/[[\](){}〔〕【】〖〗《》〈〉「」『』]/g, (char) => BRACKETS.get(char));

  /** Punctuation goes unless it stands between two digits. */
  const dropMarks = (flat) => flat
    .replace(MARKS, (run, at, whole) => (at && isDigit(whole[at - 1]) && isDigit(whole[at + run.length] ?? "") ? run : ""));

  /** One line as it is indexed and searched: the commas of thousands go, and punctuation outside numbers. */
  const fold = (line) => dropMarks(pairBrackets(flatten(line)).replace(THOUSANDS, (number) => number.replaceAll(",", "")));

  /** Which code units of a flat text `fold` drops. */
  const findDropped = (flat) => {
    const dropped = new Set();
    const shown = []; // what is left when commas of thousands are gone, with the places
    for (const found of flat.matchAll(THOUSANDS)) {
      [...found[0]].forEach((char, i) => char === "," && dropped.add(found.index + i));
    }
    for (let i = 0; i < flat.length; i++) if (!dropped.has(i)) shown.push(i);
    const text = shown.map((i) => flat[i]).join("");
    for (const found of text.matchAll(MARKS)) {
      const end = found.index + found[0].length;
      if (found.index && isDigit(text[found.index - 1]) && isDigit(text[end] ?? "")) continue;
      for (let i = found.index; i < end; i++) dropped.add(shown[i]);
    }
    return dropped;
  };

  /** The folded line, and for each of its code units where it starts and ends in the line. */
  const foldWithPlaces = (line) => {
    const chars = [];
    const from = [];
    for (const found of line.matchAll(/\P{M}\p{M}*|\p{M}+/gu)) {
      if (!flats.has(found[0])) flats.set(found[0], flatten(found[0]).split(""));
      for (const char of flats.get(found[0])) {
        chars.push(char);
        from.push([found.index, found.index + found[0].length]);
      }
    }
    const flat = pairBrackets(chars.join(""));
    const dropped = findDropped(flat);
    const kept = from.filter((_, i) => !dropped.has(i));
    return { text: [...flat.split("")].filter((_, i) => !dropped.has(i)).join(""), places: kept };
  };

  /** Where a part stands in a text, the first 200 times; none overlap. */
  const findAll = (text, part) => {
    const found = [];
    for (let at = text.indexOf(part); part && at >= 0 && found.length < 200; at = text.indexOf(part, at + part.length)) found.push(at);
    return found;
  };

  /** Where a term stands in a line, as [start, end] in the line itself; `folded`: the line with places, where it is known. */
  const findPlaces = (line, term, folded = null) => {
    if (term.exact) return findAll(line, term.raw).map((at) => [at, at + term.raw.length]);
    const { text, places } = folded ?? foldWithPlaces(line);
    const found = findAll(text, term.fold).map((at) => [places[at][0], places[at + term.fold.length - 1][1]]);
    // A piece of a number, cut at a comma that folding drops, stands there as written alone.
    return found.length ? found : findAll(line, term.raw).map((at) => [at, at + term.raw.length]);
  };

  /** How a term may stand in the index: as lists of substrings of which one list must be there whole. A comma between
   * digits may part thousands in the report and not in a piece cut out of it: each is looked for with and without. */
  const readingsOf = (flat) => {
    const parts = pairBrackets(flat).split(COMMA);
    if (parts.length > MOST_COMMAS + 1) return [parts.map(dropMarks).filter(Boolean)];
    const [first, ...others] = parts;
    const ways = others.reduce((starts, part) => starts.flatMap((start) => [start + part, `${start},${part}`]), [first]);
    return ways.map(dropMarks).filter(Boolean).map((way) => [way]);
  };

  /** The terms of a query. Blanks part them; "…" is one, letter for letter; what is only punctuation is none. */
  const parseQuery = (query) => {
    const terms = [];
    for (const found of query.matchAll(/"([^"]+)"|[^\s"]+/gu)) {
      const exact = found[1] !== undefined;
      const raw = exact ? found[1] : found[0];
      const flat = flatten(raw);
      const readings = readingsOf(flat);
      if (readings.length) terms.push({ raw, exact, flat, fold: fold(raw), cut: COMMA.test(flat), readings });
    }
    return terms;
  };

  globalThis.searchFold = { flatten, fold, foldWithPlaces, findAll, findPlaces, parseQuery };
})();
