import type { Need } from "@bourse/core";
import { okAsync, ResultAsync } from "neverthrow";
import type { Ending, Leave, RequestBudget } from "./budget.ts";
import { decodeAnswer } from "./decode/answer.ts";
import type { Fields } from "./decode/fields.ts";
import { unusable, type Failure } from "./failure.ts";
import { request, type Question, type RequestOptions } from "./request.ts";

/** Asks one question and answers its JSON object, past the refusals. */
export type Ask = (question: Question, need: Need) => ResultAsync<Fields, Failure>;

/** Every request goes this one way: leave from the budget first, and word to it of what became of the request. */
export function asking(options: RequestOptions & { readonly budget?: RequestBudget | undefined }): Ask {
  const { budget, apiKey } = options;
  const leave: RequestBudget["take"] = (need, ticker) => budget?.take(need, ticker) ?? okAsync(UNLIMITED);
  return (question, need) =>
    leave(need, question.ticker)
      .mapErr(({ reason, retryAfter }): Failure => unusable(reason, retryAfter))
      .andThen(({ over }) =>
        new ResultAsync(request(options, question))
          .andThen((text) => decodeAnswer(text, apiKey))
          .andTee(() => over({ kind: "Answered" }))
          .orTee((failure) => over(endingOf(failure))),
      );
}

const UNLIMITED: Leave = { over: () => undefined };

/** Only an answer past all refusals tells that no limit is reached: which of them comes first is known to nobody. */
function endingOf(failure: Failure): Ending {
  if (failure.kind === "Unreachable") return { kind: "Unreachable" };
  if (failure.kind !== "LimitReached") return { kind: "Unanswered" };
  const { kind, limit, retryAfter } = failure;
  return { kind, limit, retryAfter };
}
