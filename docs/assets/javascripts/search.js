// Indeks dan pekerja pencarian baru diunduh saat kotaknya dibuka; Material meminta
// keduanya saat halaman dimuat. Dari file:// dan dari tautan hasil pencarian (?h=, ?q=)
// tidak ada yang ditunda.
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

  // Pekerjanya lahir saat pesan pertama dikirim, yaitu sesudah indeks tiba. Kueri
  // pertamanya sepuluh kali lebih lambat, karena kodenya baru dikompilasi: maka ia
  // ditanyai dulu selagi pembaca mengetik, dan jawaban itu dibuang.
  const [READY, QUERY, RESULT] = [1, 2, 3]; // jenis pesan menurut Material
  const { Worker } = window;
  window.Worker = class extends EventTarget {
    constructor(url, options) {
      super();
      this.start = () => {
        const real = new Worker(url, options);
        let warming = false;
        for (const kind of ["message", "error"])
          real.addEventListener(kind, (event) => {
            const answer = event.data?.type;
            if (answer === READY) {
              warming = true;
              real.postMessage({ type: QUERY, data: "m" });
            } else if (answer === RESULT && warming) return void (warming = false);
            this.dispatchEvent(new event.constructor(kind, event));
          });
        return real;
      };
    }

    postMessage(...message) {
      (this.real ??= this.start()).postMessage(...message);
    }

    terminate() {
      this.real?.terminate();
    }
  };
})();
