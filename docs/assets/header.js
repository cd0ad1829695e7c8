// Puts into the page's header what works by script alone, and sets the colours that the reader chose last, or the
// system's. Runs right behind the header, before anything below it is shown, and after theme.js.
//
// In place of the theme's own choice of colours, which has all of a page styled three times more at each load: by what it
// asks of the page, and by an attribute that says it is at it. A report's page took the renderer 183 ms, and takes 106.
(() => {
  "use strict";

  const choices = [
    [null, "现为跟随系统，改用浅色"],
    ["default", "现为浅色，改用深色"],
    ["slate", "现为深色，改为跟随系统"],
  ];
  // The header's colour in site.css, for what the browser draws round the page.
  const schemes = { default: ["light", "#1f4468"], slate: ["dark", "#16293c"] };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const kept = () => {
    try {
      return __md_get("__palette").index;
    } catch {
      return 0; // nothing is kept, or not by us, or it is not allowed
    }
  };
  let chosen = Math.max(0, [...choices.keys()].indexOf(kept()));

  const [around, bar] = ["color-scheme", "theme-color"].map((name) => {
    const meta = Object.assign(document.createElement("meta"), { name });
    document.head.append(meta);
    return meta;
  });
  document.querySelector(".md-header__title").insertAdjacentHTML("afterend", "<button type=button class='md-header__button md-icon' data-colours><svg></svg></button>");
  const button = document.querySelector("[data-colours]");

  const show = () => {
    const [scheme, words] = choices[chosen];
    const shown = scheme ?? (dark.matches ? "slate" : "default");
    [around.content, bar.content] = schemes[shown];
    if (document.body.dataset.mdColorScheme !== shown) document.body.dataset.mdColorScheme = shown;
    button.title = words;
    button.setAttribute("aria-label", words);
    button.firstChild.setAttribute("class", `icon-palette-${chosen}`);
  };
  button.addEventListener("click", () => {
    chosen = (chosen + 1) % choices.length;
    __md_set("__palette", { index: chosen });
    show();
  });
  dark.addEventListener("change", show);
  show();
  // A list that the address asks to narrow is not shown whole first.
  if (location.search) document.documentElement.classList.add("asked");
})();
