// The field in which a report is found by typing: a combobox with a list (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/).
(() => {
  "use strict";

  const REST = 120; // milliseconds without a key before the names are looked through

  const EXAMPLE = "县、机关、年度，如：于田 卫健委 2023";

  const label = (report) => `${report.agency} ${report.year} 年度`;

  /** Make the field once, with `all` beside its name. `chosen()` are the reports picked already, all of them once `settled()`
      is fulfilled; `pick(report)` takes one more. */
  const picker = (make, all, { chosen, settled }, pick) => {
    const input = make("input", {
      id: "compare-add", type: "text", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": "compare-list", "aria-describedby": "compare-told", autocomplete: "off", autocapitalize: "off",
      spellcheck: "false", enterkeyhint: "done", maxlength: "100", placeholder: EXAMPLE,
    });
    const list = make("ul", { id: "compare-list", role: "listbox", "aria-label": "找到的报告", hidden: "" });
    const told = make("small", { id: "compare-told", role: "status" });
    const field = make("div", { class: "field" }, input, list);
    const whole = make("div", { class: "picker" }, make("label", { for: "compare-add" }, "添加一份报告"), all, field, told);
    let shown = []; // reports in the list
    let active = -1;
    let turn = 0;
    let waiting;

    const point = (number) => {
      active = number;
      [...list.children].forEach((option, n) => option.setAttribute("aria-selected", `${n === number}`));
      if (number < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", list.children[number].id);
        list.children[number].scrollIntoView({ block: "nearest" });
      }
    };

    const open = (reports) => {
      const kept = shown[active]?.id;
      shown = reports;
      list.replaceChildren(...reports.map((report, n) => {
        const option = make("li", { id: `compare-option-${n}`, role: "option", "aria-selected": "false" }, label(report), make("small", {}, report.place));
        option.addEventListener("click", () => take(n));
        return option;
      }));
      list.hidden = !reports.length;
      input.setAttribute("aria-expanded", `${!list.hidden}`);
      point(kept ? reports.findIndex(({ id }) => id === kept) : -1);
    };

    const close = () => {
      turn += 1;
      clearTimeout(waiting);
      open([]);
      told.textContent = "";
    };

    const take = (number) => {
      const report = shown[number];
      input.value = "";
      close();
      pick(report);
    };

    const say = (count, more) => {
      if (!count) return `没有找到。可以只写县名，或只写${chosen().length ? "另一个" : ""}机关的名称。`;
      return more ? `先列 ${count} 份，再写几个字（机关、年度）就更准` : `找到 ${count} 份`;
    };

    /** Look for what is typed; `step` moves into the list as soon as there is one. */
    const look = async (step = 0) => {
      const mine = ++turn;
      try {
        await settled();
        if (mine !== turn) return;
        for await (const { reports, more, done } of compareNames.suggest(input.value, chosen())) {
          if (mine !== turn) return;
          open(reports);
          if (step && active < 0) move(step);
          told.textContent = done || reports.length ? say(reports.length, more) : "正在找…";
        }
      } catch {
        if (mine === turn) told.textContent = "名单没有读到，请再试一次。";
      }
    };

    const move = (step) => {
      if (shown.length) point(active < 0 && step < 0 ? shown.length - 1 : (active + step + shown.length) % shown.length);
    };

    input.addEventListener("input", () => {
      clearTimeout(waiting);
      point(-1);
      if (!input.value.trim()) return close();
      waiting = setTimeout(() => look(), REST);
      return undefined;
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return; // the keys choose among characters
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        if (list.hidden) look(step);
        else move(step);
      } else if (event.key === "Enter") {
        event.preventDefault();
        if (shown.length) take(Math.max(active, 0));
        else look();
      } else if (event.key === "Escape") {
        if (list.hidden) input.value = "";
        close();
      }
    });
    // A finger or the mouse leaves the focus where it is; whatever else takes it away closes the list.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    input.addEventListener("blur", close);
    input.addEventListener("click", () => { if (list.hidden) look(); });
    /** Take no more, or take them again. */
    const shut = (full) => {
      input.disabled = full;
      input.placeholder = full ? "已满四份，去掉一份再添" : EXAMPLE;
    };
    return { whole, shut, focus: () => input.focus() };
  };

  globalThis.comparePicker = { label, picker };
})();
