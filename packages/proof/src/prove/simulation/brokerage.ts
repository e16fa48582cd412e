import { inMemoryPortfolios } from "@bourse/adapters/in-memory";
import { nyseCalendar } from "@bourse/adapters/nyse-calendar";
import { cachedQuotes } from "@bourse/adapters/quote-cache";
import { createApp, DEFAULT_POLICY, type App, type Letter, type MarketCalendar, type Ports } from "@bourse/core";
import {
  fakeCommonPasswords,
  fakeMail,
  fakePasswords,
  fakePortfolios,
  fakeResetTokens,
  manualClock,
  sequentialIds,
  TEST_POLICY,
  type FakePasswords,
  type ManualClock,
} from "@bourse/testkit";
import type { Scheduler } from "fast-check";
import { memoryDisk, sqliteDisk, type Disk } from "./disk.ts";
import { simulatedMarket, type Market } from "./market.ts";
import type { Plan } from "./plan.ts";
import type { Tally } from "./tally.ts";
import { weather, type Life, type Rival, type Weather } from "./weather.ts";

/** One brokerage, in as many processes after one another as it takes. */
export type Brokerage = {
  readonly app: () => App;
  /** The process that runs now. */
  readonly life: () => Life;
  readonly crash: () => void;
  /** The same brokerage in another process, which keeps no portfolios and meets no trouble. */
  readonly rival: () => App;
  readonly clock: ManualClock;
  readonly calendar: MarketCalendar;
  readonly market: Market;
  readonly passwords: FakePasswords;
  readonly resetTokens: Ports["resetTokens"];
  readonly disk: Disk;
  readonly weather: Weather;
  /** Every letter that has been sent, the oldest first; nobody's mailbox forgets. */
  readonly letters: () => readonly Letter[];
};

export type BrokerageOptions = {
  readonly plan: Plan;
  readonly scheduler: Scheduler;
  readonly tally: Tally;
  readonly trace: (line: string) => void;
  readonly rival: Rival;
};

export function brokerage({ plan, scheduler, tally, trace, rival }: BrokerageOptions): Brokerage {
  const clock = manualClock();
  const calendar = nyseCalendar();
  const market = simulatedMarket(clock, calendar);
  const disk = plan.disk === "sqlite" ? sqliteDisk(clock) : memoryDisk();
  const passwords = fakePasswords();
  const shared = {
    resetTokens: fakeResetTokens(),
    calendar,
    passwords,
    commonPasswords: fakeCommonPasswords(),
    clock,
    ids: sequentialIds(),
  };
  const outbox = fakeMail();
  const letters: Letter[] = [];
  const mail: Ports["mail"] = {
    ...outbox,
    send: (letter) => outbox.send(letter).andTee(() => letters.push(letter)),
  };
  const sky = weather({ scheduler, tally, trace, crash, rival });

  /** All that a process has in memory is made anew; `life` is what it lives under, null for the rival. */
  function portsOf(life: Life | null): Ports {
    const { quotes: quoteStore, ...raw } = disk.stores();
    const over = <Port extends object>(name: string, port: Port, failure?: string): Port =>
      life ? sky.over(name, port, life, failure) : port;
    const ledger = over("ledger", raw.ledger);
    const source = market.over((label) => (life ? sky.gate(label, life) : Promise.resolve()));
    const store = over("quotes", quoteStore);
    const wait = (): Promise<void> => (life ? sky.patience(life) : Promise.resolve());
    const { maxQuoteAge } = DEFAULT_POLICY;
    return {
      ...shared,
      accounts: over("accounts", raw.accounts),
      attempts: over("attempts", raw.attempts),
      resets: over("resets", raw.resets),
      sessions: over("sessions", raw.sessions),
      mail: over("mail", mail, "MailUnavailable"),
      ledger,
      portfolios: life ? inMemoryPortfolios(ledger) : fakePortfolios(ledger),
      quotes: plan.quotes === "kept" ? cachedQuotes({ source, store, calendar, clock, maxQuoteAge, wait }) : source,
      closes: source,
      directory: source,
    };
  }

  function start() {
    const death = Promise.withResolvers<void>();
    let isOver = false;
    const life: Life = { isOver: () => isOver, end: death.promise };
    const die = (): void => {
      isOver = true;
      death.resolve();
    };
    return { life, die, app: createApp(portsOf(life), TEST_POLICY) };
  }

  let process = start();

  function crash(): void {
    tally.add("crashes");
    trace("the process crashes, and another is started");
    process.die();
    disk.reopen();
    process = start();
  }

  return {
    app: () => process.app,
    life: () => process.life,
    crash,
    rival: () => createApp(portsOf(null), TEST_POLICY),
    clock,
    calendar,
    market,
    passwords,
    resetTokens: shared.resetTokens,
    disk,
    weather: sky,
    letters: () => letters,
  };
}
