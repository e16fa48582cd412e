import { randomUUID } from "node:crypto";
import type { SafeHtml } from "@remix-run/html-template";
import { PROBLEMS } from "../problem.ts";
import { optional } from "./fields.ts";
import { hidden, type FormState } from "./forms.ts";

/** The key has done something else, or is none. */
const USELESS: ReadonlySet<string> = new Set([PROBLEMS.KeyReused.code, "key"]);

/**
 * A form that was shown once does what it does once, however often it is sent: it carries its idempotency key. Shown
 * again it keeps it, since what failed may have happened all the same; unless the key is of no use any more.
 */
export function keyField({ values, problems }: FormState): SafeHtml {
  const isUseless = problems.some(({ rule }) => USELESS.has(rule));
  const key = isUseless ? undefined : optional(values["key"] ?? "");
  return hidden("key", key ?? randomUUID());
}
