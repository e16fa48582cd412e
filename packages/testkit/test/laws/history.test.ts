import { formatMoney, instant, money, type AccountId, type HistoryPoint } from "@bourse/core";
import { fakeWorld, START, utcDay, valueOf, type World } from "@bourse/testkit";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

const HOUR = 3_600_000;
const DAYS = 25;
const TICKERS = ["AAPL", "BRK.B", "F"];

/** The day so many days after the one on which time starts. */
function dayAfter(days: number): string {
  return utcDay(instant(START + days * 24 * HOUR));
}

/** Something an account's holder does after a while; the clock may have been set back meanwhile. */
type Deed = {
  readonly hours: number;
  readonly kind: "buy" | "sell" | "top up";
  readonly ticker: string;
  readonly price: bigint;
  readonly quantity: number;
};

type Story = {
  readonly deeds: readonly Deed[];
  readonly later: readonly Deed[];
  readonly hours: readonly [opens: number, closes: number];
  readonly holidays: readonly number[];
  readonly closes: readonly (readonly [day: number, ticker: string, price: bigint])[];
};

const price = fc.bigInt({ min: 1n, max: 5_000_000n });
const ticker = fc.constantFrom(...TICKERS);
const deed: fc.Arbitrary<Deed> = fc.record({
  hours: fc.oneof(fc.integer({ min: -30, max: 60 }), fc.constantFrom(0, 5.5, 24)),
  kind: fc.constantFrom("buy", "buy", "sell", "top up"),
  ticker,
  price,
  quantity: fc.integer({ min: 1, max: 20 }),
});
const dayIndex = fc.integer({ min: 0, max: DAYS });

const story: fc.Arbitrary<Story> = fc.record({
  deeds: fc.array(deed, { maxLength: 20 }),
  later: fc.array(deed, { maxLength: 8 }),
  hours: fc.constantFrom([0, 24], [13.5, 20], [14.5, 15], [14.5, 24]),
  holidays: fc.array(dayIndex, { maxLength: 8 }),
  closes: fc.array(fc.tuple(dayIndex, ticker, price), { minLength: 20, maxLength: 80 }),
});

async function act(world: World, accountId: AccountId, deeds: readonly Deed[]): Promise<void> {
  for (const { hours, kind, quantity, ...stock } of deeds) {
    world.clock.advance(hours * HOUR);
    const order = { accountId, ticker: world.market.set(stock.ticker, formatMoney(money(stock.price))), quantity };
    // Whoever has too little is refused, and that is no matter here.
    if (kind === "buy") await world.app.buyShares(order);
    else if (kind === "sell") await world.app.sellShares(order);
    else valueOf(await world.app.topUp({ accountId, amount: "750.25" }));
  }
}

async function told({ deeds, hours, holidays, closes }: Story): Promise<{ world: World; accountId: AccountId }> {
  const world = fakeWorld();
  world.calendar.trade(...hours);
  for (const day of holidays) world.calendar.shut(dayAfter(day));
  for (const [day, text, close] of closes) world.market.setClose(text, dayAfter(day), formatMoney(money(close)));
  const account = { username: "ada", email: "ada@example.com", password: "correct horse", dateOfBirth: "1990-05-17" };
  const { id: accountId } = valueOf(await world.app.openAccount(account));
  valueOf(await world.app.topUp({ accountId, amount: "10000.00" }));
  await act(world, accountId, deeds);
  return { world, accountId };
}

/** The last days of the window that time has come to. */
async function historyOf({ app }: World, accountId: AccountId, from = 0, to = DAYS): Promise<readonly HistoryPoint[]> {
  const history = await app.portfolioHistory({ accountId, from: dayAfter(from), to: dayAfter(to) });
  return history.unwrapOr([]);
}

function always(law: (world: World, accountId: AccountId, given: Story) => Promise<void>): Promise<void> {
  const property = fc.asyncProperty(story, async (given) => {
    const { world, accountId } = await told(given);
    await law(world, accountId, given);
  });
  return fc.assert(property, { numRuns: 150 });
}

describe("whatever an account has done", () => {
  it("any two windows of its history agree day by day", () =>
    always(async (world, accountId) => {
      const known = new Map((await historyOf(world, accountId)).map((point) => [point.day, point]));
      for (let from = 0; from <= DAYS; from += 3) {
        for (let to = from; to <= DAYS; to += 4) {
          const window = await historyOf(world, accountId, from, to);
          const expected = [...known.values()].filter(({ day }) => day >= dayAfter(from) && day <= dayAfter(to));
          expect(window).toEqual(expected);
        }
      }
    }));

  it("a day is worth what the portfolio says of it, which is what its lines add up to", () =>
    always(async (world, accountId) => {
      for (const point of await historyOf(world, accountId)) {
        const { lines, ...sums } = valueOf(await world.app.viewPortfolio({ accountId, at: point.day }));
        const { cash, holdingsValue, totalValue, complete } = sums;
        expect({ day: point.day, cash, holdingsValue, totalValue, complete }).toEqual(point);
        const priced = lines.flatMap((line) => (line.freshness === "missing" ? [] : [line]));
        expect(priced.reduce((sum, line) => sum + line.marketValue, 0n)).toBe(sums.holdingsValue);
        expect(priced.reduce((sum, line) => sum + line.unrealisedGain, 0n)).toBe(sums.unrealisedGain);
        expect(sums.cash + sums.holdingsValue).toBe(sums.totalValue);
        expect(sums.complete).toBe(priced.length === lines.length);
        const changes = priced.map(({ dayChange }) => dayChange);
        expect(sums.dayChange).toBe(
          changes.includes(null) ? null : changes.reduce<bigint>((sum, change) => sum + (change ?? 0n), 0n),
        );
      }
    }));

  it("a day's value does not change when later trades are made", () =>
    always(async (world, accountId, { later }) => {
      const before = await historyOf(world, accountId);
      const forwards = later.map((each) => ({ ...each, hours: Math.abs(each.hours) }));
      await act(world, accountId, forwards);
      const after = await historyOf(world, accountId);
      expect(after.slice(0, before.length)).toEqual(before);
    }));

  it("cash and gains at a day are those of its last entry by then", () =>
    always(async (world, accountId) => {
      const entries = valueOf(await world.ports.ledger.tail({ accountId, after: 0, limit: 1000 }));
      for (const { day, cash } of await historyOf(world, accountId)) {
        const { closesAt } = world.calendar.onOrBefore(day);
        const last = entries.findLast(({ at }) => at <= closesAt);
        expect(cash).toBe(last?.balance ?? 0n);
        const { realisedGain } = valueOf(await world.app.valuePortfolio({ accountId, at: day }));
        expect(realisedGain).toBe(last?.realisedGainAfter ?? 0n);
      }
    }));
});
