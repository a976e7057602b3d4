// Perkakas model bahasa, sama dengan `language.py`.

const language = {
  /** Peluang token berikutnya sesudah suhu, lalu top-k, lalu top-p; 0 dan 1 berarti semua.
   * @param {Float32Array} logits @param {number} topK @param {number} topP */
  nextTokenProbs(logits, temperature = 1, topK = 0, topP = 1) {
    if (temperature === 0) {
      const best = logits.indexOf(logits.reduce((a, b) => Math.max(a, b), -Infinity));
      return logits.map((_, i) => +(i === best));
    }
    const kept = logits.map((v) => v / temperature);
    const smallest = topK ? kept.slice().sort()[kept.length - Math.min(topK, kept.length)] : -Infinity;
    let p = Live.softmax(kept.map((v) => (v < smallest ? -Infinity : v)));
    if (topP < 1) {
      let sum = 0;
      for (const i of [...p.keys()].sort((a, b) => p[b] - p[a])) {
        const before = sum;
        sum += p[i];
        // Tanpa token ini sudah cukup.
        if (before >= topP) p[i] = 0;
      }
      const rest = p.reduce((a, b) => a + b, 0);
      p = p.map((v) => v / rest);
    }
    return p;
  },
};
