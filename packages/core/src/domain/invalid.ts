/** One field that breaks one rule; `message` is a sentence for a person and names both. */
export type FieldProblem = { readonly field: string; readonly rule: string; readonly message: string };

export type InvalidInput = { readonly kind: "InvalidInput"; readonly problems: readonly FieldProblem[] };
/** Apart from InvalidInput, since callers act on it: the text can never be a US ticker, so asking again is useless. */
export type InvalidTicker = { readonly kind: "InvalidTicker"; readonly problems: readonly FieldProblem[] };

export function invalid(field: string, rule: string, message: string): InvalidInput {
  return { kind: "InvalidInput", problems: [{ field, rule, message }] };
}
