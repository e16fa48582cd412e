import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";
import { alphaVantage } from "@bourse/adapters/alpha-vantage";
import { nyseCalendar } from "@bourse/adapters/nyse-calendar";
import { FREE_PLAN, inMemoryBudgetStore, requestBudget } from "@bourse/adapters/request-budget";
import type { QuoteOutcome } from "@bourse/core";
import { settle, tickerOf } from "@bourse/testkit";
import { fakeAlphaVantage, type FakeRequest } from "@bourse/testkit/fake-alpha-vantage";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { virtualTime, type VirtualTime } from "../virtual-time.ts";
import { SECOND } from "./stage.ts";

/** How long a request is on its way to the server, in milliseconds, and how it is answered. */
type Journey = { readonly delay: number; readonly answer: "html-503" | "reset-midway" | "unpadded-price" };

const TICKERS = ["AAPL", "IBM", "MSFT", "NVDA", "AMZN", "GOOGL"].map((name) => tickerOf(name));
/** How much time goes by at once while real requests are under way. */
const PACE = 100;

/** A network before a server, on which what is sent takes as long as told, one delay after another. */
async function slowNetwork(url: string, delays: readonly number[], { wait }: VirtualTime) {
  const left = [...delays];
  const network = createServer((near) => {
    const far = connect(Number(new URL(url).port), "127.0.0.1");
    near.on("data", (bytes) => void wait(left.shift() ?? 0).then(() => far.write(bytes)));
    far.pipe(near);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
  });
  network.listen(0, "127.0.0.1");
  await once(network, "listening");
  const { port } = network.address() as AddressInfo;
  return { url: url.replace(/:\d+/, `:${port}`), close: () => network.close() };
}

/** What arrives at a server with the free key's own limits, when all is asked for at once. */
async function arrivals(journeys: readonly Journey[]): Promise<readonly FakeRequest[]> {
  const time = virtualTime();
  const { clock, wait } = time;
  const calendar = nyseCalendar();
  const fake = await fakeAlphaVantage({ clock, calendar });
  for (const { answer } of journeys) fake.misbehave(answer, { times: 1 });
  const delays = journeys.map(({ delay }) => delay);
  const network = await slowNetwork(fake.url, delays, time);
  const patience = { look: Infinity, trade: Infinity, valuation: Infinity };
  const budget = requestBudget({ store: inMemoryBudgetStore(), clock, plan: FREE_PLAN, patience, wait });
  const { quotes } = alphaVantage({ apiKey: "a key", url: network.url, clock, calendar, budget, timeout: 60_000 });

  const outcomes: QuoteOutcome[] = [];
  const asked = Promise.all(TICKERS.map(async (ticker) => outcomes.push(await quotes.latest(ticker, "trade"))));
  while (outcomes.length < TICKERS.length) {
    await settle();
    await time.pass(PACE);
  }
  await asked;
  network.close();
  await fake.close();
  return fake.requests();
}

it("no two requests arrive within the free key's spacing, however long each is on its way", async () => {
  const journey = fc.record({
    delay: fc.nat(5 * SECOND),
    answer: fc.constantFrom<Journey["answer"]>("html-503", "reset-midway", "unpadded-price"),
  });
  const journeys = fc.array(journey, { minLength: TICKERS.length, maxLength: TICKERS.length });
  await fc.assert(
    fc.asyncProperty(journeys, async (each) => {
      const requests = await arrivals(each);
      const gaps = requests.slice(1).map(({ at }, index) => at - (requests[index]?.at ?? 0));
      expect(requests).toHaveLength(TICKERS.length);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2 * SECOND);
      expect(requests.filter(({ refusal }) => refusal !== null)).toStrictEqual([]);
    }),
    { numRuns: 20 },
  );
});
