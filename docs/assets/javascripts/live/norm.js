// Normalisasi lapisan, seperti torch.nn.functional.layer_norm.

/** Setiap baris dibuat berata-rata 0 dan bervarians 1, lalu diskala.
 * @param {Float32Array} x @param {Tensor} weight @param {Tensor} bias */
function layerNorm(x, weight, bias) {
  const width = weight.data.length;
  const y = new Float32Array(x.length);
  for (let at = 0; at < x.length; at += width) {
    let mean = 0;
    let square = 0;
    for (let i = 0; i < width; i++) mean += x[at + i] / width;
    for (let i = 0; i < width; i++) square += (x[at + i] - mean) ** 2 / width;
    const scale = 1 / Math.sqrt(square + 1e-5);
    for (let i = 0; i < width; i++) y[at + i] = (x[at + i] - mean) * scale * weight.data[i] + bias.data[i];
  }
  return y;
}
