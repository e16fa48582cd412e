import type { StoreUnavailable } from "@bourse/core";
import type { Database } from "better-sqlite3";
import { errAsync, type ResultAsync } from "neverthrow";

/**
 * For a store that keeps some of the file in memory: once the file is closed it tells nothing of that any more, since
 * another process may have changed it.
 */
export function whileOpen<Store extends object>(db: Database, store: Store): Store {
  return new Proxy(store, { get: (from, name): unknown => (db.open ? Reflect.get(from, name) : closed) });
}

function closed(): ResultAsync<never, StoreUnavailable> {
  return errAsync({ kind: "StoreUnavailable", cause: new Error("the brokerage was closed") });
}
