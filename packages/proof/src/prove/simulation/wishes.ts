import type { AccountId, App, AppError, Entry, Recorded } from "@bourse/core";
import type { ResultAsync } from "neverthrow";
import type { Deed } from "./deeds.ts";
import { textOf } from "./ledger-laws.ts";

/** Something that a client wants done to an account's money once, however often he asks. */
export type Wish = {
  readonly accountId: AccountId;
  readonly key: string | null;
  /** `TOP-UP 10.00`, `BUY 3 AAPL`. */
  readonly command: string;
  readonly ask: (app: App) => ResultAsync<Recorded, AppError>;
  readonly attempts: Attempt[];
  /** The entry that the client was told, which he must be told for ever. */
  told: Entry | null;
  /** Whether he was told so as news: every other answer must say that it is a replay. */
  wasNews: boolean;
  /** The number of the entry that the ledger was found to have for it. */
  seq: number | null;
};

type Attempt = {
  readonly deed: Deed;
  /** Whether the account could act at any time while it was asked for; known once the round is over. */
  couldAct: boolean;
};

export type Wishes = {
  readonly want: (wish: Pick<Wish, "accountId" | "ask" | "command" | "key">) => Wish;
  readonly all: () => readonly Wish[];
  readonly keyed: () => readonly Wish[];
  /** The client has been told that it is done. */
  readonly told: (wish: Wish, recorded: Recorded, wasKnown: boolean) => void;
  /**
   * The wish of which an entry must be: one that may have been granted, and has no other entry. Where several without a
   * key ask for the same, and of none it is known what became of it, one that explains the entry.
   */
  readonly behind: (entry: Entry, explains: (wish: Wish) => boolean) => Wish | null;
  /** Whether another wish may have used its key. */
  readonly isKeyTaken: (wish: Wish) => boolean;
};

export function wishesWith(broken: (what: string) => void): Wishes {
  const all: Wish[] = [];
  const sameKey = (a: Wish, b: Pick<Wish, "accountId" | "key">): boolean =>
    a.accountId === b.accountId && a.key !== null && a.key === b.key;
  return {
    want(wanted) {
      const known = all.find((wish) => sameKey(wish, wanted) && wish.command === wanted.command);
      if (known) return known;
      const wish: Wish = { ...wanted, attempts: [], told: null, wasNews: false, seq: null };
      all.push(wish);
      return wish;
    },
    all: () => all,
    keyed: () => all.filter(({ key }) => key !== null),
    told(wish, { entry, replayed }, wasKnown) {
      const name = nameOf(wish);
      if (commandOf(entry) !== wish.command || entry.accountId !== wish.accountId) {
        broken(`${name} was answered with ${commandOf(entry)}`);
      }
      if ((entry.request?.key ?? null) !== wish.key) broken(`${name} was answered with key ${entry.request?.key}`);
      if (wish.told && plain(wish.told) !== plain(entry)) {
        broken(`${name} was answered with two entries: ${plain(wish.told)} and ${plain(entry)}`);
      }
      if (replayed && wish.key === null) broken(`${name} has no key, and was replayed`);
      if (!replayed && (wasKnown || wish.wasNews)) broken(`${name} was answered as if it were new`);
      wish.wasNews ||= !replayed;
      wish.told ??= entry;
    },
    behind(entry, explains) {
      const candidates = all.filter(
        (wish) =>
          wish.seq === null &&
          wish.accountId === entry.accountId &&
          wish.key === (entry.request?.key ?? null) &&
          wish.command === commandOf(entry),
      );
      const told = candidates.find((wish) => wish.told?.seq === entry.seq);
      const possible = candidates.filter(mayHaveBeenGranted);
      return told ?? possible.find(explains) ?? possible[0] ?? null;
    },
    isKeyTaken: (wish) =>
      all.some(
        (other) =>
          other !== wish && sameKey(other, wish) && other.attempts.some(({ deed }) => deed.outcome !== "refused"),
      ),
  };
}

function mayHaveBeenGranted({ told, attempts }: Wish): boolean {
  return told === null && attempts.some(({ deed, couldAct }) => deed.outcome === "unknown" && couldAct);
}

export function nameOf({ accountId, command, key }: Pick<Wish, "accountId" | "command" | "key">): string {
  return `${command} of ${shortOf(accountId)}${key === null ? "" : ` under ${key}`}`;
}

export function shortOf(accountId: string): string {
  return accountId.replace(/^0*-?0*/, "#").replace(/-7000-.*$/, "");
}

/** The canonical text of a wish, told by its entry's own figures and not by what the entry says it was asked. */
export function commandOf(entry: Entry): string {
  if (!("trade" in entry)) return `${entry.status} ${dollars(entry.amount)}`;
  const { quantity, quote } = entry.trade;
  return `${entry.status === "BUYING-SHARES" ? "BUY" : "SELL"} ${quantity} ${quote.ticker}`;
}

/** What is moved, either way, in whole cents, from units of 1/10 000 dollar. */
function dollars(units: bigint): string {
  const cents = (units < 0n ? -units : units) / 100n;
  return `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`;
}

/** What an entry is, without what is only told along with it. */
export function plain(entry: Entry): string {
  const { freshness: _, ...kept } = entry as Entry & { readonly freshness?: string };
  return textOf(kept);
}
