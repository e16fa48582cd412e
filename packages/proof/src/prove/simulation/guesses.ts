/** Failures that a client knows of, under one name, such as the sign-ins to an account. */
type Failures = { count: number; lastAt: number };

/** How many are free, and how the waits grow after them, in seconds; the README's figures, and not the code's. */
type Rule = { readonly free: number; readonly firstWait: number; readonly longestWait: number };

const RULES = {
  guess: { free: 5, firstWait: 15, longestWait: 900 },
  mail: { free: 3, firstWait: 300, longestWait: 3600 },
} as const satisfies Record<string, Rule>;

/** A wrong password is free five times and a mail three times; each one more is to be waited for. */
export type Guesses = {
  readonly failed: (name: string, at: number) => void;
  /** Something has, or may have, made its failures be forgotten. */
  readonly forgiven: (name: string) => void;
  /** Whether another attempt must be refused now. */
  readonly mustWait: (name: string, rule: keyof typeof RULES) => boolean;
  readonly clockMoved: () => void;
};

const DAY = 86_400_000;

/** Never more than the server knows: what a client is not sure of does not count. */
export function newGuesses(now: () => number): Guesses {
  const known = new Map<string, Failures>();

  function clockMoved(): void {
    for (const [name, failures] of known) {
      // Set back, the clock says of no failure when it was: it may be taken to be now.
      failures.lastAt = Math.min(failures.lastAt, now());
      if (now() >= failures.lastAt + DAY) known.delete(name);
    }
  }

  return {
    failed(name, at) {
      known.set(name, { count: (known.get(name)?.count ?? 0) + 1, lastAt: at });
      clockMoved();
    },
    forgiven: (name) => {
      known.delete(name);
    },
    mustWait(name, rule) {
      const failures = known.get(name);
      const { free, firstWait, longestWait } = RULES[rule];
      if (!failures || failures.count < free) return false;
      const wait = Math.min(firstWait * 2 ** (failures.count - free), longestWait);
      return now() < failures.lastAt + wait * 1000;
    },
    clockMoved,
  };
}
