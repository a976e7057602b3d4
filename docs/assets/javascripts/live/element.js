// Kerangka semua gambar hidup: kendali, keadaan di alamat halaman, "salin keadaan ini
// sebagai Python", dan kanvas.
// Perlu: weights.js.

/** Angka menurut tulisan Indonesia: koma desimal, tanda minus. @param {number} x */
const angka = (x, digits = 2) => x.toFixed(digits).replace(".", ",").replace("-", "−");

/** Nol sampai satu menjadi warna: peta `nila_krem` milik gambar-gambar buku ini. */
const NILA_KREM = [[19, 28, 64], [37, 63, 128], [90, 101, 150], [164, 124, 108], [215, 163, 104], [242, 210, 155], [251, 243, 223]];

/** Daftar pecahan menurut tulisan Python: 1 menjadi 1.0. @param {ArrayLike<number>} x */
const python = (x, digits = 4) =>
  `[${Array.from(x, (v) => String(+v.toFixed(digits)).replace(/^-?\d+$/, "$&.0")).join(", ")}]`;

class LiveElement extends HTMLElement {
  /** Mulai dengan bobot yang baru datang; galat bila tidak utuh. @param {Manifest[]} manifests */
  begin(manifests) {
    this.models = manifests.map(Weights.read);
    this.calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const [id, query] = location.hash.slice(1).split("?");
    this.asked = id === this.id && query ? Object.fromEntries(new URLSearchParams(query)) : {};
    /** @type {Record<string, any>} */
    this.state = {};
    this.news = make("p", { className: "hidup-kabar", ariaLive: "polite" });
    this.controls = make("div", { className: "hidup-kendali" });
    this.panel = this.querySelector(".hidup");
    this.panel.replaceChildren();
    this.start(...this.models);
    this.panel.append(this.news, this.footer());
    this.classList.add("hidup-nyala");
    this.update();
    /** @type {HTMLElement} */ (this.panel.querySelector("input, select, button")).focus();
    // Palet berganti: gambar kanvas dilukis lagi.
    new MutationObserver(() => this.draw()).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
  }

  // Yang diisi setiap elemen: susun isi panel; lukis keadaan; tulis Python-nya.
  /** @param {...any} models */
  start(...models) {}
  draw() {}
  /** Cuplikan yang menghitung `result`: angka yang sama dengan `shown()`. */
  python() {
    return "";
  }
  /** Angka yang sedang tampak. @returns {Iterable<number>} */
  shown() {
    return [];
  }

  /** Keadaan berubah: lukis, lalu catat di alamat halaman. */
  update() {
    this.draw();
    clearTimeout(this.saving);
    this.saving = setTimeout(() => history.replaceState(history.state, "", this.link()), 300);
  }

  /** Kabar untuk pembaca layar, menunggu sampai kendali berhenti. @param {string} text */
  say(text) {
    clearTimeout(this.saying);
    this.saying = setTimeout(() => (this.news.textContent = text), 500);
  }

  link() {
    return `${location.href.split("#")[0]}#${this.id}?${new URLSearchParams(this.state)}`;
  }

  /** Nilai awal sebuah kendali: dari alamat halaman bila ada dan sah.
   * @param {string} name @param {any} value @param {(x: string) => boolean} valid */
  initial(name, value, valid) {
    const asked = this.asked[name];
    this.state[name] = asked !== undefined && valid(asked) ? (typeof value === "number" ? +asked : asked) : value;
    return this.state[name];
  }

  /** Satu baris kendali: label, masukan, dan tautan ke baris PyTorch-nya.
   * @param {string} text @param {HTMLElement} input @param {string} code @param {...Node} more */
  row(text, input, code, ...more) {
    input.id = `${this.id}-${this.controls.childElementCount}`;
    const label = make("label", { htmlFor: input.id }, text);
    const row = make("div", { className: "hidup-baris" }, label, input, ...more);
    const block = [...document.querySelectorAll(".blok")].find((b) =>
      b.querySelector(".blok-kode code")?.textContent.includes(code)
    );
    if (block) {
      // Peramban yang mengenal :~:text= menyorot barisnya; yang lain tiba di bloknya.
      const href = `#${block.id}:~:text=${encodeURIComponent(code)}`;
      row.append(make("a", { href, className: "hidup-kode", ariaLabel: `Kode PyTorch untuk ${text}` }, "kode"));
    }
    this.controls.append(row);
    return input;
  }

