// What a query means: names of places, years and offices in it become filters, words for a kind of figure ask for figures,
// and the rest is looked for in the texts. No page, no files: what the site's names are is handed in (asking.py makes it).
// tests/cases/search/questions.json has what is understood.
(() => {
  "use strict";

  const QUOTED = /"[^"]*"?/g;
  const BLANKS = /[\s,，、。;；?？!！]+/u;
  const DIGITS = new Map([..."零一二三四五六七八九"].map((char, value) => [char, value]).concat([["两", 2], ["〇", 0]]));
  const SCALES = { 十: 10, 百: 100, 千: 1000, 万: 1e4, 亿: 1e8 };
  const NUMBER = /^(?:(\d+(?:\.\d+)?)([十百千万亿]*)|([零〇一二两三四五六七八九十百千万亿]+))(元|块钱?|件次?|起|宗|人次|人|户次|户|家次|家|次|份|条|个|场|期|名|位|例|轮|册|张|本|%)?/u;
  const YEAR = /^((?:19|20)\d\d)(?!\d)(年度|年)?(?:[-—–~至到]((?:19|20)\d\d)(?!\d)(年度|年)?)?/u;
  const RECENT = /^([2-9]|[二两三四五六七八九])年/u;
  const THOUSANDS = /(\p{Nd})[,，](?=\p{Nd}{3}(?!\p{Nd}))/gu;
  const INITIALS = 4; // letters of the longest initials

  const plain = (text) => [...text.normalize("NFKC").toLowerCase()].map((char) => {
    const simple = globalThis.searchFold?.flatten(char);
    return simple?.length === char.length ? simple : char;
  }).join("");

  /** 五十万 as a number. */
  const readNumeral = (text) => {
    let whole = 0;
    let part = 0;
    let digit = 0;
    for (const char of text) {
      if (DIGITS.has(char)) digit = DIGITS.get(char);
      else if (SCALES[char] >= 1e4) {
        whole += (part + digit || 1) * SCALES[char];
        part = digit = 0;
      } else {
        part += (digit || 1) * SCALES[char];
        digit = 0;
      }
    }
    return whole + part + digit;
  };

  const readNumber = (text) => {
    const found = text.match(NUMBER);
    if (!found) return null;
    const [all, digits, scales, numeral, unit = ""] = found;
    const value = digits ? [...scales].reduce((product, scale) => product * SCALES[scale], Number(digits)) : readNumeral(numeral);
    return { value, unit: unit.startsWith("块") ? "元" : unit, length: all.length };
  };

  const longest = (words, text) => words.reduce((best, word) => (word.length > best.length && text.startsWith(word) ? word : best), "");
  const signOf = (table, text) => {
    const word = longest(Object.values(table).flat(), text);
    return word ? { word, sign: Object.keys(table).find((sign) => table[sign].includes(word)) } : null;
  };

  /** All names in the order in which they are looked up; of one place the longest counts. */
  const lexicon = (names) => {
    const { words } = names;
    const known = new Map();
    const add = (word, told) => {
      const key = plain(word);
      if (key && !known.has(key)) known.set(key, told);
    };
    const places = new Map();
    for (const [prefix, name, forms] of names.regions) {
      for (const form of [name, ...forms]) {
        const place = places.get(form) ?? { kind: "region", label: name, codes: [], isFull: false };
        place.codes.push(prefix);
        place.isFull ||= form === name || /[省市县区旗州盟]$/u.test(form);
        places.set(form, place);
      }
    }
    for (const [form, place] of places) add(form, place);
    for (const [slugs, name, aliases] of names.departments) {
      const told = { kind: "department", label: name, slugs };
      for (const word of [name, ...aliases]) {
        if (words.bare.includes(word) || words.bodies.some((body) => word.length > body.length + 1 && word.endsWith(body))) add(word, told);
        for (const body of words.bodies) add(word + body, told);
      }
    }
    for (const [slug, name, named, asked] of names.families) {
      for (const word of named) add(word, { kind: "family", slug, label: name, narrow: words.narrow.includes(word) ? word : "" });
      for (const word of asked) add(word, { kind: "family", slug, label: name, asks: true });
    }
    for (const [step, said] of Object.entries(words.years)) {
      for (const word of said) if (names.years.length) add(word, { kind: "year", years: [names.years[0] + Number(step)] });
    }
    for (const word of words.most) add(word, { kind: "order", order: "most" });
    for (const word of words.least) add(word, { kind: "order", order: "least" });
    for (const word of words.dropped) add(word, { kind: "dropped" });
    const most = Math.max(0, ...[...known.keys()].map((word) => word.length));
    return { known, most };
  };

  const lexicons = new WeakMap();
  const lexiconOf = (names) => {
    if (!lexicons.has(names)) lexicons.set(names, lexicon(names));
    return lexicons.get(names);
  };

  const range = (from, to) => Array.from({ length: Math.min(to - from, 50) + 1 }, (_, n) => from + n);

  /** A year, or several from one to another, where the site has any of them. */
  const readYears = (text, names) => {
    const found = text.match(YEAR);
    if (found) {
      const [all, first, , last = first, mark] = found;
      const years = range(Math.min(first, last), Math.max(first, last));
      const rest = text.slice(all.length);
      const isDate = /年$/u.test(all) && /^\d/u.test(rest);
      if (!isDate && years.some((year) => names.years.includes(year))) return { kind: "year", years, length: all.length, isFull: Boolean(found[2] || mark || found[3]) };
    }
    const near = longest(names.words.recent, text);
    const count = near && text.slice(near.length).match(RECENT);
    if (!count || !names.years.length) return null;
    const years = range(names.years[0] - (DIGITS.get(count[1]) ?? Number(count[1])) + 1, names.years[0]);
    return { kind: "year", years, length: near.length + count[0].length };
  };

  /** Two numbers are from one to another: 50到100万. The first has the scale and unit of the second where it has none. */
  const readRange = (text) => {
    const first = readNumber(text);
    const joined = first && text.slice(first.length).match(/^[到至~—–-]/u);
    const last = joined && readNumber(text.slice(first.length + 1));
    if (!last) return null;
    const scale = [...text.slice(first.length + 1, first.length + 1 + last.length).matchAll(/[十百千万亿]/gu)].reduce((product, [char]) => product * SCALES[char], 1);
    const from = /^[\d.]+$/.test(text.slice(0, first.length)) ? first.value * scale : first.value;
    return { kind: "bound", bounds: [[">=", from], ["<=", last.value]].map(([sign, value]) => ({ sign, value, unit: last.unit })), length: first.length + 1 + last.length };
  };

  const readBound = (text, { words }) => {
    const before = signOf(words.compared, text);
    const number = readNumber(before ? text.slice(before.word.length) : text);
    if (!number) return null;
    if (before) return { kind: "bound", bounds: [{ sign: before.sign, value: number.value, unit: number.unit }], length: before.word.length + number.length };
    const after = signOf(words.after, text.slice(number.length));
    return after && { kind: "bound", bounds: [{ sign: after.sign, value: number.value, unit: number.unit }], length: number.length + after.word.length };
  };

  const readFirst = (text, { words }) => {
    const word = longest(words.first, text);
    const number = word && readNumber(text.slice(word.length).replace(/^([\d十百一二两三四五六七八九]+).*$/u, "$1"));
    if (!number || number.value > 1000 || number.value < 1) return null;
    const length = word.length + number.length;
    return { kind: "order", order: "", first: number.value, length: length + longest(words.first_units, text.slice(length)).length };
  };

  /** What stands at the beginning of a text, or null. */
  const readAt = (text, names) => {
    const { known, most } = lexiconOf(names);
    const special = readBound(text, names) ?? readYears(text, names) ?? readRange(text) ?? readFirst(text, names);
    for (let length = Math.min(most, text.length); length > (special?.length ?? 0); length--) {
      const told = known.get(text.slice(0, length));
      if (told) return { ...told, length };
    }
    return special;
  };

  /** What says no more behind a word for figures: 案件. */
  const readTail = (text, { words }) => {
    const tail = longest(words.tails, text);
    return tail ? { kind: "dropped", length: tail.length } : null;
  };

  /** How a place is read: its name, the name without its last syllable, its short names. */
  const syllablesOf = ([, name, forms, reading]) => {
    const all = reading ? reading.split(" ") : [];
    const sizes = [name.length - 1, ...forms.filter((form) => name.startsWith(form)).map((form) => form.length)];
    return all.length ? [all, ...sizes.filter((size) => size > 1).map((size) => all.slice(0, size))] : [];
  };

  /** Letters alone may be a place: all syllables, all but the last, or the first letters of either. */
  const readLetters = (text, names) => {
    if (!/^[a-z]{2,40}$/.test(text)) return null;
    const read = names.regions.filter((region) => syllablesOf(region).some((part) => part.join("") === text));
    const isShort = (part) => part.length > 1 && part.map((one) => one[0]).join("") === text;
    const short = text.length <= INITIALS ? names.regions.filter((region) => syllablesOf(region).some(isShort)) : [];
    const found = read.length ? read : short;
    if (!found.length || (!read.length && new Set(found.map(([, name]) => name)).size > 1)) return null;
    const labels = [...new Set(found.map(([, name]) => name))];
    return { kind: "region", label: labels.join("、"), codes: found.map(([prefix]) => prefix), length: text.length };
  };

  const MAY_LEAD = 3; // characters of a name that counts where words follow that are none

  /** A piece without blanks as tokens, each with its `word`; what is not understood is a token of the kind text. */
  const readPiece = (piece, names) => {
    const text = plain(piece);
    if (text.length !== piece.length) return [{ kind: "text", word: piece }];
    const letters = readLetters(text, names);
    if (letters) return [{ ...letters, word: piece }];
    const tokens = [];
    let at = 0;
    while (at < text.length) {
      const token = readAt(text.slice(at), names) ?? (tokens.at(-1)?.kind === "family" ? readTail(text.slice(at), names) : null);
      if (!token) break;
      tokens.push({ ...token, word: piece.slice(at, at + token.length) });
      at += token.length;
    }
    if (at === text.length) return tokens;
    // Words follow that are no names: 朝阳产业 is no place, 于田县法律顾问 begins with one.
    let kept = 0;
    while (kept < tokens.length && isFirm(tokens[kept])) kept++;
    const start = tokens.slice(0, kept).reduce((sum, token) => sum + token.word.length, 0);
    return [...tokens.slice(0, kept), { kind: "text", word: piece.slice(start) }];
  };

  /** All names in a piece, whatever stands between: 请问罚款最多的是哪里呀. */
  const readLoosely = (piece, names) => {
    const text = plain(piece);
    const tokens = [];
    for (let at = 0; at < text.length && text.length === piece.length;) {
      const token = readAt(text.slice(at), names);
      if (token && token.kind !== "dropped") tokens.push({ ...token, word: piece.slice(at, at + token.length) });
      at += token?.length ?? 1;
    }
    return tokens;
  };

  const isFirm = ({ kind, word, isFull }) => (kind === "year" && isFull) || (kind === "region" && isFull && word.length >= MAY_LEAD) || (kind === "department" && word.length >= MAY_LEAD);

  const isInside = (code, others) => others.some((other) => code.startsWith(other));

  /** Of places that lie in one another the inner ones; places apart widen. */
  const narrowed = (places) => {
    const inner = places.map(({ codes }, n) => {
      const outer = places.filter((other, m) => m !== n && codes.some((code) => other.codes.some((above) => above !== code && code.startsWith(above))));
      return codes.filter((code) => outer.every((other) => isInside(code, other.codes)));
    });
    return inner.flat().filter((code, n, all) => !all.some((other) => other !== code && other.startsWith(code)));
  };

  const labelOf = ({ kind, label, years }) => {
    if (kind !== "year") return label;
    return years.length > 1 ? `${years[0]}—${years.at(-1)} 年度` : `${years[0]} 年度`;
  };

  /** What `query` means on a site with these `names`; words in `off` are text. `isLoose`: what is not understood is left
   * out. */
  const understand = (query, names, off = [], isLoose = false) => {
    const quoted = query.match(QUOTED) ?? [];
    const pieces = query.replace(QUOTED, " ").replace(THOUSANDS, "$1").split(BLANKS).filter(Boolean);
    const tokens = pieces.flatMap((piece, n) => (isLoose ? readLoosely : readPiece)(piece, names).map((token) => ({ ...token, piece: n })));
    const isOn = ({ kind, word }) => kind !== "text" && !off.includes(word);
    const family = tokens.findLast((token) => token.kind === "family" && isOn(token)) ?? null; // the last is what is meant: 复议败诉
    const chips = tokens.filter((token) => isOn(token) && ["region", "year", "department"].includes(token.kind));
    const ofFigures = family ? tokens.filter(isOn) : [];
    const means = (token) => chips.includes(token) || (isOn(token) && (token.kind === "dropped" ? family || chips.length : family));
    const text = []; // what stands side by side is one word, as it was typed
    tokens.forEach((token, n) => {
      if (means(token)) return;
      const before = tokens[n - 1];
      if (before && before.piece === token.piece && !means(before)) text.push(text.pop() + token.word);
      else text.push(token.word);
    });
    const named = tokens.filter((token) => isOn(token) && token.kind === "family" && !token.asks).map(({ word }) => word);
    const orders = ofFigures.filter(({ kind }) => kind === "order");
    const regions = chips.filter(({ kind }) => kind === "region");
    return {
      chips: chips.map((token) => ({ kind: token.kind, word: token.word, label: labelOf(token) })),
      regions: narrowed(regions),
      isNowhere: regions.length > 0 && !narrowed(regions).length,
      years: [...new Set(chips.filter(({ kind }) => kind === "year").flatMap(({ years }) => years))],
      departments: [...new Set(chips.filter(({ kind }) => kind === "department").flatMap(({ slugs }) => slugs))],
      family: family && { slug: family.slug, label: family.label, word: family.word, narrow: family.narrow ?? "" },
      order: orders.find(({ order }) => order)?.order ?? (orders.length ? "most" : ""),
      first: orders.find(({ first }) => first)?.first ?? 0,
      bounds: ofFigures.filter(({ kind }) => kind === "bound").flatMap(({ bounds }) => bounds),
      words: [...quoted, ...text],
      named,
    };
  };

  /** Whether a report, given by its id, passes the filters. */
  const passes = ({ regions, years, departments, isNowhere }, id) => {
    if (isNowhere) return false;
    const first = id.indexOf("-");
    return (!regions.length || isInside(id.slice(0, first), regions))
      && (!years.length || years.includes(Number(id.slice(-4))))
      && (!departments.length || departments.includes(id.slice(first + 1, -5)));
  };

  globalThis.searchQuery = { understand, passes };
})();
