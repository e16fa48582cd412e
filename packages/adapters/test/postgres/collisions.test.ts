import { inMemoryPortfolios } from "@bourse/adapters/in-memory";
import {
  openPostgresPrices,
  postgresAccounts,
  postgresAttempts,
  postgresLedger,
  postgresPasswordResets,
  postgresSessions,
  type PostgresPrices,
} from "@bourse/adapters/postgres";
import { randomResetTokens } from "@bourse/adapters/system";
import { createApp } from "@bourse/core";
import { fakePorts, TEST_POLICY } from "@bourse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faultyClients, type Faults } from "./support/faulty-client.ts";
import { expectSound } from "./support/sound.ts";
import { newStore, type Store } from "./support/store.ts";
import { newCast, STORY, toldOf, type Teller, type Told } from "./support/story.ts";

let store: Store;
let prices: PostgresPrices;
let faults: Faults;
beforeAll(async () => {
  store = await newStore();
  prices = await openPostgresPrices(store.database(), "prices");
  faults = faultyClients();
});
afterAll(async () => {
  faults.remove();
  await store.database().pool.query("DROP SCHEMA prices CASCADE");
  await store.dispose();
});

let people = 0;

/** A process of its own, and people of their own. */
function teller(): Teller {
  const database = store.database();
  people += 1;
  const number = people;
  const ports = fakePorts();
  ports.quotes.set("AAPL", "10.00");
  const ledger = postgresLedger(database);
  const app = createApp(
    {
      ...ports,
      accounts: postgresAccounts(database),
      sessions: postgresSessions(database),
      attempts: postgresAttempts(database, ports.clock),
      resets: postgresPasswordResets(database),
      resetTokens: randomResetTokens(),
      ledger,
      portfolios: inMemoryPortfolios(ledger, { isShared: true }),
      ids: { next: () => crypto.randomUUID() },
    },
    { ...TEST_POLICY, operators: [`operator${number}`] },
  );
  return { app, ledger, prices, mail: ports.mail, name: (name) => `${name}${number}` };
}

/** Tells the story, and answers what each of its deeds came to, and at which statement it began. */
async function tell(on: Teller): Promise<{ readonly told: readonly unknown[]; readonly begins: readonly number[] }> {
  const who = newCast();
  const [told, begins]: [unknown[], number[]] = [[], []];
  for (const deed of STORY) {
    begins.push(faults.sent() + 1);
    told.push([deed.what, await toldOf(deed, on, who)]);
  }
  await expectSound(on.ledger, who.ada);
  return { told, begins };
}

test.each([
  ["40001", ["40001"]],
  ["40P01", ["40P01"]],
  ["55P03 or 25P03", ["55P03", "25P03"]],
] as const)(
  "after %s at any statement the step is taken again, and nobody sees a difference",
  async (_, [first, other = first]) => {
    faults.plan(() => null);
    const { told } = await tell(teller());
    const statements = faults.sent();
    expect(statements).toBeGreaterThan(50);
    for (let at = 1; at <= statements; at += 1) {
      const code = at % 2 === 0 ? first : other;
      faults.plan((number) => (number === at ? code : null));
      expect((await tell(teller())).told, `statement ${at} of ${statements}`).toEqual(told);
      expect(faults.happened()).toBe(1);
    }
  },
);

test("a process that hangs before any statement of a transaction, until that was ended, takes it again", async () => {
  faults.plan(() => null);
  const { told } = await tell(teller());
  const statements = faults.sent();
  let hung = 0;
  for (let at = 1; at <= statements; at += 1) {
    faults.plan((number) => (number === at ? "hung" : null));
    expect((await tell(teller())).told, `statement ${at} of ${statements}`).toEqual(told);
    hung += faults.happened();
  }
  expect(hung).toBeGreaterThan(30);
});

test.each(STORY.map(({ what }, index) => ({ what, index })))(
  "$what, when every try is thwarted, is refused as busy, and works later",
  async ({ index }) => {
    const on = teller();
    const who = newCast();
    for (const deed of STORY.slice(0, index)) await toldOf(deed, on, who);
    const deed = STORY[index];
    if (!deed) throw new Error("no such deed");
    faults.plan(() => "40001");
    const refused = await toldOf(deed, on, who);
    expect(faults.happened()).toBeGreaterThanOrEqual(10);
    expect(refused).toEqual({ refusal: "StoreUnavailable", reason: "busy" });
    faults.plan(() => null);
    const again = teller();
    const other = newCast();
    for (const earlier of STORY.slice(0, index)) await toldOf(earlier, again, other);
    expect(await toldOf(deed, on, who)).toEqual(await toldOf(deed, again, other));
    if (index > 0) await expectSound(on.ledger, who.ada);
  },
);

/** Every row of the brokerage, but for how often somebody has tried: a try that came to nothing is one all the same. */
async function rows(): Promise<readonly unknown[]> {
  const { pool } = store.database();
  const tables = await pool.query<{ name: string }>(
    `SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name FROM information_schema.tables
      WHERE table_schema IN ('public', 'prices') AND table_type = 'BASE TABLE' AND table_name <> 'failed_attempts'
      ORDER BY name`,
  );
  const found = [];
  for (const { name } of tables.rows) {
    found.push([name, (await pool.query(`SELECT row_of::text FROM ${name} AS row_of ORDER BY 1`)).rows]);
  }
  return found;
}

test.each(STORY.map(({ what }, index) => ({ what, index })))(
  "$what, thwarted from any of its statements on, has done nothing where it is refused as busy",
  async ({ index }) => {
    const deed = STORY[index];
    if (!deed) throw new Error("no such deed");
    const upTo = async (): Promise<() => Promise<Told>> => {
      faults.plan(() => null);
      const [on, who] = [teller(), newCast()];
      for (const earlier of STORY.slice(0, index)) await toldOf(earlier, on, who);
      return () => toldOf(deed, on, who);
    };
    const done = await upTo();
    faults.plan(() => null);
    await done();
    const statements = faults.sent();
    let act = await upTo();
    for (let from = 1; from <= statements; from += 1) {
      const before = await rows();
      faults.plan((number) => (number >= from ? "55P03" : null));
      const told = await act();
      faults.plan(() => null);
      const isUndone = "reason" in told && told.reason === "busy";
      expect(isUndone ? await rows() : before, `from statement ${from} of ${statements}`).toEqual(before);
      if (!isUndone) act = await upTo();
    }
  },
);
