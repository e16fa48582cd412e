import { randomUUID } from "node:crypto";
import type { SafeHtml } from "@remix-run/html-template";
import { PROBLEMS } from "../problem.ts";
import { hidden, type FormState } from "./forms.ts";

/**
 * A form that was shown once does what it does once, however often it is sent: it carries its idempotency key. Shown
 * again it keeps it, since what failed may have happened all the same; unless the key has already done something else.
 */
export function keyField({ values, problems }: FormState): SafeHtml {
  const isUsed = problems.some(({ rule }) => rule === PROBLEMS.KeyReused.code);
  const key = isUsed ? undefined : values["key"];
  return hidden("key", key ?? randomUUID());
}
