// Narrows the list of all reports by year, region, department and theme at once. What is chosen stands in the address,
// so that it can be passed on. Without this script the page lists every report.
(() => {
  "use strict";

  const MOST = 4;
  const filters = document.querySelector("[data-filters]");
  const list = document.querySelector("[data-list]");
  if (!filters || !list) return;

  const form = list.closest("form");
  const reports = [...list.children];
  const selects = [...filters.querySelectorAll("select")];
  const compare = form.querySelector("[data-compare]");
  const names = new Map(selects.flatMap((select) => [...select.options].map((option) => [option, option.text.replace(/（\d+）$/, "")])));

  /** Whether a report has what a filter asks for. A region's code begins with the codes of those around it. */
  const fits = (report, key, wanted) => {
    const has = report.dataset[key];
    if (!wanted) return true;
    if (key === "region") return has.startsWith(wanted);
    return has.split(" ").includes(wanted);
  };

  /** The reports that pass all filters, or all but one. */
  const passing = (but) => reports.filter((report) => selects.every((select) => select === but || fits(report, select.name, select.value)));

  const picked = () => reports.filter((report) => report.querySelector("input").checked);

  const shown = () => reports.filter((report) => !report.hidden);

  /** Say what the button does; at four picked no fifth can be. */
  const offer = () => {
    const chosen = picked();
    for (const report of reports) {
      const box = report.querySelector("input");
      box.disabled = chosen.length >= MOST && !box.checked;
    }
    if (!compare) return;
    const first = Math.min(MOST, shown().length);
    compare.disabled = chosen.length < 2 && first < 2;
    compare.textContent = chosen.length > 1 || first < 2 ? `并排比较所选${chosen.length ? ` ${chosen.length} 份` : ""}` : `并排比较前 ${first} 份`;
  };

  const narrow = () => {
    const kept = new Set(passing(null));
    for (const report of reports) report.hidden = !kept.has(report) && !report.querySelector("input").checked;
    for (const select of selects) {
      const near = passing(select);
      for (const option of select.options) {
        if (!option.value) continue;
        const count = near.filter((report) => fits(report, select.name, option.value)).length;
        option.text = `${names.get(option)}（${count}）`;
        option.disabled = !count && !option.selected;
      }
    }
    form.querySelector("[data-shown]").textContent = kept.size === reports.length ? `${reports.length} 份报告` : `${kept.size} 份，共 ${reports.length} 份`;
    form.querySelector("[data-none]").hidden = kept.size > 0;
    offer();
  };

  /** Take the filters from the address; a value that is not offered counts as none. */
  const read = () => {
    const asked = new URLSearchParams(location.search);
    for (const select of selects) {
      const value = asked.get(select.name) ?? "";
      select.value = [...select.options].some((option) => option.value === value) ? value : "";
    }
    narrow();
  };

  const write = () => {
    const chosen = selects.filter((select) => select.value).map((select) => [select.name, select.value]);
    const query = new URLSearchParams(chosen).toString();
    history.replaceState(null, "", query ? `?${query}` : location.pathname);
  };

  const go = () => {
    narrow();
    write();
  };

  filters.addEventListener("change", go);
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const select of selects) select.value = "";
    go();
  });
  list.addEventListener("change", narrow);
  form.addEventListener("submit", (event) => {
    if (picked().length > 1) return;
    event.preventDefault();
    const ids = [...new Set([...picked(), ...shown()])].slice(0, MOST).map((report) => ["r", report.querySelector("input").value]);
    location.href = `${form.action}?${new URLSearchParams(ids)}`;
  });
  // A page that comes back from the browser's memory keeps its ticks: they count anew.
  window.addEventListener("pageshow", read);
  window.addEventListener("popstate", read);
  read();
})();