  /** @param {{name: string, label: string, min: number, max: number, step: number,
   *  value: number, code: string, digits?: number, text?: (x: number) => string}} options */
  slider({ name, label, min, max, step, value, code, digits = 2, text = (x) => angka(x, digits) }) {
    const first = this.initial(name, value, (x) => x !== "" && +x >= min && +x <= max);
    const input = make("input", { type: "range", min: `${min}`, max: `${max}`, step: `${step}`, value: `${first}` });
    const output = make("output");
    const show = () => {
      this.state[name] = +input.value;
      output.textContent = text(+input.value);
      input.setAttribute("aria-valuetext", output.textContent);
    };
    input.addEventListener("input", () => {
      show();
      this.update();
    });
    this.row(label, input, code, output);
    show();
    return input;
  }

  /** @param {{name: string, label: string, options: string[], value: string, code: string}} options */
  choice({ name, label, options, value, code }) {
    const first = this.initial(name, value, (x) => options.includes(x));
    const select = make("select", {}, ...options.map((text) => make("option", { value: text }, text)));
    select.value = first;
    select.addEventListener("input", () => {
      this.state[name] = select.value;
      this.update();
    });
    this.row(label, select, code);
    return select;
  }

  /** Bidang jari, jalan pintas untuk dua penggeser: mendatar yang pertama, tegak yang
   * kedua. Papan tik dan pembaca layar memakai penggesernya. @param {HTMLInputElement[]} sliders */
  pad(sliders, background = "") {
    const pad = make("div", { className: "hidup-bidang", ariaHidden: "true" }, make("span"));
    if (background) pad.style.background = `center / 100% 100% url("${background}")`;
    const place = () =>
      sliders.forEach((s, i) => {
        const part = (+s.value - +s.min) / (+s.max - +s.min);
        pad.style.setProperty(i ? "--y" : "--x", `${100 * (i ? 1 - part : part)}%`);
      });
    const move = (/** @type {PointerEvent} */ event) => {
      if (!event.buttons) return;
      const { left, top, width, height } = pad.getBoundingClientRect();
      const at = [(event.clientX - left) / width, 1 - (event.clientY - top) / height];
      sliders.forEach((s, i) => this.set(s, +s.min + at[i] * (+s.max - +s.min)));
    };
    for (const slider of sliders) slider.addEventListener("input", place);
    for (const type of ["pointerdown", "pointermove"]) pad.addEventListener(type, move);
    place();
    return pad;
  }

  /** Geser seperti pembaca yang menggesernya. @param {HTMLInputElement} slider @param {number} value */
  set(slider, value) {
    slider.value = `${value}`;
    slider.dispatchEvent(new Event("input"));
  }

  /** @param {string} label @param {() => void} action */
  button(label, action) {
    const button = make("button", { type: "button", className: "tombol" }, label);
    button.addEventListener("click", action);
    return button;
  }

  footer() {
    const copy = (/** @type {string} */ label, /** @type {() => string} */ isi) =>
      make("button", { type: "button", className: "salin", isi }, label);
    const weights = this.dataset.bobot.split(" ").map((url) =>
      make("a", { href: url, download: "" }, `Unduh bobot ${url.split("/").pop()}`)
    );
    return make(
      "p",
      { className: "hidup-kaki" },
      copy("Salin keadaan ini sebagai Python", () => this.python()),
      copy("Salin tautan", () => this.link()),
      ...weights
    );
  }
}

/** Warna di `part` (0 sampai 1) sebuah peta warna. @param {number[][]} ramp */
function color(/** @type {number} */ part, ramp = NILA_KREM) {
  const v = Math.min(1, Math.max(0, part)) * (ramp.length - 1);
  const low = Math.min(ramp.length - 2, Math.floor(v));
  return ramp[low].map((tone, k) => tone + (v - low) * (ramp[low + 1][k] - tone));
}

/** Lukis angka 0 sampai 1 ke kanvas: satu kanal memakai `ramp`, tiga kanal warna.
 * @param {HTMLCanvasElement} canvas @param {Float32Array} pixels
 * @param {number[]} shape (kanal, tinggi, lebar) @param {number[][]} [ramp] warna 0 → 1 */
function paint(canvas, pixels, [channels, height, width], ramp = NILA_KREM) {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const size = width * height;
  for (let i = 0; i < size; i++) {
    const tone = channels === 3 ? [0, 1, 2].map((k) => 255 * pixels[k * size + i]) : color(pixels[i], ramp);
    image.data.set([...tone, 255], 4 * i);
  }
  context.putImageData(image, 0, 0);
}
