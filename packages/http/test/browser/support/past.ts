import { utcDay } from "@bourse/testkit";
import { instant } from "@bourse/core";
import { open, type Person } from "../../support/people.ts";
import type { TestServer } from "../../support/server.ts";

const DAY = 86_400_000;
const DAYS = 90;

/** What each was bought at and how it went from there: a slow wave about a slope, the same on every machine. */
const STOCKS = [
  { ticker: "AAPL", price: 212, slope: 0.35, bought: 40 },
  { ticker: "MSFT", price: 418, slope: 0.6, bought: 12 },
  { ticker: "KO", price: 64, slope: -0.04, bought: 90 },
  { ticker: "NVDA", price: 131, slope: 0.28, bought: 55 },
];

/** Opens the account of somebody who has bought and sold for three months, with a price for every day of them. */
export async function somebodyWithAPast(bourse: TestServer): Promise<Person> {
  const { clock, market } = bourse;
  const person = await open(bourse, { username: "ada", email: "ada@example.com" });
  await person.topUp("40000.00");
  for (let day = 0; day < DAYS; day += 1) {
    for (const [at, { ticker, price, slope, bought }] of STOCKS.entries()) {
      const now = (price + slope * day + Math.sin(day / 6 + at) * price * 0.03).toFixed(2);
      market.setPreviousClose(
        ticker,
        (price + slope * (day - 1) + Math.sin((day - 1) / 6 + at) * price * 0.03).toFixed(2),
      );
      market.set(ticker, now);
      market.setClose(ticker, utcDay(instant(clock.now())), now);
      if (day === at * 9) await person.trade("BUY", ticker, bought);
      if (day === 60 + at * 5) await person.trade("SELL", ticker, 10);
    }
    if (day < DAYS - 1) clock.advance(DAY);
  }
  return person;
}
