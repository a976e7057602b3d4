// Jaringan saraf dalam JavaScript biasa: lapisan yang dinamai seperti di PyTorch.
// Tensor: {shape, data}; angka float32.

/** @typedef {{shape: number[], data: Float32Array}} Tensor */
/** @typedef {{config: any, extra: any, tensors: Record<string, Tensor>}} Model */

const Live = (() => {
  "use strict";
  /** Bagian model di bawah satu awalan: `part(t, "decoder.")["0.weight"]`.
   * @param {Record<string, Tensor>} tensors @param {string} prefix */
  const part = (tensors, prefix) =>
    Object.fromEntries(
      Object.entries(tensors)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, tensor]) => [name.slice(prefix.length), tensor])
    );

  /** x Wᵀ + b; x berisi n baris selebar W. @param {Float32Array} x
   * @param {Tensor} weight (keluar, masuk) @param {Tensor} [bias] */
  function linear(x, weight, bias) {
    const [outputs, inputs] = weight.shape;
    const n = x.length / inputs;
    const w = weight.data;
    const y = new Float32Array(n * outputs);
    for (let row = 0; row < n; row++)
      for (let o = 0; o < outputs; o++) {
        let sum = bias ? bias.data[o] : 0;
        for (let i = 0, a = row * inputs, b = o * inputs; i < inputs; i++) sum += x[a + i] * w[b + i];
        y[row * outputs + o] = sum;
      }
    return y;
  }

  /** Abramowitz & Stegun 7.1.26; galat ≤ 1,5e-7. @param {number} x */
  function erf(x) {
    const t = 1 / (1 + 0.3275911 * Math.abs(x));
    const p = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    return Math.sign(x) * (1 - p * Math.exp(-x * x));
  }

  const gelu = (/** @type {Float32Array} */ x) => x.map((v) => 0.5 * v * (1 + erf(v * Math.SQRT1_2)));
  const sigmoid = (/** @type {Float32Array} */ x) => x.map((v) => 1 / (1 + Math.exp(-v)));

  /** Peluang dari satu baris logit. @param {Float32Array} logits */
  function softmax(logits) {
    const top = logits.reduce((a, b) => Math.max(a, b), -Infinity);
    const p = logits.map((v) => Math.exp(v - top));
    const sum = p.reduce((a, b) => a + b, 0);
    return p.map((v) => v / sum);
  }

  return { part, linear, gelu, sigmoid, softmax };
})();
