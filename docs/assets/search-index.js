// Reads the files under assets/search/ (build_scripts/search makes them): each is fetched when it is first needed.
// Reports lie in blocks, those of the newest years first; a block has a large segment and small ones for what changed since.
// Where offline.js brings the files it works from disk too.
(() => {
  "use strict";

  const FORMAT = 5; // as in build_scripts/search/segment.py
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

  /** An index of some reports. Its numbers begin at `offset` among those of all. */
  class Segment {
    constructor(index, { folder, reports, shards, gone }, offset) {
      Object.assign(this, { index, folder, reports, shards, offset });
      let place = 0;
      this.gone = new Set(gone.map((step) => (place += step)));
    }

    json(name) {
      return this.index.json(`${this.folder}/${name}`);
    }

    /** Its reports' ids, and where their texts lie: in its own folder, or in that of the segment that first told them. */
    async ids() {
      const told = await this.json("reports.bin");
      this.homes = told.home?.map((place) => told.homes[place]) ?? [];
      return readIds(told);
    }

    textOf(number, id) {
      return `${this.homes[number - this.offset] || this.folder}/t/${id}.bin`;
    }

    /** The lists of a folder of substring files: for each document 0, or the weight of a substring in it plus one. */
    lists(folder, shards, documents) {
      const read = async (data) => readShard(await unpack([data], "gzip"));
      return {
        weights: async (gram) => weightsIn(await this.index.kept(`${this.folder}/${folder}/${shardOf(gram, shards)}.bin`, read), gram, documents),
      };
    }

    /** The same for its reports, without those that are gone. */
    async weights(gram) {
      const weights = await this.lists("s", this.shards, this.reports).weights(gram);
      for (const place of this.gone) weights[place] = 0;
      return weights;
    }
  }

  /** Segments that share years: what one of them says of a report, the others do not. */
  class Block {
    constructor(index, told, offset) {
      this.index = index;
      this.offset = offset;
      this.size = 0;
      this.segments = told.map((segment) => {
        const made = new Segment(index, segment, offset + this.size);
        this.size += made.reports;
        return made;
      });
    }

    /** Load the reports' ids, once, and put their numbers in order: newest year first, then by region. */
    load() {
      this.loaded ??= this.read().catch((error) => {
        this.loaded = undefined;
        throw error;
      });
      return this.loaded;
    }

    async read() {
      const { ids, numbers } = this.index;
      const told = await Promise.all(this.segments.map((segment) => segment.ids()));
      const order = this.segments.flatMap(({ offset, gone }, n) => {
        told[n].forEach((id, place) => { ids[offset + place] = id; });
        return told[n].map((_, place) => offset + place).filter((number) => !gone.has(number - offset));
      });
      const yearOf = (number) => Number(ids[number].slice(-4));
      if (this.segments.length > 1) order.sort((a, b) => yearOf(b) - yearOf(a) || (ids[a] < ids[b] ? -1 : 1));
      for (const number of order) numbers.set(ids[number], number);
      this.order = order;
    }

    /** For each number of the block 0, or the weight of a substring in its report plus one. */
    async weights(gram) {
      const all = await Promise.all(this.segments.map((segment) => segment.weights(gram)));
      if (all.length === 1) return all[0];
      const weights = new Uint8Array(this.size);
      all.forEach((part, n) => weights.set(part, this.segments[n].offset - this.offset));
      return weights;
    }
  }

  class SearchIndex {
    /** `base`: the address of assets/search/, ending in a slash. */
    constructor(base) {
      this.base = base;
      this.forget();
    }

    forget() {
      this.files = new Map();
      this.ids = []; // by number; those of a block once it is loaded
      this.numbers = new Map(); // by id
      this.manifest = this.started = undefined;
      this.isOutdated = false;
    }

    /** Load the manifest, once, and anew where a file that it names was not there: the site may be a newer one by now. */
    start() {
      if (this.isOutdated) this.forget();
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
      let offset = 0;
      this.blocks = this.manifest.blocks.map((told) => {
        const block = new Block(this, told, offset);
        offset += block.size;
        return block;
      });
      this.size = offset;
      this.segments = this.blocks.flatMap((block) => block.segments);
    }

    /** How many reports can be found. */
    get reports() {
      return this.manifest.reports;
    }

    /** Load the ids of all blocks, or of the first ones up to where these reports are known. */
    async loadIds(ids) {
      for (const block of this.blocks) {
        if (ids?.every((id) => this.numbers.has(id))) break;
        await block.load();
      }
    }

    /** A file as it lies on the server; one not found is told by its name. */
    async bytes(name, options) {
      if (globalThis.searchOffline) return globalThis.searchOffline(name);
      const answer = await fetch(this.base + name, options);
      if (answer.ok) return answer.arrayBuffer();
      await answer.body?.cancel();
      this.isOutdated = true;
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

    /** What all segments share: words or suggestions. */
    shared(name) {
      return this.json(this.manifest.files[name]);
    }

    segmentOf(number) {
      return this.segments.findLast(({ offset }) => offset <= number);
    }

    /** What is known of a report: its words and sentences. */
    async text(number) {
      const id = this.ids[number];
      const phrases = await this.kept(this.manifest.files.phrases, (data) => unpack([data], "gzip"));
      return this.kept(this.segmentOf(number).textOf(number, id), async (data) => {
        const whole = await unpack([...storedBlock(phrases), data], "deflate-raw");
        return new globalThis.SearchText(id, JSON.parse(new TextDecoder("utf-16le").decode(whole.subarray(phrases.length))));
      });
    }

    /** For each kind of filter all labels, and a function that tells those of a report by its number. */
    async filters() {
      const all = await Promise.all(this.segments.map((segment) => segment.json("filters.bin")));
      const parts = new Map(this.segments.map((segment, n) => [segment, all[n]]));
      const kinds = Object.keys(all[0] ?? {});
      return Object.fromEntries(kinds.map((kind) => [kind, {
        labels: [...new Set(all.flatMap((part) => part[kind].labels))],
        of: (number) => {
          const segment = this.segmentOf(number);
          const { labels, of } = parts.get(segment)[kind];
          return of[number - segment.offset].map((place) => labels[place]);
        },
      }]));
    }
  }

  /** The ids from their columns: 440704-health-2023. A township's code has nine digits, other codes have six. */
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

  globalThis.SearchIndex = SearchIndex;
})();
