import { instant } from "@bourse/core";
import { manualClock, type ManualClock } from "@bourse/testkit";
import {
  fakeAlphaVantage,
  type FakeAlphaVantage,
  type FakeAlphaVantageOptions,
} from "@bourse/testkit/fake-alpha-vantage";
import { onTestFinished } from "vitest";

/** 2026-11-20, a Friday, at 10:00 in New York. */
export const NOW = instant(Date.UTC(2026, 10, 20, 15, 0));
export const KEY = "SOMEKEY";

type Asked = { readonly status: number; readonly type: string | null; readonly text: string };

export type Stand = FakeAlphaVantage & {
  readonly clock: ManualClock;
  /** Asks with a key, unless the query has one. */
  readonly ask: (query: string) => Promise<Asked>;
  /** The same, read as JSON. */
  readonly read: (query: string) => Promise<unknown>;
};

/** A fake that ends with the test, without limits unless told otherwise. */
export async function stand(options: Partial<FakeAlphaVantageOptions> = {}): Promise<Stand> {
  const clock = manualClock(NOW);
  const fake = await fakeAlphaVantage({ clock, limits: null, ...options });
  onTestFinished(fake.close);
  const ask = async (query: string): Promise<Asked> => {
    const key = query.includes("apikey") ? "" : `&apikey=${KEY}`;
    const response = await fetch(`${fake.url}?${query}${key}`, { redirect: "manual" });
    return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
  };
  const read = async (query: string): Promise<unknown> => JSON.parse((await ask(query)).text);
  return { ...fake, clock, ask, read };
}
