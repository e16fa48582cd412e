import { open, type Person } from "../../support/people.ts";
import type { Site } from "./site.ts";

/** Nobody, somebody who has nothing yet, and somebody who has as much of everything as a page may have to hold. */
export type Whom = "a newcomer" | "nobody" | "somebody with everything";
export const WHOM: readonly Whom[] = ["nobody", "a newcomer", "somebody with everything"];
/** Whose forms are all there are: a newcomer has none that somebody with everything has not. */
export const WHOSE_FORMS: readonly Whom[] = ["nobody", "somebody with everything"];

/** Markup, quotes, a link that is a script, a mark that turns the writing round, and far more than there is room for. */
export const HOSTILE = `"'><script>window.ran = true</script><img src="x" onerror="window.ran = true">javascript:window.ran=true\u202e`;

/** As long as each may be, and nowhere with a place to break at. */
const LONG = { username: "W".repeat(32), email: `${"m".repeat(64)}@${"w".repeat(63)}.${"w".repeat(63)}.example` };
const LONG_NAME = `"'><script>window.ran=true</script>${"M".repeat(65)}`;
const DAY = 86_400_000;

/** Opens the account of somebody who has most of what can be had: long names, large sums, and prices that fail. */
export async function somebodyWithEverything({ bourse }: Site): Promise<Person> {
  const { market, clock } = bourse;
  const stocks = [
    "AAPL",
    "BRK.B",
    "LOST",
    "OLD",
    "GONE",
    ...Array.from({ length: 8 }, (_, at) => `LONGE${"ABCDEFGH"[at]}.WSA`),
  ];
  for (const stock of stocks) market.set(stock, "9876543.2101");
  market.set("AAPL", "112.00");
  market.setPreviousClose("AAPL", "113.0123");
  const person = await open(bourse, LONG);
  const named = await person.ask("PATCH", "/v1/accounts/me", { body: { name: LONG_NAME } });
  const answers = [named];
  for (let at = 0; at < 3; at += 1) answers.push(await person.topUp("999999999.99"));
  for (const stock of stocks) answers.push(await person.trade("BUY", stock, 17));
  clock.advance(DAY);
  for (let at = 0; at < 30; at += 1) answers.push(await person.trade("SELL", stocks[at % 3] ?? "", 1));
  const refused = answers.find(({ status }) => status >= 400);
  if (refused) throw new Error(`not everything could be had: ${refused.text}`);
  for (const day of ["2126-06-14", "2126-06-15"]) market.setClose("AAPL", day, "111.00");
  market.fail("LOST");
  market.age("OLD", 100_000);
  market.setTradingDay("OLD", "2126-06-14");
  market.delist("GONE");
  return person;
}
