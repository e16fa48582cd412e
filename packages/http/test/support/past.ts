import { open, type Person } from "./people.ts";
import { testServer, type TestServer } from "./server.ts";

const DAY = 86_400_000;

/** What each stock ended the days at, of which the 17th does not trade. */
const CLOSES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  AAPL: { "2126-06-14": "109.00", "2126-06-15": "110.00", "2126-06-16": "111.50", "2126-06-18": "120.00" },
  MSFT: { "2126-06-16": "51.00" },
};

/** A server on 19 June 2126 at 14:30, with the market open, and somebody who has traded since the 15th. */
export type PastScene = { readonly bourse: TestServer; readonly person: Person };

export async function pastScene(): Promise<PastScene> {
  const bourse = await testServer({ policy: { sessionLifetime: 30 * 86_400 } });
  const { market, calendar, clock } = bourse;
  calendar.trade(13.5, 20);
  calendar.shut("2126-06-17");
  for (const [ticker, closes] of Object.entries(CLOSES)) {
    for (const [day, close] of Object.entries(closes)) market.setClose(ticker, day, close);
  }
  market.set("AAPL", "112.00");
  market.set("MSFT", "50.00");
  const person = await open(bourse);
  await person.topUp("10000.00");
  await person.trade("BUY", "AAPL", 10);
  clock.advance(DAY);
  await person.trade("BUY", "MSFT", 2);
  clock.advance(2 * DAY);
  await person.trade("SELL", "AAPL", 4);
  clock.advance(DAY);
  return { bourse, person };
}
