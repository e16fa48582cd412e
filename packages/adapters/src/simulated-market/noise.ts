/*
 * Chance that is the same on every machine: integer hashing, and arithmetic that IEEE 754 rounds in one way only
 * (+ − × ÷ and the remainder). `Math.exp`, `log`, `sin` and `pow` may differ from one engine or version to another.
 */

/** The finest movement's length in milliseconds; each next one is four times as long: 15 s, 1 min … 182 and 728 days. */
const SHORTEST = 15_000;
const OCTAVES = 12;
/** How far the finest reaches; each next one reaches 1.8 times as far, and all twelve together 0.963. */
const FINEST = 1 / 1500;
const TWO_TO_32 = 4_294_967_296;

/**
 * A value between −1 and 1 that wanders smoothly with `at` (whole milliseconds) and is a pure function of both: the
 * sum of twelve movements, which never leaves the range. A random walk reaches twice as far in four times as long; a
 * little less than twice leaves more of the movement to the seconds, where whoever watches can see it.
 */
export function noise(key: number, at: number): number {
  let period = SHORTEST;
  let reach = FINEST;
  let sum = 0;
  for (let octave = 0; octave < OCTAVES; octave += 1) {
    sum += reach * movement(mix(key, octave), period, at);
    period *= 4;
    reach *= 1.8;
  }
  return sum;
}

/** One number between −1 and 1 at the beginning of each period, and an eased way from each to the next. */
function movement(key: number, period: number, at: number): number {
  // Each has its own beginning, or else all of them would turn at the same instants.
  const shifted = at + Math.floor((key / TWO_TO_32) * period);
  // The remainder is exact where a quotient would be rounded; twice, so that it counts up before 1970 as well.
  const into = ((shifted % period) + period) % period;
  const index = (shifted - into) / period;
  const along = into / period;
  const eased = along * along * (3 - 2 * along);
  const from = pointAt(key, index);
  return from + (pointAt(key, index + 1) - from) * eased;
}

function pointAt(key: number, index: number): number {
  const hashed = mix(mix(key, index), Math.floor(index / TWO_TO_32));
  return (hashed / TWO_TO_32) * 2 - 1;
}

/** A number from 0 to 2³² − 1 for a text. */
export function hashOf(text: string): number {
  let hash = 0;
  for (let place = 0; place < text.length; place += 1) hash = mix(hash, text.charCodeAt(place));
  return hash;
}

/** Folds the low 32 bits of `value` into `hash`, and scatters them as MurmurHash3's last step does. */
export function mix(hash: number, value: number): number {
  let mixed = ((hash ^ value) + 0x9e37_79b9) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
