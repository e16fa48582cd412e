/** Counts what has happened, by what it is, so that a run can show that it has met what it is there for. */
export type Tally = { readonly add: (what: string, times?: number) => void; readonly of: (what: string) => number } & {
  readonly counts: () => Readonly<Record<string, number>>;
};

export function newTally(): Tally {
  const counts = new Map<string, number>();
  return {
    add: (what, times = 1) => {
      counts.set(what, (counts.get(what) ?? 0) + times);
    },
    of: (what) => counts.get(what) ?? 0,
    counts: () => Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}
