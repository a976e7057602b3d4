// <live-vae>: jalan-jalan di ruang laten dua dimensi. Decoder-nya dari bab VAE.
// Modelnya boleh bersyarat: label disambung pada z sebagai one-hot.

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
      this.slider({ name, label: name, min: -limit, max: limit, step: 0.05, value: [1, -1][i], code })
    );
    if (this.motifs.length)
      this.choice({ name: "motif", label: "motif", options: this.motifs, value: this.motifs[0], code });
    const pin = (/** @type {string} */ x) => /^-?[\d.]+,-?[\d.]+$/.test(x);
    this.initial("a", "", pin);
    this.initial("b", "", pin);
    this.walk = this.slider({
      name: "jalan", label: "A → B", min: 0, max: 1, step: 0.02, value: 0, code: "torch.lerp(",
    });
    this.walk.addEventListener("input", () => this.between());
    this.canvas = make("canvas", { className: "hidup-citra" });
    this.canvas.setAttribute("role", "img");
    const map = this.motifs.length ? "" : this.querySelector("img")?.currentSrc;
    const pads = make("div", { className: "hidup-dua" }, this.canvas, this.pad(this.sliders, map));
    this.cloth = 1;
    this.panel.append(
      pads,
      this.controls,
      make(
        "p",
        { className: "hidup-tombol" },
        this.button("Pin A di sini", () => this.pin("a")),
        this.button("Pin B di sini", () => this.pin("b")),
        this.button("Kain", () => {
          this.cloth = this.cloth === 1 ? 4 : 1;
          this.update();
        }),
        this.button("Unduh PNG", () => this.download())
      )
    );
  }

  /** @param {"a" | "b"} name */
  pin(name) {
    this.state[name] = `${this.state.z1},${this.state.z2}`;
    this.set(this.walk, name === "a" ? 0 : 1);
    this.update();
  }

  /** Pindah ke tempat di antara kedua pin. */
  between() {
    if (!this.state.a || !this.state.b) return this.say("Pasang pin A dan pin B dulu.");
    const [a, b] = [this.state.a, this.state.b].map((pin) => pin.split(",").map(Number));
    this.sliders.forEach((slider, i) => this.set(slider, a[i] + this.state.jalan * (b[i] - a[i])));
  }

  image() {
    const y = this.motifs.indexOf(this.state.motif);
    return vae.decode(this.model, [this.state.z1, this.state.z2], y < 0 ? undefined : y);
  }

  draw() {
    const shape = this.model.config.shape;
    const tile = make("canvas");
    paint(tile, this.image(), shape);
    const [side, n] = [shape[2], this.cloth];
    this.canvas.width = this.canvas.height = n * side;
    const context = this.canvas.getContext("2d");
    for (let i = 0; i < n * n; i++) context.drawImage(tile, (i % n) * side, Math.floor(i / n) * side);
    const motif = this.state.motif ? `${this.state.motif} ` : "";
    const text = `${n > 1 ? "Kain dari ubin" : "Ubin"} ${motif}pada z = (${angka(this.state.z1)}; ${angka(this.state.z2)})`;
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
      make("a", { href, download: "ubin.png" }).click();
      setTimeout(() => URL.revokeObjectURL(href), 1000);
    });
  }

  shown() {
    return this.image().map((v) => Math.min(1, Math.max(0, v)));
  }

  python() {
    const label = this.motifs.length ? `, torch.tensor([${this.motifs.indexOf(this.state.motif)}])` : "";
    const file = this.dataset.bobot.split("/").pop();
    return `import torch

from genai_examples import live, plots, vae

# ${file}: unduh dari halaman ini ke folder yang sama
model = live.load("${file}", vae.VAE, vae.Config)
z = torch.tensor([${python([this.state.z1, this.state.z2])}])
with torch.no_grad():
    result = model.decode(z${label}).clamp(0, 1)
plots.image_grid(result.repeat(1, 1, ${this.cloth}, ${this.cloth}), 1)
`;
  }
}

customElements.define("live-vae", LiveVae);
