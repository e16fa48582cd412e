import assert from "node:assert/strict";
import type { App, DayClose, LocalDate } from "@bourse/core";
import { errorOf, valueOf } from "../assertions.ts";
import { dateOf, moneyOf } from "../builders.ts";
import { clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { aWeekOfTrades, june, tradeInJune } from "./past.ts";
import { appWith, rulesOf, type Suite } from "./stage.ts";

const WINDOW = { from: "2026-06-01", to: "2026-06-30" };

/** A fortnight of which AAPL's close of each trading day but the 18th is known; it is the 23rd, within the session. */
function aFortnight(world: World): readonly DayClose[] {
  tradeInJune(world);
  const known = ["2026-06-11", "2026-06-12", "2026-06-15", "2026-06-16", "2026-06-17", "2026-06-22"];
  world.clock.set(june(23, 15));
  return known.map((day, index) => {
    const price = `${100 + index}.0625`;
    world.market.setClose("AAPL", day, price);
    return { day: dateOf(day), close: moneyOf(price) };
  });
}

async function daysOf(app: App, from: string, to: string): Promise<readonly LocalDate[]> {
  return valueOf(await app.listCloses({ ticker: "AAPL", from, to })).map(({ day }) => day);
}

/** Closes that note what they are asked for. */
function noting(world: World): { readonly app: App; readonly asked: string[] } {
  const asked: string[] = [];
  const { closes: real } = world.ports;
  const app = appWith(world, {
    closes: {
      closes: (ticker, from, to) => {
        asked.push(`${ticker} ${from} ${to}`);
        return real.closes(ticker, from, to);
      },
    },
  });
  return { app, asked };
}

export const listClosesSuite: Suite = {
  name: "list closes",
  clauses: [
    clause("answers what each trading day ended at, oldest first, however the ticker is written", async (world) => {
      const known = aFortnight(world);
      for (const ticker of ["AAPL", "aapl"]) {
        assert.deepEqual(valueOf(await world.app.listCloses({ ticker, ...WINDOW })), known);
      }
      world.market.setClose("BRK.B", "2026-06-15", "480.00");
      const found = valueOf(await world.app.listCloses({ ticker: "brk-b", ...WINDOW }));
      assert.deepEqual(found, [{ day: "2026-06-15", close: moneyOf("480.00") }]);
    }),

    clause("both ends of the window are in it, and nothing else is", async (world) => {
      const known = aFortnight(world).map(({ day }) => day);
      for (let from = 10; from <= 23; from += 1) {
        for (let to = from; to <= 23; to += 1) {
          const [first, last] = [`2026-06-${from}`, `2026-06-${to}`];
          const expected = known.filter((day) => day >= first && day <= last);
          assert.deepEqual(await daysOf(world.app, first, last), expected, `${from} to ${to}`);
        }
      }
    }),

    clause("a session has no close until a minute after it", async (world) => {
      aFortnight(world);
      world.market.setClose("AAPL", "2026-06-23", "110.00");
      for (const milliseconds of [-1, 0, 60_000]) {
        world.clock.set(june(23, 20, milliseconds));
        assert.deepEqual(await daysOf(world.app, "2026-06-23", "2026-06-23"), []);
      }
      world.clock.set(june(23, 20, 60_001));
      assert.deepEqual(await daysOf(world.app, "2026-06-23", "2026-06-23"), ["2026-06-23"]);
    }),

    clause("a close is what a portfolio's line is valued at on that day", async (world) => {
      const accountId = await aWeekOfTrades(world);
      for (const { day, close } of valueOf(await world.app.listCloses({ ticker: "MSFT", ...WINDOW })).slice(1)) {
        const { lines } = valueOf(await world.app.viewPortfolio({ accountId, at: day }));
        const line = lines.find(({ ticker }) => ticker === "MSFT");
        assert.ok(line && line.freshness !== "missing", day);
        assert.equal(line.price, close);
      }
    }),

    clause("asks once, for the trading days alone, and for no price", async (world) => {
      aFortnight(world);
      const { app, asked } = noting(world);
      await daysOf(app, "2026-06-13", "9999-12-31");
      assert.deepEqual(asked, ["AAPL 2026-06-15 2026-06-22"]);
      assert.equal(world.market.asked(), 0);
    }),

    clause("a window in which no session is over has no closes, and none are asked for", async (world) => {
      aFortnight(world);
      const { app, asked } = noting(world);
      for (const [from, to] of [
        ["2026-06-19", "2026-06-21"],
        ["2026-06-23", "2026-06-23"],
      ] as const) {
        assert.deepEqual(await daysOf(app, from, to), []);
      }
      assert.deepEqual(asked, []);
    }),

    clause("a window that is none, or too long, names what is wrong with it, and is not asked for", async (world) => {
      aFortnight(world);
      const { app, asked } = noting(world);
      for (const [from, to, rules] of [
        ["", "2026-06-12", ["from date"]],
        ["2026-6-1", "2026-02-29", ["from date", "to date"]],
        ["2026-06-13", "2026-06-12", ["from order"]],
        ["2026-06-24", "2026-06-25", ["from past"]],
        ["2019-12-31", "2026-06-22", ["from window"]],
        ["0001-01-01", "9999-12-31", ["from window"]],
      ] as const) {
        assert.deepEqual(rulesOf(errorOf(await app.listCloses({ ticker: "AAPL", from, to }))), rules, from);
      }
      assert.deepEqual(asked, []);
    }),

    clause("what is no US market symbol is InvalidTicker, and is not asked for", async (world) => {
      const { app, asked } = noting(world);
      for (const ticker of ["", " ", "AAPL ", "ß", "7UP", "TOOLONG", "../AAPL", "AAPL&apikey=x"]) {
        const error = errorOf(await app.listCloses({ ticker, ...WINDOW }));
        assert.deepEqual([error.kind, rulesOf(error)], ["InvalidTicker", ["ticker ticker"]], JSON.stringify(ticker));
      }
      assert.deepEqual(asked, []);
    }),

    clause(
      "a ticker that nobody knows is TickerNotFound, and closes that cannot be had QuoteUnavailable",
      async (world) => {
        aFortnight(world);
        assert.deepEqual(errorOf(await world.app.listCloses({ ticker: "nosuch", ...WINDOW })), {
          kind: "TickerNotFound",
          ticker: "NOSUCH",
        });
        world.market.fail("MSFT", 25);
        const error = errorOf(await world.app.listCloses({ ticker: "MSFT", ...WINDOW }));
        assert.ok(error.kind === "QuoteUnavailable", error.kind);
        assert.deepEqual([error.ticker, error.retryAfter], ["MSFT", 25]);
      },
    ),
  ],
};
