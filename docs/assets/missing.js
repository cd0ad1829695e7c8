// Lets the links of the page for lost addresses (theme/404.html) lead into this site, in whatever folder it stands: the
// site begins above the folder that this script came from. The page asks for it in every folder above itself.
(() => {
  "use strict";

  const root = new URL("..", document.currentScript.src).pathname;
  for (const way of document.querySelectorAll("[data-way]")) way.setAttribute(way.matches("form") ? "action" : "href", root + way.dataset.way);
})();
