// The filters beside the results: labels with counts, several of one kind widen, several kinds narrow.
(() => {
  "use strict";

  const KINDS = { year: "年度", province: "地区", department: "部门", theme: "主题", finding: "提示" };
  const SHOWN = 8; // labels of one kind before the rest is folded away

  /** What is chosen, as a map from kind to a set of labels. */
  const readChosen = (params) => new Map(Object.keys(KINDS).map((kind) => [kind, new Set(params.getAll(kind))]));

  const writeChosen = (params, chosen) => {
    for (const kind of Object.keys(KINDS)) {
      params.delete(kind);
      for (const label of chosen.get(kind)) params.append(kind, label);
    }
  };

  const isChosen = (chosen) => [...chosen.values()].some((labels) => labels.size);

  /** The reports that pass every kind of filter but the one left out. */
  const pass = (filters, chosen, numbers, leftOut) => numbers.filter((number) =>
    Object.keys(KINDS).every((kind) => kind === leftOut || !chosen.get(kind).size
      || filters[kind].of(number).some((label) => chosen.get(kind).has(label))));

  const countLabels = (filter, numbers) => {
    const counts = new Map(filter.labels.map((label) => [label, 0]));
    for (const number of numbers) for (const label of filter.of(number)) counts.set(label, counts.get(label) + 1);
    return counts;
  };

  const option = (kind, label, count, checked, changed) => {
    const row = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name: kind, value: label, checked });
    box.addEventListener("change", () => changed(kind, label, box.checked));
    const number = Object.assign(document.createElement("small"), { textContent: count });
    row.append(box, ` ${label} `, number);
    return row;
  };

  const group = (kind, counts, chosen, changed) => {
    const field = document.createElement("fieldset");
    field.append(Object.assign(document.createElement("legend"), { textContent: KINDS[kind] }));
    const known = [...counts].filter(([label, count]) => count || chosen.has(label));
    known.sort((a, b) => (kind === "year" ? b[0].localeCompare(a[0]) : b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
    const rows = known.map(([label, count]) => option(kind, label, count, chosen.has(label), changed));
    field.append(...rows.slice(0, SHOWN));
    if (rows.length > SHOWN) {
      const rest = document.createElement("details");
      rest.append(Object.assign(document.createElement("summary"), { textContent: `另外 ${rows.length - SHOWN} 项` }), ...rows.slice(SHOWN));
      rest.open = known.slice(SHOWN).some(([label]) => chosen.has(label));
      field.append(rest);
    }
    return rows.length ? [field] : [];
  };

  const orders = (order, changed) => {
    const label = document.createElement("label");
    label.className = "search-order";
    const select = document.createElement("select");
    for (const [value, text] of [["", "按相关"], ["year", "按年度，新的在前"], ["region", "按地区"]]) select.append(new Option(text, value, false, value === order));
    select.addEventListener("change", () => changed("order", select.value));
    label.append("次序 ", select);
    return label;
  };

  /** Draw the filters for the reports found; `changed` hears kind, label and whether it is now chosen. */
  const draw = (place, { filters, numbers, chosen, order, changed }) => {
    const focused = place.contains(document.activeElement) ? [document.activeElement.name, document.activeElement.value] : null;
    const wasOpen = place.querySelector(":scope > details")?.open ?? matchMedia("(min-width: 60em)").matches;
    const whole = document.createElement("details");
    whole.open = wasOpen || isChosen(chosen);
    whole.append(Object.assign(document.createElement("summary"), { textContent: "筛选和排序" }), orders(order, changed));
    for (const kind of Object.keys(KINDS)) {
      const counts = countLabels(filters[kind], pass(filters, chosen, numbers, kind));
      whole.append(...group(kind, counts, chosen.get(kind), changed));
    }
    place.replaceChildren(whole);
    place.hidden = !numbers.length;
    if (focused) [...place.querySelectorAll("input, select")].find((e) => e.name === focused[0] && (e.type !== "checkbox" || e.value === focused[1]))?.focus();
  };

  globalThis.searchFilters = { readChosen, writeChosen, isChosen, pass, draw };
})();
