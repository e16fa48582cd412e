import type { Tally } from "./tally.ts";

/** What a simulation is there for: one that never meets it tests nothing. */
const MUST_HAPPEN: readonly string[] = [
  "accounts amended",
  "accounts blacklisted",
  "accounts closed",
  "accounts reinstated",
  "clock set back",
  "conflicts",
  "crashes",
  "guesses made to wait",
  "looks",
  "mails made to wait",
  "outcomes unknown: a crash",
  "outcomes unknown: a store failed",
  "passwords changed",
  "passwords reset",
  "refusals: AccountBlacklisted",
  "refusals: AccountNotFound",
  "refusals: EmailBlacklisted",
  "refusals: EmailTaken",
  "refusals: InsufficientCash",
  "refusals: InsufficientShares",
  "refusals: KeyReused",
  "refusals: QuoteUnavailable",
  "refusals: ResetNotFound",
  "refusals: SessionEnded",
  "refusals: TickerNotFound",
  "refusals: UsernameTaken",
  "refusals: WrongCredentials",
  "refusals: WrongPassword",
  "replays",
  "rivals' entries",
  "runs over memory",
  "runs over sqlite",
  "sessions found to go on",
  "sessions signed out",
  "store errors after the effect",
  "store errors before the effect",
  "store errors with the effect yet to come",
  "unknown outcomes found to be done",
  "unknown outcomes settled by their key",
];

/** From this many seeds on all of it must have happened. */
export const ENOUGH_SEEDS = 200;

/** What should have happened and has not. */
export function neverHappened(tally: Tally): readonly string[] {
  return MUST_HAPPEN.filter((what) => tally.of(what) === 0);
}
