import { open, type Person } from "../support/people.ts";
import { testServer, type TestServer } from "../support/server.ts";

const DAY = 86_400_000;
const DAYS = 90;

/** What each was bought at and how it went from there: a slow wave about a slope, the same on every machine. */
const STOCKS = [
  { ticker: "AAPL", price: 212, slope: 0.35, shares: 40 },
  { ticker: "MSFT", price: 418, slope: 0.6, shares: 12 },
  { ticker: "KO", price: 64, slope: -0.04, shares: 90 },
  { ticker: "NVDA", price: 131, slope: 0.28, shares: 55 },
] as const;

/** A server whose time and market stand still, and somebody who has bought and sold for three months. */
export async function scene(): Promise<{ readonly bourse: TestServer; readonly person: Person }> {
  const bourse = await testServer({ policy: { sessionLifetime: 2 * DAYS * 86_400 } });
  const { clock, market, calendar } = bourse;
  calendar.trade(13.5, 20);
  const person = await open(bourse, { username: "ada", email: "ada@example.com" });
  await person.topUp("40000.00");
  for (let day = 0; day < DAYS; day += 1) {
    const date = new Date(clock.now()).toISOString().slice(0, 10);
    for (const [at, { ticker, shares }] of STOCKS.entries()) {
      market.set(ticker, priceOf(at, day));
      market.setPreviousClose(ticker, priceOf(at, day - 1));
      market.setClose(ticker, date, priceOf(at, day));
      if (day === at * 9) await person.trade("BUY", ticker, shares);
      if (day === 60 + at * 5) await person.trade("SELL", ticker, 10);
    }
    if (day < DAYS - 1) clock.advance(DAY);
  }
  return { bourse, person };
}

function priceOf(at: number, day: number): string {
  const { price, slope } = STOCKS[at] ?? STOCKS[0];
  return (price + slope * day + Math.sin(day / 6 + at) * price * 0.03).toFixed(2);
}
