import { createHook } from "node:async_hooks";
import type { Passwords } from "@bourse/core";

/** How many times scrypt was computed on Node's worker threads meanwhile. */
export async function computations(work: () => ReturnType<Passwords["verify"]>): Promise<number> {
  let count = 0;
  const hook = createHook({
    init: (_, type) => {
      if (type === "SCRYPTREQUEST") count += 1;
    },
  }).enable();
  await work();
  hook.disable();
  return count;
}
