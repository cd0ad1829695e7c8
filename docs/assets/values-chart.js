// Picks one agency out in the charts of a page, saves them as SVG, PNG and CSV, and copies how they are cited. The PNG is drawn here, by a canvas,
// from the SVG; nothing is asked of another host.
(() => {
  "use strict";

  const figure = document.querySelector("figure[data-chart]");
  if (!figure || !globalThis.valuesTable) return;

  const SVG = "http://www.w3.org/2000/svg";
  const NAMES = 20; // that are offered at once
  const FOOT = 0.06; // of a logarithmic axis, between 0 and the lowest power: build_scripts/render/chart_marks.py
  const STYLES = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "opacity", "font-size", "font-family", "font-weight", "paint-order"];
  const { load, save, csvOf } = globalThis.valuesTable;
  const { make } = globalThis.filterList;
  const { unit } = figure.dataset;
  const title = document.querySelector("form[data-values]").dataset.name;
  const drawings = [...figure.querySelectorAll("svg")];
  const input = figure.querySelector("#pick");
  const list = figure.querySelector("#pick-names");
  const status = figure.querySelector("[data-picked]");

  const draw = (tag, attributes, ...children) => {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  const rows = async () => (await load()).filter((row) => row.unit === unit);

  // -- one agency

  const placeIn = (svg) => {
    const [low, high, tall, first, step] = ["low", "high", "tall", "first", "step"].map((name) => Number(svg.dataset[name]));
    const within = (part) => Math.max(0, Math.min(part, 1));
    const up = (value) => {
      if (svg.dataset.axis === "linear") return within((value - low) / (high - low)) * tall;
      return value <= 0 ? 0 : tall * (FOOT + (1 - FOOT) * within((Math.log10(value) - low) / (high - low)));
    };
    return (row) => [(row.year - first + 0.5) * step, tall - up(row.value)];
  };

  /** Lines join years that follow one another, each with one value. */
  const pairs = (own) => own.flatMap((row) => {
    const alone = (year) => own.filter((other) => other.year === year);
    const [next, ...more] = alone(row.year + 1);
    return next && !more.length && alone(row.year).length === 1 ? [[row, next]] : [];
  });

  const mark = (svg, own) => {
    svg.querySelector(".picked")?.remove();
    if (!own.length) return;
    const at = placeIn(svg);
    const lines = pairs(own).map((ends) => draw("path", { d: `M${ends.map((row) => at(row).join(",")).join("L")}` }));
    const dots = own.map((row) => draw("circle", { cx: at(row)[0], cy: at(row)[1], r: 5 }));
    const words = own.map((row) => draw("text", { x: at(row)[0], y: at(row)[1] - 9, "text-anchor": "middle" }, row.written.slice(0, 12)));
    svg.querySelector("g[transform]").append(draw("g", { class: "picked" }, ...lines, ...dots, ...words));
  };

  const nameOf = (row) => `${row.agency}（${row.place}）`;

  const pick = async () => {
    const asked = input.value.trim();
    const all = await rows();
    const bodies = new Map(all.map((row) => [row.body, row]));
    const found = asked ? [...bodies.values()].filter((row) => nameOf(row).includes(asked)) : [];
    list.replaceChildren(...found.slice(0, NAMES).map((row) => make("option", { value: nameOf(row) })));
    const one = found.find((row) => nameOf(row) === asked || row.agency === asked) ?? (found.length === 1 ? found[0] : undefined);
    const own = one ? all.filter((row) => row.body === one.body).sort((a, b) => a.year - b.year) : [];
    for (const svg of drawings.filter((each) => each.dataset.axis)) {
      const isWhole = svg.dataset.kind === "government";
      mark(svg, own.filter((row) => (row.department === "government") === isWhole));
    }
    if (one) status.textContent = `${one.agency}：${own.map((row) => `${row.year} 年 ${row.written}`).join("，")}`;
    else status.textContent = asked ? (found.length ? `有 ${found.length} 个机关，请再打几个字` : "图里没有这个机关") : "";
    const query = new URLSearchParams(location.search);
    if (one) query.set("pick", one.body);
    else query.delete("pick");
    history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}${location.hash}`);
  };

  const takePick = async () => {
    const body = new URLSearchParams(location.search).get("pick");
    const row = body && (await rows()).find((each) => each.body === body);
    if (!row) return;
    input.value = nameOf(row);
    await pick();
  };

  // -- files

  /** One drawing of all panels side by side, with the page's colours as attributes, for the style sheet stays behind. */
  const whole = () => {
    const boxes = drawings.map((svg) => svg.viewBox.baseVal);
    const [width, height] = [boxes.reduce((sum, box) => sum + box.width + 24, 24), Math.max(...boxes.map((box) => box.height)) + 90];
    const ground = getComputedStyle(document.body);
    const all = draw("svg", { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` });
    const told = { fill: ground.color, "font-family": ground.fontFamily };
    all.append(draw("rect", { width, height, fill: ground.backgroundColor }), draw("text", { ...told, x: 24, y: 28, "font-size": 16, "font-weight": 700 }, `${title}（${unit}）`));
    let x = 24;
    drawings.forEach((svg, n) => {
      const copy = svg.cloneNode(true);
      const [originals, copies] = [svg, copy].map((each) => [...each.querySelectorAll("*")]);
      originals.forEach((element, m) => {
        const style = getComputedStyle(element);
        for (const name of STYLES) copies[m].setAttribute(name, style.getPropertyValue(name));
        copies[m].removeAttribute("class");
      });
      for (const [name, value] of Object.entries({ x, y: 44, width: boxes[n].width, height: boxes[n].height })) copy.setAttribute(name, value);
      x += boxes[n].width + 24;
      all.append(copy);
    });
    all.append(draw("text", { ...told, x: 24, y: height - 14, "font-size": 11 }, `来源：${document.title} ${location.protocol.startsWith("http") ? location.href.split("?")[0] : ""}`));
    return { text: new XMLSerializer().serializeToString(all), width, height };
  };

  const png = async ({ text, width, height }) => {
    const picture = new Image();
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await picture.decode();
    const canvas = make("canvas", { width: width * 2, height: height * 2 });
    canvas.getContext("2d").drawImage(picture, 0, 0, width * 2, height * 2);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  };

  const saveAs = async (kind) => {
    if (kind === "csv") return save(csvOf((await rows()).map((row) => ({ ...row, rank: "" }))), `${title}-图的数值.csv`, "text/csv");
    const drawn = whole();
    if (kind === "svg") return save(drawn.text, `${title}.svg`, "image/svg+xml");
    return save(await png(drawn), `${title}.png`, "image/png");
  };

  for (const button of figure.querySelectorAll("[data-save]")) {
    button.addEventListener("click", () => saveAs(button.dataset.save).catch(() => (button.textContent = "没有存成，请刷新再试")));
  }
  // How the chart is cited: on which day, the reader's own browser knows.
  const cited = document.querySelector("p.cite");
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => `${part}`.padStart(2, "0")).join("-");
  if (cited) cited.querySelector("[data-cited-on]").textContent = `[${today}]`;
  figure.querySelector("[data-cite]")?.addEventListener("click", async ({ target }) => {
    try {
      await navigator.clipboard.writeText(cited.textContent.trim());
      target.textContent = "已复制";
    } catch {
      cited.scrollIntoView();
      getSelection().selectAllChildren(cited);
    }
  });
  if (input) {
    input.addEventListener("input", () => pick().catch(() => (status.textContent = globalThis.filterList.failure())));
    takePick().catch(() => {});
  }
})();
