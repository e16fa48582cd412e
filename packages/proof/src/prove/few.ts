const MOST = 20;

/** The first of what is broken: a fault that shows everywhere is told as well by a few of its traces. */
export function few(violations: readonly string[]): readonly string[] {
  const more = violations.length - MOST;
  return more > 0 ? [...violations.slice(0, MOST), `and ${more} more`] : violations;
}
