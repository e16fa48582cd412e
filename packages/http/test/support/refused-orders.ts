import { blacklisted, withdraw, type Refusal } from "./refusals.ts";

/** What an order or a cash movement is refused for. */
export const REFUSED_ORDERS: readonly Refusal[] = [
  { kind: "InvalidInput", when: "no shares at all", act: ({ person }) => person.trade("BUY", "AAPL", 0) },
  { kind: "InvalidTicker", when: "no ticker can be that", act: ({ person }) => person.trade("BUY", "A1", 1) },
  { kind: "InvalidTicker", when: "a look-up too", act: ({ person }) => person.ask("GET", "/v1/stocks/A1") },
  {
    kind: "TickerNotFound",
    when: "nobody knows the stock to look up",
    facts: { ticker: "NOSUCH" },
    act: ({ person }) => person.ask("GET", "/v1/stocks/nosuch"),
  },
  {
    kind: "TickerNotFound",
    when: "nobody knows the stock to buy",
    facts: { ticker: "NOSUCH" },
    act: ({ person }) => person.trade("BUY", "nosuch", 1),
  },
  {
    kind: "TickerNotFound",
    when: "nobody knows the stock to sell",
    facts: { ticker: "NOSUCH" },
    act: ({ person }) => person.trade("SELL", "NOSUCH", 1),
  },
  {
    kind: "InsufficientCash",
    when: "a purchase takes more than the cash",
    facts: { cash: "8880.00", cost: "8960.00" },
    act: ({ person }) => person.trade("BUY", "AAPL", 80),
  },
  {
    kind: "InsufficientCash",
    when: "a withdrawal takes a cent more than the cash",
    facts: { cash: "8880.00", cost: "8880.01" },
    act: ({ person }) => withdraw(person, "8880.01"),
  },
  {
    kind: "InsufficientShares",
    when: "one share more than is held",
    facts: { ticker: "AAPL", held: 10, asked: 11 },
    act: ({ person }) => person.trade("SELL", "AAPL", 11),
  },
  {
    kind: "InsufficientShares",
    when: "what was never held",
    facts: { ticker: "MSFT", held: 0, asked: 1 },
    act: ({ person }) => person.trade("SELL", "msft", 1),
  },
  ...(["BUY", "SELL"] as const).map((action): Refusal => ({
    kind: "TickerDelisted",
    when: `${action} of a stock that was delisted while held`,
    facts: { ticker: "AAPL" },
    act: ({ bourse, person }) => {
      bourse.market.delist("AAPL");
      return person.trade(action, "AAPL", 1);
    },
  })),
  {
    kind: "KeyReused",
    when: "another order under a key",
    act: async ({ person }) => {
      await person.trade("BUY", "AAPL", 1, "wish-1");
      return person.trade("BUY", "MSFT", 1, "wish-1");
    },
  },
  ...(["BUY", "SELL"] as const).map((action): Refusal => ({
    kind: "AccountBlacklisted",
    when: `a blacklisted account's ${action}`,
    act: async (scene) => (await blacklisted(scene)).trade(action, "AAPL", 1),
  })),
  {
    kind: "AccountBlacklisted",
    when: "a blacklisted account's top-up",
    act: async (scene) => (await blacklisted(scene)).topUp("1.00"),
  },
  {
    kind: "AccountBlacklisted",
    when: "a blacklisted account's withdrawal",
    act: async (scene) => withdraw(await blacklisted(scene), "1.00"),
  },
  {
    kind: "LimitExceeded",
    when: "an eleventh million shares of one stock",
    facts: { limit: "shares-of-one-stock", maximum: 10_000_000 },
    act: async ({ bourse, person }) => {
      bourse.market.set("PENNY", "0.0001");
      for (let millions = 0; millions < 10; millions += 1) await person.trade("BUY", "PENNY", 1_000_000);
      return person.trade("BUY", "PENNY", 1);
    },
  },
  {
    kind: "LimitExceeded",
    when: "a sale that would make the cash too much",
    facts: { limit: "balance", maximum: "100000000000.00" },
    act: async ({ bourse, person }) => {
      for (let billions = 0; billions < 99; billions += 1) await person.topUp("1000000000.00");
      await person.topUp("999990000.00");
      bourse.market.set("AAPL", "1000.0001");
      return person.trade("SELL", "AAPL", 10);
    },
  },
  {
    kind: "LimitExceeded",
    when: "a top-up that would make the cash too much",
    facts: { limit: "balance", maximum: "100000000000.00" },
    act: async ({ person }) => {
      for (let billions = 0; billions < 99; billions += 1) await person.topUp("1000000000.00");
      return person.topUp("1000000000.00");
    },
  },
];
