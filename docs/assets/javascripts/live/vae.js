// <live-vae>: jalan-jalan di ruang laten dua dimensi. Decoder-nya dari bab VAE.
// Modelnya boleh bersyarat: label disambung pada z sebagai one-hot.
// Perlu: engine.js.

const vae = {
  /** p(x|z) dari decoder MLP: satu gambar untuk satu z dan, bila bersyarat, satu label.
   * @param {Model} model @param {number[]} z @param {number} [y] */
  decode(model, z, y) {
    const label = Array.from({ length: model.config.classes }, (_, i) => +(i === y));
    let x = Float32Array.from([...z, ...label]);
    const layers = Live.part(model.tensors, "decoder.");
    const last = 2 * model.config.hidden.length;
    for (let i = 0; i <= last; i += 2) {
      x = Live.linear(x, layers[`${i}.weight`], layers[`${i}.bias`]);
      if (i < last) x = Live.gelu(x); // tanpa GELU di ujung
    }
    return x;
  },
};

class LiveVae extends LiveElement {
  // Panggilan yang dicocokkan dengan golden.json; masukannya satu batch.
  static calls = {
    decode: (/** @type {Model} */ model, /** @type {number[][]} */ z, /** @type {number[]} */ y = []) =>
      z.map((row, i) => vae.decode(model, row, y[i])),
  };

  start(/** @type {Model} */ model) {
    this.model = model;
    this.motifs = model.extra.motifs ?? [];
    // Peta ubin membentang sedikit melewati ±2: pusat petak terluarnya yang di ±2.
    const limit = this.motifs.length ? 3 : 2.2;
    const code = this.motifs.length ? "conditional.decode(z" : "model.decode(z)";
    this.sliders = ["z1", "z2"].map((name, i) =>
      this.slider({ name, label: name, min: -limit, max: limit, step: 0.05, value: 1.5, code })
    );
    if (this.motifs.length)
      this.choice({ name: "motif", label: "motif", options: this.motifs, value: this.motifs[0], code });
    // Pin awal: B di tempat penggeser, A di seberangnya.
    for (const [name, pin] of [["a", "-1.8,-0.4"], ["b", "1.5,1.5"]])
      this.initial(name, pin, (x) => /^-?\d(\.\d+)?,-?\d(\.\d+)?$/.test(x));
    this.initial("kain", 0, (x) => /^[012]$/.test(x));
    this.walk = this.slider({
      name: "jalan", label: "A → B", min: 0, max: 1, step: 0.02, value: 1, code: "torch.lerp(",
    });
    this.walk.addEventListener("input", () => this.between());
    this.canvas = make("canvas", { className: "hidup-citra" });
    this.canvas.setAttribute("role", "img");
    const map = this.motifs.length ? "" : this.querySelector("img")?.currentSrc;
    this.field = this.pad(this.sliders, map);
    this.pins = ["A", "B"].map((text) => make("b", {}, text));
    this.field.append(...this.pins);
    this.looks = ["Satu ubin", "Kain", "Kain cermin"].map((label, i) =>
      this.button(label, () => {
        this.state.kain = i;
        this.update();
      })
    );
    this.strip = make("canvas", { className: "hidup-lajur", ariaLabel: "Tujuh ubin dari pin A ke pin B" });
    this.strip.setAttribute("role", "img");
    this.strip.addEventListener("click", ({ offsetX }) =>
      this.set(this.walk, Math.floor((7 * offsetX) / this.strip.clientWidth) / 6)
    );
    const bar = (/** @type {Node[]} */ ...buttons) => make("p", { className: "hidup-tombol" }, ...buttons);
    this.panel.append(
      make("div", { className: "hidup-dua" }, this.canvas, this.field),
      bar(...this.looks, this.button("Unduh PNG", () => this.download())),
      this.controls,
      this.strip,
      bar(this.button("Pin A di sini", () => this.pin("a")), this.button("Pin B di sini", () => this.pin("b")))
    );
  }

  /** @param {"a" | "b"} name */
  pin(name) {
    this.state[name] = `${this.state.z1},${this.state.z2}`;
    this.set(this.walk, name === "a" ? 0 : 1);
    this.update();
  }

