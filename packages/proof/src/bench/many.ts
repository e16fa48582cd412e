import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { inMemoryPortfolios } from "@bourse/adapters/in-memory";
import {
  createApp,
  emptyPortfolio,
  type AccountId,
  type Holding,
  type Ledger,
  type Portfolio,
  type Ticker,
} from "@bourse/core";
import { accountIdOf, fakeLedger, fakePorts, moneyOf, tickerOf, valueOf } from "@bourse/testkit";
import { okAsync } from "neverthrow";
import { median } from "./table.ts";

function letter(index: number): string {
  return String.fromCharCode(65 + (index % 26));
}

/** AAA, AAB … */
function tickerAt(index: number): Ticker {
  return tickerOf(letter(index / 676) + letter(index / 26) + letter(index));
}

function portfolioOf(accountId: AccountId, holdings: number): Portfolio {
  const cost = moneyOf("300.00");
  const held = Array.from({ length: holdings }, (_, index): Holding => ({
    ticker: tickerAt(index),
    quantity: 3,
    cost,
  }));
  return { ...emptyPortfolio(accountId), seq: 1, holdings: new Map(held.map((each) => [each.ticker, each])) };
}

/** A ledger in which every account holds as much. */
function ledgerOf(holdings: number): Ledger {
  return { ...fakeLedger(), portfolio: (accountId) => okAsync(portfolioOf(accountId, holdings)) };
}

/** The median time in which the use case values a portfolio at prices that are at hand. */
export async function millisecondsToValue(holdings: number, rounds: number): Promise<number> {
  const ports = fakePorts();
  for (let index = 0; index < holdings; index += 1) ports.quotes.set(tickerAt(index), "112.0625");
  const ledger = ledgerOf(holdings);
  const app = createApp({ ...ports, ledger, portfolios: inMemoryPortfolios(ledger) });
  const accountId = accountIdOf(1);
  const taken: number[] = [];
  for (let round = 0; round < rounds * 3; round += 1) {
    const began = performance.now();
    const { lines, complete } = valueOf(await app.viewPortfolio({ accountId }));
    taken.push(performance.now() - began);
    if (lines.length !== holdings || !complete) throw new Error("not every holding was valued");
  }
  // The first third warms up.
  return median(taken.slice(rounds));
}

/** What is on the heap once many accounts have been looked at, to what is once as many have as are kept. */
export async function memoryRatio(kept: number, touched: number): Promise<number> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const portfolios = inMemoryPortfolios(ledgerOf(50), { capacity: kept });
  const heapAfter = async (from: number, to: number): Promise<number> => {
    for (let number = from; number < to; number += 1) valueOf(await portfolios.find(accountIdOf(number)));
    collect();
    return process.memoryUsage().heapUsed;
  };
  const few = await heapAfter(0, kept);
  return (await heapAfter(kept, touched)) / few;
}
