// Puts into the page's header what works by script alone, and sets the colours that the reader chose last. Runs right
// behind the header, before anything below it is shown, and after theme.js.
(() => {
  "use strict";

  const choices = [
    ["(prefers-color-scheme)", "default", "indigo", "现为跟随系统，改用浅色"],
    ["(prefers-color-scheme: light)", "default", "custom", "现为浅色，改用深色"],
    ["(prefers-color-scheme: dark)", "slate", "custom", "现为深色，改为跟随系统"],
  ].map(([media, scheme, colour, words], number, { length }) => `
    <input class="md-option" data-md-color-media="${media}" data-md-color-scheme="${scheme}" data-md-color-primary="${colour}" data-md-color-accent="${colour}" aria-label="${words}" type="radio" name="__palette" id="__palette_${number}">
    <label class="md-header__button md-icon" title="${words}" for="__palette_${(number + 1) % length}" hidden><svg class="icon-palette-${number}"></svg></label>`);
  document.querySelector(".md-header__title").insertAdjacentHTML("afterend", `<form class="md-header__option" data-md-component="palette">${choices.join("")}</form>`);
  const chosen = __md_get("__palette")?.color;
  if (!chosen) return;
  if (chosen.media === "(prefers-color-scheme)") {
    const scheme = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
    const { dataset } = document.querySelector(`[data-md-color-media="(prefers-color-scheme: ${scheme})"]`);
    Object.assign(chosen, { media: dataset.mdColorMedia, scheme: dataset.mdColorScheme, primary: dataset.mdColorPrimary, accent: dataset.mdColorAccent });
  }
  for (const [name, value] of Object.entries(chosen)) document.body.setAttribute(`data-md-color-${name}`, value);
})();
