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
    const limit = 3;
    const code = "model.decode(z"; // blok terakhir yang memakainya ada di bab
    this.canvas = make("canvas", { className: "hidup-citra" });
    this.canvas.setAttribute("role", "img");
    this.pad = make("div", { className: "hidup-bidang" }, make("span", { className: "hidup-titik" }));
    this.panel.append(make("div", { className: "hidup-dua" }, this.canvas, this.pad), this.controls);
    this.sliders = ["z1", "z2"].map((name, i) =>
      this.slider({ name, label: `z${"₁₂"[i]}`, min: -limit, max: limit, step: 0.05, value: [0.5, -0.5][i], code })
    );
    if (this.motifs.length)
      this.choice({ name: "motif", label: "motif", options: this.motifs, value: this.motifs[0], code });
    const move = (/** @type {PointerEvent} */ event) => {
      if (!event.buttons) return;
      const box = this.pad.getBoundingClientRect();
      const at = [(event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height];
      this.sliders.forEach((slider, i) => {
        slider.value = `${limit * (2 * at[i] - 1)}`;
        slider.dispatchEvent(new Event("input"));
      });
    };
    this.pad.addEventListener("pointerdown", move);
    this.pad.addEventListener("pointermove", move);
  }

  image() {
    const y = this.motifs.indexOf(this.state.motif);
    return vae.decode(this.model, [this.state.z1, this.state.z2], y < 0 ? undefined : y);
  }

  draw() {
    const pixels = this.image();
    paint(this.canvas, pixels, this.model.config.shape);
    const [x, y] = this.sliders.map((s) => (+s.value - +s.min) / (+s.max - +s.min));
    this.pad.style.setProperty("--x", `${100 * x}%`);
    this.pad.style.setProperty("--y", `${100 - 100 * y}%`);
    const text = `Ubin pada z = (${angka(this.state.z1)}; ${angka(this.state.z2)})`;
    this.canvas.setAttribute("aria-label", text);
    this.say(text);
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
plots.image_grid(result, 1)
`;
  }
}

customElements.define("live-vae", LiveVae);
