import { open } from "./people.ts";
import { testServer, type TestServer, type TestServerOptions } from "./server.ts";
import { visitorOf, type Guest } from "./visitor.ts";

const DAY = 86_400_000;
const YEAR = 365;
const HELD = 50;

/** Somebody who has bought 50 stocks in the course of a year, all of whose closes are known. */
export type RichScene = { readonly bourse: TestServer; readonly guest: Guest };

export async function richScene(options: TestServerOptions = {}): Promise<RichScene> {
  const bourse = await testServer({ ...options, policy: { sessionLifetime: 2 * YEAR * 86_400, ...options.policy } });
  const { market, calendar, clock } = bourse;
  calendar.trade(13.5, 20);
  const tickers = Array.from({ length: HELD }, (_, index) => tickerAt(index));
  for (const ticker of tickers) market.set(ticker, "1234.56");
  const person = await open(bourse);
  await person.topUp("100000000.00");
  for (let day = 0; day < YEAR; day += 1) {
    const date = new Date(clock.now()).toISOString().slice(0, 10);
    for (const [index, ticker] of tickers.entries()) {
      market.setClose(ticker, date, priceOf(index, day));
      if (day === YEAR - 1) market.setPreviousClose(ticker, priceOf(index, day));
      if (day === index * 7) await bought(person.trade("BUY", ticker, 1000 + index));
    }
    clock.advance(DAY);
  }
  for (const [index, ticker] of tickers.entries()) market.set(ticker, priceOf(index, YEAR));
  return { bourse, guest: visitorOf(bourse, person) };
}

async function bought(trade: Promise<{ readonly status: number; readonly text: string }>): Promise<void> {
  const { status, text } = await trade;
  if (status !== 201) throw new Error(`nothing was bought: ${text}`);
}

/** STAA, STAB and so on: as long as most are. */
function tickerAt(index: number): string {
  return `ST${String.fromCodePoint(65 + Math.floor(index / 26), 65 + (index % 26))}`;
}

/** A price that moves about, and is as long to read as a dear stock's. */
function priceOf(index: number, day: number): string {
  return (1000 + index * 7 + day + 90 * Math.sin((day + index) / 9)).toFixed(4);
}
