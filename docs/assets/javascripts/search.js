// Indeks pencarian baru diunduh saat kotaknya dibuka; Material memintanya saat halaman
// dimuat. Dari file:// dan dari tautan hasil pencarian (?h=, ?q=) tidak ada yang ditunda.
(() => {
  "use strict";
  const asked = new URLSearchParams(location.search);
  if (location.protocol === "file:" || asked.has("h") || asked.has("q")) return;

  const opened = new Promise((resolve) => {
    const listen = (event) => event.target.closest?.(".md-search, #__search") && resolve();
    document.addEventListener("focusin", listen);
    document.addEventListener("change", listen);
  });

  const { open, send } = XMLHttpRequest.prototype;
  const waiting = new WeakSet();
  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    if (String(url).endsWith("/search/search_index.json")) waiting.add(this);
    open.call(this, method, url, ...rest);
  };
  XMLHttpRequest.prototype.send = function (body) {
    if (waiting.delete(this)) opened.then(() => send.call(this, body));
    else send.call(this, body);
  };
})();
