import type { Need } from "@bourse/core";
import { okAsync, ResultAsync } from "neverthrow";
import type { RequestBudget } from "./budget.ts";
import { decodeAnswer } from "./decode/answer.ts";
import type { Fields } from "./decode/fields.ts";
import { unusable, type Failure } from "./failure.ts";
import { request, type Question, type RequestOptions } from "./request.ts";

/** Asks one question and answers its JSON object, past the refusals. */
export type Ask = (question: Question, need: Need) => ResultAsync<Fields, Failure>;

/** Every request goes this one way: leave from the budget first, and word to it when the answer was a limit's. */
export function asking(options: RequestOptions & { readonly budget?: RequestBudget | undefined }): Ask {
  const { budget, apiKey } = options;
  const leave: RequestBudget["take"] = (need, ticker) => budget?.take(need, ticker) ?? okAsync();
  return (question, need) =>
    leave(need, question.ticker)
      .mapErr(({ reason, retryAfter }): Failure => unusable(reason, retryAfter))
      .andThen(() => new ResultAsync(request(options, question)))
      .andThen((text) => decodeAnswer(text, apiKey))
      .orTee((failure) => {
        if (failure.kind === "LimitReached") budget?.refused(failure.limit);
      });
}
