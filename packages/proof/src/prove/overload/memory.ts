import { httpClient } from "../../process/http-client.ts";
import { setTimeout as wait } from "node:timers/promises";

/** How often it is asked for, in milliseconds. */
const EVERY = 250;
const MEBIBYTE = 1024 * 1024;

/** Watches a server's resident memory, as it tells it, until it is asked how much it has grown. */
export function residentMemory(port: number): { readonly growth: () => Promise<number> } {
  const client = httpClient(port);
  const samples: number[] = [];
  let isWatching = true;
  const watching = (async () => {
    while (isWatching) {
      const { text } = await client.call({ path: "/metrics" });
      const bytes = /^process_resident_memory_bytes (\d+)/m.exec(text)?.[1];
      if (bytes === undefined) throw new Error("the server does not tell its memory");
      samples.push(Number(bytes) / MEBIBYTE);
      await wait(EVERY);
    }
  })();
  watching.catch(() => undefined);
  return {
    /** In MiB, from the median of the first half to that of the second. */
    growth: async () => {
      isWatching = false;
      await watching;
      client.close();
      const half = Math.floor(samples.length / 2);
      return Math.round(median(samples.slice(half)) - median(samples.slice(0, half)));
    },
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
