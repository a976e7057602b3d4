// Derau yang sama dengan PyTorch: benih sama, angka sama.

/** Bilangan acak normal yang sama dengan `torch.randn(n, generator=…)`, n ≥ 16:
 * Mersenne Twister, lalu Box–Muller per 16 angka. @param {number} n */
function randn(n, seed = 0) {
  const state = new Uint32Array(624);
  state[0] = seed;
  for (let i = 1; i < 624; i++)
    state[i] = Math.imul(1812433253, state[i - 1] ^ (state[i - 1] >>> 30)) + i;
  let at = 624;
  const uniform = () => {
    if (at === 624) {
      for (let i = 0; i < 624; i++) {
        const y = (state[i] & 0x80000000) | (state[(i + 1) % 624] & 0x7fffffff);
        state[i] = state[(i + 397) % 624] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
      }
      at = 0;
    }
    let y = state[at++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return (y & 0xffffff) / 2 ** 24;
  };
  const x = Float32Array.from({ length: n }, uniform);
  const pair = (/** @type {number} */ start) => {
    for (let i = start; i < start + 8; i++) {
      const radius = Math.sqrt(-2 * Math.log(1 - x[i]));
      const angle = 2 * Math.PI * x[i + 8];
      x[i] = radius * Math.cos(angle);
      x[i + 8] = radius * Math.sin(angle);
    }
  };
  for (let i = 0; i + 16 <= n; i += 16) pair(i);
  if (n % 16) {
    for (let i = n - 16; i < n; i++) x[i] = uniform();
    pair(n - 16);
  }
  return x;
}
