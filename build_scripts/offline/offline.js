// Only in the offline edition, before all other scripts of a page. A page opened from a disk may not fetch,
// but it may load classic scripts: what the other scripts ask for lies there as scripts that hand it over.
(() => {
  "use strict";

  const root = new URL("../", document.currentScript.src);
  const handed = new Map(); // path below the root → base64, from the moment its script has run until it is read
  const reading = new Map(); // path → promise, while it is being read

  /** Run a classic script; several are run in the order in which they were asked for. */
  const run = (address) => new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: address, async: false, onload: resolve, onerror: reject });
    document.head.append(script);
    script.addEventListener("load", () => script.remove());
    script.addEventListener("error", () => script.remove());
  });

  const bytesOf = (base64) => {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    return bytes.buffer;
  };

  const read = async (path) => {
    try {
      await run(new URL(`${path}.js`, root).href);
    } catch {
      throw new Error(`文件夹里缺了 ${path}.js，请重新复制整个文件夹`);
    }
    const base64 = handed.get(path);
    handed.delete(path);
    if (base64 === undefined) throw new Error(`${path}.js 已损坏，请重新复制整个文件夹`);
    return bytesOf(base64);
  };

  /** What pages add to the address of a folder. */
  globalThis.searchPages = "index.html";

  globalThis.takeSiteFile = (path, base64) => handed.set(path, base64);

  /** The bytes of a file, by its path below the site's root. Raises an Error where it is missing or broken. */
  globalThis.siteFile = (path) => {
    if (!reading.has(path)) reading.set(path, read(path).finally(() => reading.delete(path)));
    return reading.get(path);
  };

  /** The same for a file of the search index, by its name below assets/search/. */
  globalThis.searchOffline = (name) => globalThis.siteFile(`assets/search/${name}`);
})();
