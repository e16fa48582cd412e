import type { StoreUnavailable } from "../domain/errors.ts";

/**
 * What a store's failure is told as once a step before it was done: its `reason` would say that nothing was. For the
 * failures of steps that follow another write.
 */
export function unsettled<E extends { readonly kind: string }>(error: E | StoreUnavailable): E | StoreUnavailable {
  return "cause" in error && error.kind === "StoreUnavailable"
    ? { kind: "StoreUnavailable", cause: error.cause }
    : error;
}
