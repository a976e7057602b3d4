// Byte-level BPE, sama dengan `BPETokenizer`: teks ↔ nomor token.

const tokenizer = (() => {
  // Ruang menurut Python (re), jadi bukan \s milik JavaScript.
  const S = "\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
  const splitter = new RegExp(
    `'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^${S}\\p{L}\\p{N}]+|[${S}]+(?![^${S}])|[${S}]+`,
    "gu"
  );
  const printed = (/** @type {number} */ b) => (b > 32 && b < 127) || (b > 160 && b !== 173);
  const all = Array.from({ length: 256 }, (_, b) => b);
  // Token 0 … 255.
  const order = [...all.filter(printed), ...all.filter((b) => !printed(b))];

  /** Bita setiap token. @param {number[][]} merges pasangan nomor token */
  function pieces(merges) {
    const bytes = order.map((b) => [b]);
    for (const [a, b] of merges) bytes.push([...bytes[a], ...bytes[b]]);
    return bytes;
  }

  /** Setiap potongan digabung menurut urutan belajarnya.
   * @param {number[][]} merges @param {string} text */
  function encode(merges, text) {
    const rank = new Map(merges.map((pair, i) => [`${pair}`, i]));
    return [...text.matchAll(splitter)].flatMap(([piece]) => {
      let tokens = Array.from(new TextEncoder().encode(piece), (b) => order.indexOf(b));
      for (;;) {
        const ranks = tokens.map((token, i) => rank.get(`${token},${tokens[i + 1]}`) ?? Infinity);
        const best = Math.min(...ranks);
        if (best === Infinity) return tokens;
        for (let i = 0; i < tokens.length; i++)
          if (`${tokens.slice(i, i + 2)}` === `${merges[best]}`) tokens.splice(i, 2, 256 + best);
      }
    });
  }

  /** @param {number[][]} bytes dari `pieces` @param {number[]} ids */
  const decode = (bytes, ids) => new TextDecoder().decode(Uint8Array.from(ids.flatMap((id) => bytes[id])));

  return { pieces, encode, decode };
})();
