import type { TSchema } from "typebox";
import * as account from "./account.ts";
import * as entry from "./entry.ts";
import * as health from "./health.ts";
import * as portfolio from "./portfolio.ts";
import * as problem from "./problem.ts";
import * as quote from "./quote.ts";
import * as session from "./session.ts";
import * as stock from "./stock.ts";

type Shared = TSchema & { readonly $id?: string };

/** The schemas that others refer to: each that has an `$id`, which is its name in the document. */
export const SHARED: readonly Shared[] = [account, session, entry, quote, stock, portfolio, health, problem]
  .flatMap((schemas): unknown[] => Object.values(schemas))
  .filter((value): value is Shared => typeof value === "object" && value !== null && "$id" in value);
