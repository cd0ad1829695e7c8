// What every list that narrows has in common: elements, data of this very site, choices with counts, the address. A
// classic script, for browsers load no modules from files on disk. Text from the data is only ever set as text.
(() => {
  "use strict";

  const root = new URL("../", document.currentScript.src);

  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  /** The address of a page or file of the site; in the offline edition a folder's is that of its page. */
  const at = (path) => new URL(path, root).href;

  const reportAt = (region, department, year) => at(`reports/${region}/${department}/${`${year}`.padStart(4, "0")}/${globalThis.searchPages ?? ""}`);

  const read = async (path) => {
    if (globalThis.siteFile) return JSON.parse(new TextDecoder().decode(await globalThis.siteFile(path)));
    const answer = await fetch(new URL(path, root));
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  };

  const failure = () => (location.protocol === "file:" && !globalThis.siteFile ? "浏览器不许本机上的网页读取旁边的文件，不能筛选" : "数据没有读到，不能筛选，请刷新再试");

  /** Write beside each choice how many it would leave; `names` keeps the words of the choices. */
  const count = (select, counts, names) => {
    for (const option of select.options) {
      if (!option.value) continue;
      const left = counts.get(option.value) ?? 0;
      option.text = `${names.get(option).replace(/（\d+）$/, "")}（${left}）`;
      option.disabled = !left && !option.selected;
    }
  };

  /** Let selects show what the address says; a value that is not offered counts as none. */
  const take = (selects, query = new URLSearchParams(location.search)) => {
    for (const select of selects) {
      const value = query.get(select.name) ?? "";
      select.value = [...select.options].some((option) => option.value === value) ? value : "";
    }
  };

  /** Put what is chosen into the address, so that it can be passed on; other parts of the query as given. */
  const put = (selects, others = {}) => {
    const pairs = [...selects.map(({ name, value }) => [name, value]), ...Object.entries(others)].filter(([, value]) => value);
    const query = new URLSearchParams(pairs).toString();
    history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
  };

  globalThis.filterList = { make, at, reportAt, read, failure, count, take, put };
})();
