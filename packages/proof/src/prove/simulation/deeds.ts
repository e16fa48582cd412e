import type { AccountId, App } from "@bourse/core";
import type { Result, ResultAsync } from "neverthrow";
import type { Brokerage } from "./brokerage.ts";
import type { Tally } from "./tally.ts";

/** What a request makes of an account, if it takes effect. */
export type Writes = {
  readonly username?: string;
  readonly email?: string;
  readonly password?: string;
  readonly blacklisted?: boolean;
  readonly isOpen?: boolean;
};

/** One request, as its client knows it: it was done, it was refused, or nobody can tell. */
export type Deed = {
  readonly what: string;
  readonly kind: string;
  readonly accountId: AccountId | null;
  readonly writes: Writes;
  /** Moments count what has happened to all clients, so that one thing is known to be over before another begins. */
  readonly began: number;
  readonly failuresBefore: number;
  /** What the clock has said while it was under way. */
  readonly instants: number[];
  outcome: "ok" | "refused" | "unknown";
  refusal: string | null;
  /** null while it is under way, and for one that has never been answered. */
  ended: number | null;
};

type Asked = Pick<Deed, "accountId" | "kind" | "what"> & { readonly writes?: Writes };

/** The requests of a round, and how one is made. */
export type Deeds = {
  /** Waits for its turn, and is under way from then on. */
  readonly begin: (asked: Asked) => Promise<Deed>;
  /** The answer, or null for none: the process died. The deed knows its outcome by then. */
  readonly ask: <Value, E extends Refusal>(
    deed: Deed,
    call: (app: App) => ResultAsync<Value, E>,
  ) => Promise<Result<Value, E> | null>;
  /** Made by another process, in which nothing stands in its way. */
  readonly aside: <Value, E extends Refusal>(
    asked: Asked,
    call: (app: App) => ResultAsync<Value, E>,
    began: (deed: Deed) => void,
  ) => Promise<Result<Value, E>>;
  readonly ofRound: () => readonly Deed[];
  readonly clockMoved: () => void;
  readonly newRound: () => void;
  readonly now: () => number;
};

type Refusal = { readonly kind: string };

export type DeedsOptions = {
  readonly brokerage: Brokerage;
  readonly tally: Tally;
  readonly trace: (line: string) => void;
  readonly broken: (what: string) => void;
};

export function deedsOf({ brokerage, tally, trace, broken }: DeedsOptions): Deeds {
  const { weather, clock } = brokerage;
  let round: Deed[] = [];
  let moment = 0;

  /** `isSpared`: a crash of the server may have closed the file under another process, which a real one has open too. */
  function judge(deed: Deed, error: Refusal, isSpared = false): void {
    deed.outcome = error.kind === "StoreUnavailable" ? "unknown" : "refused";
    deed.refusal = error.kind;
    tally.add(deed.outcome === "unknown" ? "outcomes unknown: a store failed" : `refusals: ${error.kind}`);
    if (deed.outcome === "unknown" && !isSpared && weather.failures() === deed.failuresBefore) {
      broken(`${deed.what}: StoreUnavailable, and no store has failed`);
    }
  }

  function begun({ writes = {}, ...asked }: Asked): Deed {
    const deed: Deed = {
      ...asked,
      writes,
      began: (moment += 1),
      failuresBefore: weather.failures(),
      instants: [clock.now()],
      outcome: "unknown",
      refusal: null,
      ended: null,
    };
    round.push(deed);
    tally.add("requests");
    trace(`${deed.what} begins`);
    return deed;
  }

  return {
    async begin(asked) {
      await weather.gate(`${asked.what} begins`);
      return begun(asked);
    },
    async aside(asked, call, began) {
      const deed = begun(asked);
      began(deed);
      const answer = await call(brokerage.rival());
      if (answer.isErr()) judge(deed, answer.error, true);
      else deed.outcome = "ok";
      deed.ended = moment += 1;
      trace(`${deed.what}: ${deed.refusal ?? "ok"}`);
      return answer;
    },
    async ask(deed, call) {
      const unanswered = brokerage.life().end.then(() => null);
      try {
        const answer = await Promise.race([call(brokerage.app()), unanswered]);
        if (answer === null) tally.add("outcomes unknown: a crash");
        else if (answer.isErr()) judge(deed, answer.error);
        else deed.outcome = "ok";
        if (answer !== null) deed.ended = moment += 1;
        trace(`${deed.what}: ${answer === null ? "no answer" : (deed.refusal ?? "ok")}`);
        return answer;
      } catch (error) {
        broken(`${deed.what} threw ${String(error)}`);
        return null;
      }
    },
    ofRound: () => round,
    clockMoved: () => {
      for (const { ended, instants } of round) if (ended === null) instants.push(clock.now());
    },
    newRound: () => {
      round = [];
    },
    now: () => moment,
  };
}
