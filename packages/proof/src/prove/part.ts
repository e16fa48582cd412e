/** What each part is asked for. */
export type Task = {
  /** The short setting is for every change, the long one for a release. */
  readonly setting: "long" | "short";
  /** What all that is random in a part is drawn from: the same seed makes the same choices again. */
  readonly seed: number;
  /** The folder of the sources to try, when it is not this one: a copy that a fault was planted in. */
  readonly root?: string | undefined;
  /** How often what a part counts is tried, where it is asked for: with 1, what the seed alone stands for is tried again. */
  readonly count?: number | undefined;
  /** Says how far a part has come. */
  readonly say: (line: string) => void;
};

/** What a part tried and found. */
export type Finding = {
  /** Counts of what was tried, by what they count, such as `{"kills under load": 200}`. */
  readonly tried: Readonly<Record<string, number>>;
  /** What was found besides, worth a line each. */
  readonly notes?: readonly string[];
  /** Each broken promise, with what makes it again. */
  readonly violations: readonly string[];
};

/** Why a part cannot run on this machine. */
export type Skipped = { readonly skipped: string };

/** One of the ways in which the promises are tried. */
export type Part = {
  readonly name: string;
  /** What is done, and what must hold, in a sentence. */
  readonly about: string;
  readonly run: (task: Task) => Promise<Finding | Skipped>;
};
