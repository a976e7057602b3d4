// Mendaftarkan pekerja luring dan melayani tombol "Simpan untuk luring".
(() => {
  "use strict";
  const panel = document.querySelector(".luring");
  if (!panel || !document.querySelector('link[rel="manifest"]')) return;
  if (!("serviceWorker" in navigator)) return; // http biasa atau file://

  const { base } = JSON.parse(document.getElementById("__config").textContent);
  const scope = new URL(base.replace(/\/?$/, "/"), location).href;
  const button = panel.querySelector("button");
  const meter = panel.querySelector("progress");
  const note = panel.querySelector("p");
  const say = (text) => (note.textContent = text);
  const FULL = "Penyimpanan perangkat penuh. Yang sudah tersimpan tetap bisa dibaca.";
  const DENIED = "Peramban ini melarang penyimpanan, jadi halaman tidak bisa disimpan.";

  const size = (bytes) =>
    `${(bytes / 1e6).toLocaleString("id", { maximumFractionDigits: 1, minimumFractionDigits: 1 })} MB`;

  async function manifest() {
    const response = await fetch(new URL("offline.json", scope));
    if (!response.ok) throw new Error("offline.json");
    return response.json();
  }

  async function missing({ build, files }) {
    const cache = await caches.open(`${scope}#${build}`);
    const kept = new Set((await cache.keys()).map((request) => request.url));
    const paths = Object.keys(files).filter((path) => !kept.has(new URL(path, scope).href));
    return { cache, paths, bytes: paths.reduce((sum, path) => sum + files[path][1], 0) };
  }

  async function offer() {
    try {
      const { paths, bytes } = await missing(await manifest());
      button.hidden = !paths.length;
      button.textContent = `Simpan untuk luring (${size(bytes)})`;
      if (!paths.length) say("Versi ini tersimpan seluruhnya dan bisa dibaca tanpa jaringan.");
    } catch (error) {
      if (error.name === "SecurityError") say(DENIED); // lainnya: sedang tanpa jaringan
    }
  }

  async function save() {
    button.disabled = true;
    try {
      const listed = await manifest();
      const { cache, paths, bytes } = await missing(listed);
      let done = 0;
      meter.hidden = false;
      for (const path of paths) {
        const response = await fetch(new URL(path, scope), { cache: "no-cache" });
        if (!response.ok) throw new Error(path);
        await cache.put(new URL(path, scope), response);
        done += listed.files[path][1];
        meter.value = done / bytes;
        say(`Tersimpan ${size(done)} dari ${size(bytes)}`);
      }
      button.hidden = true;
      say("Versi ini tersimpan seluruhnya dan bisa dibaca tanpa jaringan.");
    } catch (error) {
      if (error.name === "QuotaExceededError") say(FULL);
      else if (error.name === "SecurityError") say(DENIED);
      else say("Unduhan terputus. Yang sudah tersimpan tidak hilang; ketuk lagi untuk melanjutkan.");
    }
    meter.hidden = true;
    button.disabled = false;
  }

  // Halaman pertama dimuat sebelum pekerja luring hidup: simpan sesudah ia siap.
  async function keepThisPage() {
    const { build, files } = await manifest();
    const cache = await caches.open(`${scope}#${build}`);
    const used = performance.getEntriesByType("resource").map((entry) => entry.name);
    for (const url of [location.href, ...used]) {
      const path = url.split(/[?#]/)[0].slice(scope.length);
      if (url.startsWith(scope) && path in files && !(await cache.match(new URL(path, scope))))
        await cache.put(new URL(path, scope), await fetch(new URL(path, scope)));
    }
  }

  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data.kind === "gagal-simpan") say(data.full ? FULL : DENIED);
  });
  button.addEventListener("click", save);
  navigator.serviceWorker
    .register(new URL("sw.js", scope), { scope })
    .then(() => navigator.serviceWorker.ready)
    .then(keepThisPage)
    .catch((error) => {
      if (error.name === "SecurityError") say(DENIED);
      else if (error.name === "QuotaExceededError") say(FULL);
    });
  new IntersectionObserver((entries, watcher) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    panel.hidden = false;
    offer();
  }).observe(document.querySelector(".md-footer"));
})();
