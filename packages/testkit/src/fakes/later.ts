import { ResultAsync, type Result } from "neverthrow";

/** The next turn, as any store takes at least one. */
export function turn(): Promise<void> {
  return Promise.resolve();
}

/** Answers in a later turn, and lets others go on both before and after: so callers that race really interleave. */
export function later<Value, Failure>(answer: () => Result<Value, Failure>): ResultAsync<Value, Failure> {
  return new ResultAsync(inItsTurn(answer));
}

async function inItsTurn<Value>(answer: () => Value): Promise<Value> {
  await turn();
  const value = answer();
  await turn();
  return value;
}
