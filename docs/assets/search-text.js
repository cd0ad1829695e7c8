// A report's words as the search reads them: whether they hold a term, in which lines, and where sentences begin.
(() => {
  "use strict";

  const { findAll, flatten, fold } = globalThis.searchFold;

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

    /** The number of the line in which a place is. */
    lineAt(place) {
      return startsOf(this.lines, 1).findLastIndex((start) => start <= place);
    }

    /** Sentences with an anchor, as {start, end, anchor}. */
    get sentences() {
      this.sentencesOnceFound ??= this.findSentences();
      return this.sentencesOnceFound;
    }

    findSentences() {
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

  globalThis.SearchText = ReportText;
})();
