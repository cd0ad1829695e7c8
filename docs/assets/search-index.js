// Reads the files under assets/search/ (build_scripts/search makes them): each is fetched when it is first needed.
// Works in pages, in workers and, where offline.js brings the files, from disk.
(() => {
  "use strict";

  const { findAll, flatten, fold } = globalThis.searchFold;
  const FORMAT = 3; // as in build_scripts/search/files.py
  const KEPT = 400; // files in memory; the one not asked for longest goes first
  const MIX = 0x9e3779b97f4a7c15n; // as in build_scripts/search/grams.py

  /** A substring of up to four code units as a number. */
  const keyOf = (gram) => [0, 1, 2, 3].reduce((key, i) => (key << 16n) | BigInt(i < gram.length ? gram.charCodeAt(i) : 0), 0n);

  /** Which of a power of two of files holds a substring: by the top bits of its number, mixed. */
  const shardOf = (gram, shards) => Number(BigInt.asUintN(64, keyOf(gram) * MIX) >> BigInt(64 - Math.log2(shards)));

  /** Unpacked bytes. By hand, not through Blob and Response: that takes five times as long for small files. */
  const unpack = async (parts, format) => {
    const stream = new DecompressionStream(format);
    const writer = stream.writable.getWriter();
    for (const part of parts) writer.write(part).catch(() => {}); // what is broken is told where it is read
    writer.close().catch(() => {});
    const chunks = [];
    const reader = stream.readable.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value);
    const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    chunks.reduce((at, chunk) => (whole.set(chunk, at), at + chunk.length), 0);
    return whole;
  };

  const missing = (name, status) => new Error(`检索索引缺了一部分（${name}，${status}）`);
  const broken = (name) => new Error(`检索索引有一部分损坏（${name}）`);

  class SearchIndex {
    /** `base`: the address of assets/search/, ending in a slash. */
    constructor(base) {
      this.base = base;
      this.files = new Map();
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
      const data = await this.bytes("manifest.json", { cache: "no-cache" });
      try {
        this.manifest = JSON.parse(new TextDecoder().decode(data));
      } catch {
        throw broken("manifest.json");
      }
      // A browser may still hold the scripts of an earlier build.
      if (this.manifest.format !== FORMAT) throw new Error("检索索引与网页的版本不同，请刷新网页");
      this.ids = readIds(await this.json("reports.bin"));
      this.numbers = new Map(this.ids.map((id, number) => [id, number]));
    }

    /** A file as it lies on the server; one not found is told by its name. */
    async bytes(name, options) {
      if (globalThis.searchOffline) return globalThis.searchOffline(name);
      const answer = await fetch(this.base + name + (this.manifest ? `?v=${this.manifest.version}` : ""), options);
      if (answer.ok) return answer.arrayBuffer();
      await answer.body?.cancel();
      throw missing(name, answer.status);
    }

    /** A file once fetched and read; one that failed is fetched anew when asked for again. */
    kept(name, read) {
      const reading = this.files.get(name) ?? this.read(name, read);
      this.files.delete(name);
      this.files.set(name, reading);
      if (this.files.size > KEPT) this.files.delete(this.files.keys().next().value);
      return reading;
    }

    async read(name, read) {
      try {
        const data = await this.bytes(name);
        return await read(data).catch(() => { throw broken(name); });
      } catch (error) {
        this.files.delete(name);
        throw error;
      }
    }

    json(name) {
      return this.kept(name, async (data) => JSON.parse(new TextDecoder().decode(await unpack([data], "gzip"))));
    }

    /** The lists of a folder of substring files. */
    lists(folder, shards, documents) {
      return {
        /** For each document 0, or the weight of a substring in it plus one. */
        weights: async (gram) => {
          const read = async (data) => readShard(await unpack([data], "gzip"));
          return weightsIn(await this.kept(`${folder}/${shardOf(gram, shards)}.bin`, read), gram, documents);
        },
      };
    }

    /** What is known of a report: its words and sentences. */
    async text(number) {
      const phrases = await this.kept("phrases.bin", (data) => unpack([data], "gzip"));
      return this.kept(`t/${this.ids[number]}.bin`, async (data) => {
        const whole = await unpack([...storedBlock(phrases), data], "deflate-raw");
        return new ReportText(this.ids[number], JSON.parse(new TextDecoder("utf-16le").decode(whole.subarray(phrases.length))));
      });
    }
  }

  /** The ids from their columns: 440704-health-2023. */
  const readIds = ({ regions, departments, department, years }) => {
    let region = 0;
    return regions.map((step, n) => {
      region += step;
      return `${String(region).padStart(6, "0")}-${departments[department[n]]}-${years[n]}`;
    });
  };

  /** The phrases as the block of a deflate stream that is not its last: what follows can point back into them. */
  const storedBlock = (phrases) => {
    const size = phrases.length;
    return size ? [new Uint8Array([0, size & 255, size >> 8, ~size & 255, (~size >> 8) & 255]), phrases] : [];
  };

  const readShard = ({ buffer }) => {
    const count = new DataView(buffer).getUint32(0, true);
    const units = [0, 1, 2, 3].map((n) => new Uint16Array(buffer, 4 + 2 * n * count, count));
    const sizes = new Uint32Array(buffer, 4 + 8 * count, count);
    return { count, units, sizes, posts: new Uint8Array(buffer, 4 + 12 * count) };
  };

  const placeOf = ({ count, units }, gram) => {
    const asked = units.map((_, j) => (j < gram.length ? gram.charCodeAt(j) : 0));
    for (let low = 0, high = count - 1; low <= high;) {
      const middle = (low + high) >> 1;
      let order = 0;
      for (let j = 0; j < 4 && !order; j++) order = units[j][middle] - asked[j];
      if (!order) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  };

  const weightsIn = (shard, gram, documents) => {
    const weights = new Uint8Array(documents);
    const at = placeOf(shard, gram);
    let i = 0;
    for (let n = 0; n < at; n++) i += shard.sizes[n];
    for (let end = at < 0 ? 0 : i + shard.sizes[at], number = 0; i < end;) {
      let value = 0;
      let shift = 0;
      let byte;
      do {
        byte = shard.posts[i++];
        value |= (byte & 127) << shift;
        shift += 7;
      } while (byte & 128);
      number += value >>> 2;
      weights[number] = (value & 3) + 1;
    }
    return weights;
  };

  /** Where each line begins when they are put together, with a gap between. */
  const startsOf = (lines, gap) => {
    let next = 0;
    return lines.map((line) => {
      const start = next;
      next += line.length + gap;
      return start;
    });
  };

  const linesAt = (places, length, starts) => {
    const lineOf = (place) => starts.findLastIndex((start) => start <= place);
    return places.map((at) => [lineOf(at), lineOf(at + length - 1)]);
  };

  /** A report's words. Places count in `text`, its lines joined by line breaks; it is folded when a term asks for it. */
  class ReportText {
    constructor(id, known) {
      Object.assign(this, known, { id });
      this.lines = this.text.split("\n");
      this.fields = [this.title, this.agency, ...this.more];
      this.foldedFields = this.fields.map(fold);
    }

    get foldedLines() {
      this.linesOnceFolded ??= this.lines.map(fold);
      return this.linesOnceFolded;
    }

    get folded() {
      this.textOnceFolded ??= this.foldedLines.join("");
      return this.textOnceFolded;
    }

    get flat() {
      this.flattened ??= this.lines.map(flatten).join("");
      return this.flattened;
    }

    /** Sentences with an anchor, as {start, end, anchor}. */
    get sentences() {
      const found = [];
      for (let i = 0, end = 0, lead = 0; i < this.passages.length; i += 3) {
        const start = end + this.passages[i];
        end = start + this.passages[i + 1];
        lead += this.passages[i + 2];
        found.push({ start, end, anchor: `s-${start + lead}` });
      }
      return found;
    }

    /** Whether a field has a term: letter for letter in quotes, else folded alike. */
    fieldHas(number, term) {
      if (term.exact) return this.fields[number].includes(term.raw);
      return this.foldedFields[number].includes(term.fold) || (term.cut && flatten(this.fields[number]).includes(term.flat));
    }

    /** Whether the report has a term, in its text or in a field. */
    has(term) {
      const inText = this.text.includes(term.raw)
        || (!term.exact && (this.folded.includes(term.fold) || (term.cut && this.flat.includes(term.flat))));
      return inText || this.fields.some((_, number) => this.fieldHas(number, term));
    }

    /** Where a term begins and ends in the lines, as pairs of line numbers: letter for letter, else folded alike. */
    linesWith(term) {
      const asWritten = findAll(this.text, term.raw);
      if (asWritten.length || term.exact) return linesAt(asWritten, term.raw.length, startsOf(this.lines, 1));
      return linesAt(findAll(this.folded, term.fold), term.fold.length, startsOf(this.foldedLines, 0));
    }
  }

  globalThis.SearchIndex = SearchIndex;
})();
