// The search boxes of every page, in its header, on the first page and on that of all results, which do alike: names are
// offered while one types (places, offices, figures), and Enter leads to all results.
(() => {
  "use strict";

  const base = new URL("search/", document.currentScript.src).href;
  const MOST = 8;
  const LONGEST = 40; // characters of a word in which a name is looked for
  const inHeader = document.getElementById("header-words");

  const bytes = async (name, options) => {
    if (globalThis.searchOffline) return globalThis.searchOffline(name);
    const answer = await fetch(base + name, options);
    if (!answer.ok) throw new Error(`检索索引缺了一部分（${name}，${answer.status}）`);
    return answer.arrayBuffer();
  };

  let loading = null;
  /** The names that the site knows, loaded once, when something is first typed. */
  const loadNames = () => {
    const read = async () => {
      const pointer = JSON.parse(new TextDecoder().decode(await bytes("answers.json", { cache: "no-cache" })));
      const packed = new Blob([await bytes(pointer.names)]).stream().pipeThrough(new DecompressionStream("gzip"));
      return new Response(packed).json();
    };
    loading ??= read().catch((error) => {
      loading = null;
      throw error;
    });
    return loading;
  };
  globalThis.searchNames = { load: loadNames };

  const initials = (reading) => reading.split(" ").map((one) => one[0] ?? "").join("");

  /** Names that begin with `word`, as [text, kind]: years, places, figures, offices. */
  const namesFrom = (names, word) => {
    const isLatin = /^[a-z]+$/.test(word);
    const regions = names.regions.filter(([, name, forms, reading]) => (isLatin
      ? reading.replaceAll(" ", "").startsWith(word) || initials(reading).startsWith(word)
      : [name, ...forms].some((form) => form.startsWith(word)))).map(([, name, , , place]) => [name, place === name ? "地区" : place]);
    const begins = (told) => told.find((one) => one.startsWith(word));
    const offices = isLatin ? [] : names.departments.filter(([, name, words]) => begins([name, ...words]))
      .map(([, name, words]) => [names.words.bare.find((one) => words.includes(one) && one.startsWith(word)) ?? `${begins([name, ...words])}局`, `部门：${name}`]);
    const figures = isLatin ? [] : names.families.flatMap(([, name, words]) => (begins(words) ? [[begins(words), `数字：${name}`]] : []));
    const years = /^\d{2,3}$/.test(word) ? names.years.filter((year) => String(year).startsWith(word)).map((year) => [`${year}年`, "年度"]) : [];
    return [...years, ...regions.slice(0, 5), ...figures.slice(0, 3), ...offices.slice(0, 3)]
      .filter(([text]) => text.toLowerCase() !== word).slice(0, MOST);
  };

  /** What the end of a text may become, as {from, offered}: its last word, or what follows a name in it (于田县罚). */
  const suggest = (names, typed) => {
    const word = typed.match(/\S*$/)[0];
    const fold = (text) => text.normalize("NFKC").toLowerCase();
    const known = [...names.regions.flatMap(([, name, forms]) => [name, ...forms]), ...names.departments.flatMap(([, name, words]) => [name, ...words])];
    for (let from = 0; from < Math.min(word.length, LONGEST); from++) {
      if (from && !known.some((name) => word.slice(0, from).endsWith(name)) && !/年$/.test(word.slice(0, from))) continue;
      const offered = namesFrom(names, fold(word.slice(from)));
      if (offered.length) return { from: typed.length - word.length + from, offered };
    }
    return { from: typed.length, offered: [] };
  };

  /** A box with a list of names below it, by the pattern for a combobox of the ARIA practices. */
  const startCombobox = (box) => {
    const id = box === inHeader ? "header-offered" : "search-offered";
    const list = Object.assign(document.createElement("ul"), { id, className: "search-offered", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "可能要找的名称");
    box.after(list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id })) box.setAttribute(name, value);
    box.autocomplete = "off";
    let at = -1; // the option that is marked
    let from = 0; // where in the text what is offered goes

    const mark = (next) => {
      at = next;
      [...list.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
      if (at >= 0) box.setAttribute("aria-activedescendant", list.children[at].id);
      else box.removeAttribute("aria-activedescendant");
    };
    const close = () => {
      list.hidden = true;
      box.setAttribute("aria-expanded", "false");
      mark(-1);
    };
    const take = (text) => {
      box.value = `${box.value.slice(0, from)}${text} `;
      close();
      box.focus();
      box.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const show = async () => {
      const typed = box.value;
      const found = typed ? suggest(await loadNames(), typed) : { from: 0, offered: [] };
      if (box.value !== typed || document.activeElement !== box) return;
      const { offered } = found;
      from = found.from;
      list.replaceChildren(...offered.map(([text, kind], n) => {
        const option = Object.assign(document.createElement("li"), { id: `${id}-${n}`, textContent: `${text} ` });
        option.setAttribute("role", "option");
        option.append(Object.assign(document.createElement("small"), { textContent: kind }));
        option.addEventListener("mousedown", (event) => event.preventDefault());
        option.addEventListener("click", () => take(text));
        return option;
      }));
      list.hidden = !offered.length;
      box.setAttribute("aria-expanded", String(Boolean(offered.length)));
      mark(-1);
    };

    box.addEventListener("input", (event) => { if (!event.isComposing) show().catch(close); });
    box.addEventListener("compositionend", () => show().catch(close));
    box.addEventListener("blur", close);
    box.form.addEventListener("submit", close);
    box.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (list.hidden) {
        if (event.key !== "Escape" || box !== inHeader) return;
        event.preventDefault(); // the browser would empty it
        box.blur(); // on a narrow window that closes it
        return;
      }
      const last = list.childElementCount - 1;
      if (event.key === "ArrowDown") mark(at < last ? at + 1 : 0);
      else if (event.key === "ArrowUp") mark(at > 0 ? at - 1 : last);
      else if (event.key === "Enter" && at >= 0) take(list.children[at].firstChild.textContent.trim());
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  };

  const boxes = [inHeader, document.querySelector(".search-form input[name=q]")].filter(Boolean);
  boxes.forEach(startCombobox);
  document.addEventListener("keydown", (event) => {
    const isFree = !event.isComposing && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key !== "/" || !isFree || document.activeElement.matches("input, select, textarea")) return;
    event.preventDefault();
    boxes[0]?.select();
  });
})();
