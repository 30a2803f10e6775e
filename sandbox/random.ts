/**
 * All chance in the sandbox, ids included, comes from one seed. A stream is named, so that drawing more numbers
 * for one purpose does not change what another purpose draws.
 */
export interface Random {
  /** A number in [0, 1). */
  unit(): number;
  /** An integer in [0, below). */
  integer(below: number): number;
  /** A log-normal draw, given its median and its 99th percentile. */
  logNormal(median: number, p99: number): number;
  /** `digits` random hexadecimal digits, as in the ids of EC2 resources. */
  hex(digits: number): string;
  /** An independent stream, the same for the same name. */
  stream(name: string): Random;
}

/** The standard normal quantile of 0.99. */
const z99 = 2.3263478740408408;

export function seededRandom(seed: number | string): Random {
  const next = mulberry32(hash(String(seed)));
  const random: Random = {
    unit: next,
    integer: (below) => Math.floor(next() * below),
    logNormal: (median, p99) => median * Math.exp((Math.log(p99 / median) / z99) * standardNormal(next)),
    hex: (digits) => Array.from({ length: digits }, () => Math.floor(next() * 16).toString(16)).join(''),
    stream: (name) => seededRandom(`${seed}/${name}`),
  };
  return random;
}

/** The Box-Muller transform. */
function standardNormal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

/** Tommy Ettinger's Mulberry32: small, fast and good enough for simulation. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
