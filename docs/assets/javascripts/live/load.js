// Gambar hidup dimuat saat tombolnya diketuk: kerangka, elemennya, dan bobotnya.
// Tombol itu sudah ada di halaman, tampak bila skrip ini jalan. Gambar diamnya tetap di
// dalam elemen: untuk cetak, dan untuk yang tanpa JavaScript.

/** @template {keyof HTMLElementTagNameMap} T @param {T} tag
 * @param {Partial<HTMLElementTagNameMap[T]> & Record<string, any>} [fields]
 * @param {...(Node | string)} children @returns {HTMLElementTagNameMap[T]} */
function make(tag, fields = {}, ...children) {
  const node = Object.assign(document.createElement(tag), fields);
  node.append(...children);
  return node;
}

/** @param {string} url */
const failure = (url) => new Error(`Berkas ${url.split("/").pop()} tidak dapat dimuat utuh.`);

/** Skrip yang sudah diminta. @type {Record<string, Promise<void>>} */
const scripts = {};

/** Jalankan sebuah skrip klasik sekali saja. @param {string} src */
const run = (src) =>
  (scripts[src] ??= new Promise((done, fail) => {
    const script = make("script", { src, async: false }); // dimuat bersamaan, jalan berurutan
    script.onload = () => done();
    script.onerror = () => {
      delete scripts[src];
      fail(failure(src));
    };
    document.head.append(script);
  }));

/** Isi sebuah berkas bobot. Lewat http diambil dengan kemajuan; `file://` melarang
 * fetch, jadi di sana berkasnya dijalankan sebagai skrip biasa.
 * @param {string} url @param {(bytes: number) => void} progress @returns {Promise<Manifest>} */
async function manifest(url, progress) {
  if (location.protocol === "file:") {
    await run(url);
    return /** @type {any} */ (self).LIVE[url.split("/").pop().replace(".js", "")];
  }
  try {
    const response = await fetch(url);
    if (!response.ok) throw failure(url);
    const parts = [];
    const reader = response.body.getReader();
    for (let got; !(got = await reader.read()).done; progress(got.value.length)) parts.push(got.value);
    const text = await new Blob(parts).text();
    return JSON.parse(text.slice(text.indexOf(" = ") + 3).trim().replace(/;$/, ""));
  } catch {
    throw failure(url);
  }
}

/** Muat semuanya, lalu mulai; galatnya disebut dan bisa dicoba lagi. @param {any} element */
async function load(element) {
  const panel = element.querySelector(".hidup");
  const bar = make("progress", { ariaLabel: "Memuat model" });
  panel.replaceChildren(make("p", { className: "hidup-muat", role: "status" }, "Memuat model …", bar));
  const { bobot, bita, skrip } = element.dataset;
  let received = 0;
  const progress = (/** @type {number} */ bytes) => (bar.value = Math.min(1, (received += bytes) / bita));
  try {
    const weights = bobot.split(" ").map((/** @type {string} */ url) => manifest(url, progress));
    const [manifests] = await Promise.all([Promise.all(weights), ...skrip.split(" ").map(run)]);
    element.begin(manifests);
  } catch (error) {
    const again = make("button", { className: "tombol", type: "button" }, "Coba lagi");
    const note = `${error.message} Periksa sambunganmu, lalu coba lagi.`;
    panel.replaceChildren(
      make("p", { className: "hidup-tawar" }, again),
      make("p", { className: "hidup-kabar", role: "status" }, note)
    );
    again.focus();
  }
}

document.addEventListener("click", ({ target }) => {
  const button = /** @type {Element} */ (target).closest(".hidup-tawar button");
  if (button) load(button.closest("[data-bobot]"));
});
document.documentElement.classList.add("bisa-hidup");
// Tautan ke sebuah keadaan: #nama?z1=…; peramban sendiri tidak menemukan namanya.
const [place, asked] = location.hash.slice(1).split("?");
if (asked) document.getElementById(place)?.scrollIntoView();
