// Lets the table of a report's figures be taken along as CSV: its rows as they stand on the page, each with its sentence.
// Without this script all of it is in the report's data, whose link stands at the same place.
(() => {
  "use strict";

  const place = document.querySelector("p.lead a[download][href$='.json']");
  const table = document.querySelector("table.figures");
  if (!place || !table) return;

  const COLUMNS = ["编号", "主题", "事项", "原文", "折算", "指标或类别", "说明", "原句"];
  const words = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";

  /** What a sentence says, without the marks and links set into it. */
  const sentence = (link) => {
    const found = document.getElementById(decodeURIComponent(link?.hash.slice(1) ?? ""))?.cloneNode(true);
    found?.querySelectorAll(".headerlink").forEach((mark) => mark.remove());
    return words(found);
  };

  const cells = (row) => {
    const [head, value] = row.cells;
    const small = [...head.querySelectorAll("small")];
    const kind = small.find((one) => /^(?:指标|类别)：/.test(one.textContent));
    const figure = value.querySelector("a");
    return [
      row.id,
      words(row.closest("tbody").querySelector(".theme")),
      words(head.firstChild),
      words(figure),
      words(value.querySelector("small")).replace(/^= /, ""),
      words(kind).replace(/^..：/, ""),
      small.filter((one) => one !== kind).map(words).join("；"),
      sentence(figure),
    ];
  };

  /** No spreadsheet may run a cell as a formula. */
  const cell = (told) => {
    const safe = /^[\s']*[=+\-@＝＋－＠]/.test(told) && !/^-?[\d.]+$/.test(told) ? `'${told}` : told;
    return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };

  const save = () => {
    const rows = [COLUMNS, ...[...table.querySelectorAll("tr[id]")].map(cells)];
    const data = `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\n")}\n`;
    const file = place.getAttribute("href").split("/").pop().replace(/json$/, "csv");
    const link = Object.assign(document.createElement("a"), { download: file, href: URL.createObjectURL(new Blob([data], { type: "text/csv" })) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  const button = Object.assign(document.createElement("button"), { type: "button", className: "save-table", textContent: "下载本表（CSV）" });
  button.addEventListener("click", save);
  place.after(" ", button);
})();