  /** z pada bagian `part` (0 sampai 1) dari jalan A ke B.
   * @param {number} part @returns {number[]} */
  lerp(part) {
    const [a, b] = [this.state.a, this.state.b].map((pin) => pin.split(",").map(Number));
    return a.map((/** @type {number} */ v, /** @type {number} */ i) => v + part * (b[i] - v));
  }

  /** Pindah ke tempat di antara kedua pin. */
  between() {
    const z = this.lerp(this.state.jalan);
    this.sliders.forEach((slider, i) => this.set(slider, z[i]));
  }

  image(z = [this.state.z1, this.state.z2]) {
    const y = this.motifs.indexOf(this.state.motif);
    return vae.decode(this.model, z, y < 0 ? undefined : y);
  }

  /** Ubin sebagai kanvas kecil. @param {number[]} [z] */
  tile(z) {
    const tile = make("canvas");
    paint(tile, this.image(z), this.model.config.shape);
    return tile;
  }

  draw() {
    const { a, b, kain, motif = "" } = this.state;
    const side = this.model.config.shape[2];
    const n = kain ? 4 : 1;
    this.canvas.width = this.canvas.height = n * side;
    const context = this.canvas.getContext("2d");
    const tile = this.tile();
    for (let i = 0; i < n * n; i++) {
      const [column, row] = [i % n, Math.floor(i / n)];
      // Kain cermin: kolom dan baris ganjil dibalik, supaya sambungannya hilang.
      const [x, y] = [column, row].map((k) => (kain === 2 && k % 2 ? -1 : 1));
      context.setTransform(x, 0, 0, y, (column + +(x < 0)) * side, (row + +(y < 0)) * side);
      context.drawImage(tile, 0, 0);
    }
    this.looks.forEach((button, i) => button.setAttribute("aria-pressed", `${i === kain}`));
    if (this.drawn !== a + b + motif) {
      this.drawn = a + b + motif;
      Object.assign(this.strip, { width: 7 * (side + 1) - 1, height: side });
      for (let i = 0; i < 7; i++)
        this.strip.getContext("2d").drawImage(this.tile(this.lerp(i / 6)), i * (side + 1), 0);
      this.pins.forEach((pin, i) => {
        const [x, y] = this.lerp(i).map((v, j) => 50 + ((j ? -1 : 1) * 50 * v) / +this.sliders[j].max);
        pin.style.cssText = `left: ${x}%; top: ${y}%`;
      });
    }
    const thing = ["Ubin", "Kain dari ubin", "Kain cermin dari ubin"][kain];
    const text = `${[thing, motif].filter(Boolean).join(" ")} pada z = (${angka(this.state.z1)}; ${angka(this.state.z2)})`;
    this.canvas.setAttribute("aria-label", text);
    this.say(text);
  }

  download() {
    const large = make("canvas", { width: 512, height: 512 });
    const context = large.getContext("2d");
    context.imageSmoothingEnabled = false;
    context.drawImage(this.canvas, 0, 0, 512, 512);
    large.toBlob((blob) => {
      const href = URL.createObjectURL(blob);
      make("a", { href, download: this.state.kain ? "kain.png" : "ubin.png" }).click();
      setTimeout(() => URL.revokeObjectURL(href), 1000);
    });
  }

  shown() {
    return this.image().map((v) => Math.min(1, Math.max(0, v)));
  }

  python() {
    const label = this.motifs.length ? `, torch.tensor([${this.motifs.indexOf(this.state.motif)}])` : "";
    const cloth = [
      "plots.image_grid(result, 1)",
      "plots.image_grid(result.repeat(1, 1, 4, 4), 1)",
      `pair = torch.cat([result, result.flip(-1)], -1)
four = torch.cat([pair, pair.flip(-2)], -2)
plots.image_grid(four.repeat(1, 1, 2, 2), 1)`,
    ][this.state.kain];
    const file = this.dataset.bobot.split("/").pop();
    return `import torch

from genai_examples import live, plots, vae

# ${file}: unduh dari halaman ini ke folder yang sama
model = live.load("${file}", vae.VAE, vae.Config)
z = torch.tensor([${python([this.state.z1, this.state.z2])}])
with torch.no_grad():
    result = model.decode(z${label}).clamp(0, 1)
${cloth}
`;
  }
}

customElements.define("live-vae", LiveVae);
