// The search boxes of every page. In the header text that was pasted or dictated counts as typed, and Enter leads to all
// results. On the first page and on that of all results names are offered while one types: places, offices, figures.
(() => {
  "use strict";

  const base = new URL("search/", document.currentScript.src).href;
  const MOST = 8;

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

  const startHeader = () => {
    const box = document.querySelector(".md-search__input");
    const all = document.querySelector(".md-search-result__all");
    if (!box || !all) return;
    const page = all.getAttribute("href");
    const address = () => {
      const words = box.value.trim().slice(0, 500);
      return words ? `${page}?q=${encodeURIComponent(words)}` : page;
    };
    const follow = () => {
      all.hidden = !box.value.trim();
      all.setAttribute("href", address());
    };
    box.addEventListener("input", () => {
      follow();
      box.dispatchEvent(new Event("keyup", { bubbles: true }));
    });
    // The theme would go to the first report.
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || !box.value.trim()) return;
      event.preventDefault();
      event.stopPropagation();
      location.assign(new URL(address(), document.baseURI));
    });
    box.addEventListener("focus", follow);
    box.form.addEventListener("reset", () => setTimeout(follow));
    follow();
  };

  const initials = (reading) => reading.split(" ").map((one) => one[0] ?? "").join("");

  /** What the last word of a text may become, as [text, kind]; what begins with it comes first. */
  const suggest = (names, typed) => {
    const word = typed.normalize("NFKC").toLowerCase().match(/\S*$/)[0];
    if (!word) return [];
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

  /** A box with a list of names below it, by the pattern for a combobox of the ARIA practices. */
  const startCombobox = (box) => {
    const list = Object.assign(document.createElement("ul"), { id: "search-offered", className: "search-offered", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "可能要找的名称");
    box.after(list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) box.setAttribute(name, value);
    box.autocomplete = "off";
    let at = -1;

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
      box.value = `${box.value.replace(/\S*$/, text)} `;
      close();
      box.focus();
      box.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const show = async () => {
      const typed = box.value;
      const offered = typed ? suggest(await loadNames(), typed) : [];
      if (box.value !== typed || document.activeElement !== box) return;
      list.replaceChildren(...offered.map(([text, kind], n) => {
        const option = Object.assign(document.createElement("li"), { id: `search-offered-${n}`, textContent: `${text} ` });
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
      if (list.hidden || event.isComposing) return;
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

  startHeader();
  document.querySelectorAll(".search-form input[name=q]").forEach(startCombobox);
})();
