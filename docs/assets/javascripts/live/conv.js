// Konvolusi, seperti torch.nn.functional.conv2d.

/** Konvolusi k × k dengan tepi nol. @param {Tensor} x (c, h, w)
 * @param {Tensor} weight (keluar, masuk, k, k) @param {Tensor} bias @returns {Tensor} */
function conv2d({ shape: [channels, height, width], data: x }, weight, bias, stride = 1, padding = 1) {
  const [outputs, , k] = weight.shape;
  const size = (/** @type {number} */ n) => Math.floor((n + 2 * padding - k) / stride) + 1;
  const [h, w] = [size(height), size(width)];
  const y = new Float32Array(outputs * h * w);
  for (let o = 0; o < outputs; o++) {
    y.fill(bias.data[o], o * h * w, (o + 1) * h * w);
    for (let c = 0; c < channels; c++)
      for (let a = 0; a < k; a++)
        for (let b = 0; b < k; b++) {
          const value = weight.data[((o * channels + c) * k + a) * k + b];
          for (let i = 0; i < h; i++) {
            const row = i * stride + a - padding;
            if (row < 0 || row >= height) continue;
            const from = (c * height + row) * width;
            const to = (o * h + i) * w;
            const first = Math.max(0, Math.ceil((padding - b) / stride));
            const last = Math.min(w, Math.floor((width - 1 - b + padding) / stride) + 1);
            for (let j = first, s = from + first * stride + b - padding; j < last; j++, s += stride)
              y[to + j] += value * x[s];
          }
        }
  }
  return { shape: [outputs, h, w], data: y };
}
