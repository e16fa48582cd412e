import { err, ok, type Result } from "neverthrow";
import type { Failure } from "../failure.ts";
import { isFields, nonsense, type Fields } from "./fields.ts";
import { FAILURES, refusalIn } from "./refusals.ts";

/** Any answer's JSON object, past the refusals and without the key; the other files each decode one function's. */
export function decodeAnswer(text: string, apiKey: string): Result<Fields, Failure> {
  const body = parseJson(text, apiKey);
  if (!isFields(body)) return err(nonsense("the price source's answer is not readable"));
  const refusal = refusalIn(body);
  return refusal ? err(FAILURES[refusal]) : ok(body);
}

/** Shorter ones are no secret, but made up to try something out, and may be a part of any word. Real ones have 16. */
const SHORTEST_KEY = 8;

/** Some answers echo the key, and what they say of a company ends on a page. */
function parseJson(text: string, apiKey: string): unknown {
  const hidden = (value: unknown): unknown => (typeof value === "string" ? value.replaceAll(apiKey, "…") : value);
  try {
    return JSON.parse(text, apiKey.length < SHORTEST_KEY ? undefined : (_, value) => hidden(value));
  } catch {
    return undefined;
  }
}
