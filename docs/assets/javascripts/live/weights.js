// Membaca bobot yang ditulis `live.export`; yang tidak utuh ditolak.

/** @typedef {{format: number, sha256: string, config: any, extra: any,
 *   tensors: Record<string, {shape: number[], scale?: string, data: string}>}} Manifest */

const Weights = (() => {
  "use strict";
  const FORMAT = 1;

  /** @param {string} text base64 */
  function bytesOf(text) {
    const letters = atob(text);
    const bytes = new Uint8Array(letters.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i);
    return bytes;
  }

  /** SHA-256 heksadesimal; `crypto.subtle` tidak ada pada http biasa dan file://.
   * @param {Uint8Array[]} parts */
  function sha256(parts) {
    const length = parts.reduce((n, part) => n + part.length, 0);
    const bytes = new Uint8Array((((length + 8) >> 6) + 1) << 6);
    let at = 0;
    for (const part of parts) bytes.set(part, (at += part.length) - part.length);
    bytes[length] = 0x80;
    const view = new DataView(bytes.buffer);
    view.setUint32(bytes.length - 8, length / 2 ** 29);
    view.setUint32(bytes.length - 4, length << 3);
    /** @type {number[]} */
    const primes = [];
    for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
    const fraction = (/** @type {number} */ x) => ((x - Math.floor(x)) * 2 ** 32) | 0;
    const k = primes.map((p) => fraction(Math.cbrt(p)));
    const hash = primes.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
    const turn = (/** @type {number} */ x, /** @type {number} */ n) => (x >>> n) | (x << (32 - n));
    const w = new Int32Array(64);
    for (let block = 0; block < bytes.length; block += 64) {
      let [a, b, c, d, e, f, g, h] = hash;
      for (let i = 0; i < 64; i++) {
        if (i < 16) w[i] = view.getInt32(block + 4 * i);
        else {
          const [x, y] = [w[i - 15], w[i - 2]];
          const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
          const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
          w[i] = w[i - 16] + s0 + w[i - 7] + s1;
        }
        const t1 = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + k[i] + w[i];
        const t2 = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
      }
      [a, b, c, d, e, f, g, h].forEach((x, i) => (hash[i] = (hash[i] + x) | 0));
    }
    return hash.map((x) => (x >>> 0).toString(16).padStart(8, "0")).join("");
  }

  /** Bobot siap pakai; galat berbahasa Indonesia bila berkasnya tidak utuh.
   * @param {Manifest} manifest @returns {Model} */
  function read(manifest) {
    if (manifest?.format !== FORMAT)
      throw new Error(`Bobot berformat ${manifest?.format}, halaman ini perlu ${FORMAT}.`);
    if (!manifest.tensors || !manifest.sha256) throw new Error("Bobot tidak utuh: isinya hilang.");
    /** @type {Record<string, Tensor>} */
    const tensors = {};
    const parts = [];
    for (const [name, entry] of Object.entries(manifest.tensors)) {
      const { shape, scale, data } = /** @type {typeof entry} */ (entry ?? {});
      let raw, rows, size;
      try {
        raw = bytesOf(data);
        rows = scale === undefined ? null : bytesOf(scale);
        size = shape.reduce((a, b) => a * b, 1);
      } catch {
        throw new Error(`Bobot ${name} tidak utuh.`);
      }
      if (raw.length !== size * (rows ? 1 : 4) || (rows && rows.length !== 4 * shape[0]))
        throw new Error(`Bobot ${name} tidak utuh: ${raw.length} bita untuk ${shape.join(" × ")}.`);
      if (rows) {
        const scales = new Float32Array(rows.buffer);
        const values = new Float32Array(size);
        const width = size / shape[0];
        const small = new Int8Array(raw.buffer);
        for (let i = 0; i < size; i++) values[i] = small[i] * scales[Math.floor(i / width)];
        parts.push(rows, raw);
        tensors[name] = { shape, data: values };
      } else {
        parts.push(raw);
        tensors[name] = { shape, data: new Float32Array(raw.buffer) };
      }
    }
    if (sha256(parts) !== manifest.sha256)
      throw new Error("Bobot berubah di jalan: sidik sha256 tidak cocok.");
    return { config: manifest.config, extra: manifest.extra, tensors };
  }

  return { read, sha256 };
})();
