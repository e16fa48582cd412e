import { inTurn, type Clock, type DailyCloses } from "@bourse/core";
import { err, ResultAsync } from "neverthrow";
import { requestsToSpare, type BudgetNow } from "../spare-requests/index.ts";

export type SparingOptions = {
  readonly source: DailyCloses;
  readonly clock: Clock;
  readonly budget: () => Promise<BudgetNow | null>;
};

/** How soon to look again, in seconds: soon, since what spares nothing may be that a page's own prices still wait. */
const SPARE_RETRY = 10;
const NONE_TO_SPARE = { reason: "no request can be spared for closes now", retryAfter: SPARE_RETRY };

/**
 * Closes that are paid only from what prices leave. Where a day is limited they are asked for one after another, so that
 * each knows what those before it have left to spare.
 */
export function sparing({ source, clock, budget }: SparingOptions): DailyCloses {
  const turns = inTurn<"limited">();
  const toSpare = async (): Promise<number> => requestsToSpare(await budget(), clock.now());

  async function ask(...[ticker, from, to]: Asked): Promise<Outcome> {
    if ((await toSpare()) >= 1) return source.closes(ticker, from, to);
    return err({ kind: "QuoteUnavailable", ticker, ...NONE_TO_SPARE });
  }

  async function spared(...asked: Asked): Promise<Outcome> {
    if ((await toSpare()) === Infinity) return source.closes(...asked);
    return turns.run("limited", () => ask(...asked));
  }

  return { closes: (...asked) => new ResultAsync(spared(...asked)) };
}

type Asked = Parameters<DailyCloses["closes"]>;
type Outcome = Awaited<ReturnType<DailyCloses["closes"]>>;
