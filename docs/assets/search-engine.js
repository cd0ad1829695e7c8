// Finds reports by the files under assets/search/ (build_scripts/search makes them): fetches the lists of the query's
// substrings, intersects them, and checks against the texts what the lists alone cannot tell. Works in pages and workers.
(() => {
  "use strict";

  const { hasTerm, parseQuery } = globalThis.searchFold;
  const LONGEST = 4; // characters of the longest substring in the index
  const MOST = 6; // substrings looked up for one term
  const FINEST = 4096;
  const TEXTS = 300; // kept in memory
  const AT_ONCE = 12; // texts fetched side by side
  const NEAR_LENGTH = 16; // characters of a query that near matches are looked for with
  const NEAR_MOST = 10;

  const CHECKSUMS = Uint32Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c;
  });

  /** CRC-32 of a substring in UTF-16, low byte first. */
  const checksum = (gram) => {
    let c = 0xffffffff;
    for (let i = 0; i < gram.length; i++) {
      const unit = gram.charCodeAt(i);
      c = CHECKSUMS[(c ^ unit) & 255] ^ (c >>> 8);
      c = CHECKSUMS[(c ^ (unit >>> 8)) & 255] ^ (c >>> 8);
    }
    return (c ^ 0xffffffff) >>> 0;
  };

  const spread = (items, most) => (items.length <= most ? items
    : Array.from({ length: most }, (_, k) => items[Math.round((k * (items.length - 1)) / (most - 1))]));

  /** The answer to a request; what is not found is told with its name. */
  const ask = async (address, options) => {
    const answer = await fetch(address, options);
    if (answer.ok) return answer;
    await answer.body?.cancel();
    throw new Error(`检索索引缺了一部分（${new URL(address).pathname.split("/").slice(-2).join("/")}，${answer.status}）`);
  };

  /** The substrings to look up for a piece of a term. */
  const gramsOf = (piece, most = MOST) => {
    const size = Math.min(LONGEST, piece.length);
    const all = new Set();
    for (let i = 0; i + size <= piece.length; i++) all.add(piece.slice(i, i + size));
    return spread([...all], most);
  };

  class SearchEngine {
    /** `base`: the address of assets/search/, ending in a slash. */
    constructor(base) {
      this.base = base;
      this.files = new Map();
      this.texts = new Map();
    }

    /** Load the manifest and the reports' ids, once. */
    start() {
      this.started ??= this.load().catch((error) => {
        this.started = undefined;
        throw error;
      });
      return this.started;
    }

    async load() {
      if (typeof DecompressionStream === "undefined") throw new Error("浏览器版本太旧，不能检索。请换用近两年的浏览器");
      const answer = await this.file("manifest.json", "", { cache: "no-cache" });
      try {
        this.manifest = await answer.json();
      } catch {
        throw new Error("检索索引有一部分损坏（manifest.json）");
      }
      this.ids = await this.json("reports.bin");
      this.numbers = new Map(this.ids.map((id, number) => [id, number]));
    }

    /** The answer to a request for a file of the index; in the offline edition the file comes without one. */
    async file(name, search, options) {
      return globalThis.searchOffline ? new Response(await globalThis.searchOffline(name)) : ask(this.base + name + search, options);
    }

    async bytes(name) {
      const answer = await this.file(name, `?v=${this.manifest.version}`);
      try {
        return await new Response(answer.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
      } catch {
        throw new Error(`检索索引有一部分损坏（${name}）`);
      }
    }

    /** A file of the index, fetched once; one that failed is fetched anew when asked for again. */
    kept(name, read) {
      if (!this.files.has(name)) {
        const reading = this.bytes(name).then(read);
        reading.catch(() => this.files.delete(name));
        this.files.set(name, reading);
      }
      return this.files.get(name);
    }

    json(name) {
      return this.kept(name, (data) => JSON.parse(new TextDecoder().decode(data)));
    }

    /** What is known of a report: its fields, lines and sentences. */
    text(number) {
      const name = `t/${this.ids[number]}.bin`;
      this.texts.delete(name); // and back at the end: the one not asked for longest goes first
      this.texts.set(name, true);
      for (const old of this.texts.keys()) {
        if (this.texts.size <= TEXTS) break;
        this.texts.delete(old);
        this.files.delete(old);
      }
      return this.json(name);
    }

    /** For each report 0, or the weight of a substring in it plus one. */
    async weights(gram) {
      const shard = Math.floor(((checksum(gram) & (FINEST - 1)) * this.manifest.shards) / FINEST);
      const { count, grams, ends, posts } = await this.kept(`s/${shard}.bin`, readShard);
      const weights = new Uint8Array(this.ids.length);
      const at = findGram(grams, count, gram);
      if (at < 0) return weights;
      for (let i = ends[at], number = 0; i < ends[at + 1];) {
        let value = 0;
        let shift = 0;
        let byte;
        do {
          byte = posts[i++];
          value |= (byte & 127) << shift;
          shift += 7;
        } while (byte & 128);
        number += value >>> 2;
        weights[number] = (value & 3) + 1;
      }
      return weights;
    }

    async least(grams) {
      const lists = await Promise.all(grams.map((gram) => this.weights(gram)));
      return lists[0].map((_, number) => Math.min(...lists.map((list) => list[number])));
    }

    /** Reports that may match, best first, and whether that is certain without a look at their texts. */
    async candidates(terms) {
      const grams = [...new Set(terms.flatMap((term) => term.pieces.flatMap((piece) => gramsOf(piece))))];
      const weights = await this.least(grams);
      const classes = [[], [], [], []];
      weights.forEach((weight, number) => weight && classes[4 - weight].push(number));
      const certain = terms.every((term) => !term.exact && !term.cut && term.fold.length <= LONGEST);
      return { numbers: classes.flat(), certain };
    }

    /** Whether a report truly has all terms, each in one field or line. */
    async matches(number, terms) {
      const { fields, lines } = await this.text(number);
      return terms.every((term) => fields.some((f) => hasTerm(f, term)) || lines.some((l) => hasTerm(l, term)));
    }

    /** Keep the candidates that truly match; `told` hears how many were looked at. */
    async verify({ numbers, certain }, terms, told = () => {}) {
      if (certain) return numbers;
      const right = [];
      for (let at = 0; at < numbers.length; at += AT_ONCE) {
        const part = numbers.slice(at, at + AT_ONCE);
        const checks = await Promise.all(part.map((number) => this.matches(number, terms)));
        right.push(...part.filter((_, i) => checks[i]));
        if (told(Math.min(at + AT_ONCE, numbers.length)) === false) break;
      }
      return right;
    }

    /** Parts of the terms that occur in some report, with what they are worth and who has them. */
    async pieces(terms) {
      const text = terms.map((term) => term.fold).join("\n").slice(0, NEAR_LENGTH);
      const parts = text.match(/[0-9][0-9.]*|[^0-9\n]+/g) ?? [];
      const found = await Promise.all(parts.map((part) => (/^[0-9]/.test(part) ? this.wholePiece(part) : this.words(part))));
      return found.flat();
    }

    async wholePiece(part) {
      const weights = await this.least(gramsOf(part));
      return [{ length: part.length, weights, text: part }];
    }

    /** Cut a run of letters into the longest parts that the index knows, from the left. */
    async words(part) {
      const sizes = [LONGEST, 3, 2];
      const asked = sizes.flatMap((size) => Array.from({ length: Math.max(0, part.length - size + 1) }, (_, i) => part.slice(i, i + size)));
      const known = new Map(await Promise.all([...new Set(asked)].map(async (gram) => [gram, await this.weights(gram)])));
      const pieces = [];
      for (let at = 0; at < part.length;) {
        const gram = sizes.map((size) => part.slice(at, at + size)).find((g) => known.get(g)?.some(Boolean)) ?? part[at];
        pieces.push({ length: gram.length, weights: known.get(gram) ?? new Uint8Array(this.ids.length), text: gram });
        at += gram.length;
      }
      return pieces;
    }

    /** Reports that have at least half of what the query says, by the worth of its parts; rare parts are worth more. */
    async near(terms) {
      const pieces = await this.pieces(terms);
      const scores = new Float64Array(this.ids.length);
      let whole = 0;
      for (const { length, weights } of pieces) {
        const reports = weights.reduce((sum, weight) => sum + (weight > 0), 0);
        const worth = length * Math.log(1 + (this.ids.length + 1) / (reports + 0.5));
        whole += worth;
        weights.forEach((weight, number) => { if (weight) scores[number] += worth; });
      }
      const numbers = [...scores.keys()].filter((number) => scores[number] >= whole / 2 && scores[number] > 0);
      numbers.sort((a, b) => scores[b] - scores[a] || a - b);
      const words = pieces.filter((piece) => piece.length > 1 && piece.weights.some(Boolean)).map((piece) => piece.text);
      return { numbers: numbers.slice(0, NEAR_MOST), words };
    }

    /** All reports that match, best first, and apart from them the near ones where none does. */
    async query(query) {
      await this.start();
      const terms = parseQuery(String(query));
      if (globalThis.searchFigures) {
        const rows = await globalThis.searchFigures.find(this, String(query));
        if (rows) return { reports: [...new Set(rows.map((row) => this.ids[row.number]))], near: [] };
      }
      if (!terms.length || !this.ids.length) return { reports: [], near: [] };
      const numbers = await this.verify(await this.candidates(terms), terms);
      const near = numbers.length ? [] : (await this.near(terms)).numbers;
      return { reports: numbers.map((n) => this.ids[n]), near: near.map((n) => this.ids[n]) };
    }
  }

  const readShard = (data) => {
    const count = new Uint32Array(data, 0, 1)[0];
    const ends = 4 + count * 8;
    return {
      count,
      grams: new Uint16Array(data, 4, count * 4),
      ends: new Uint32Array(data, ends, count + 1),
      posts: new Uint8Array(data, ends + (count + 1) * 4),
    };
  };

  const findGram = (grams, count, gram) => {
    for (let low = 0, high = count - 1; low <= high;) {
      const middle = (low + high) >> 1;
      let order = 0;
      for (let j = 0; j < 4 && !order; j++) order = grams[middle * 4 + j] - (j < gram.length ? gram.charCodeAt(j) : 0);
      if (!order) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  };

  globalThis.SearchEngine = SearchEngine;
})();
