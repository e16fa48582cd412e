import type { App, AppError } from "@bourse/core";
import { fakePorts, fakeWorld, only, valueOf, type FakePorts, type World } from "@bourse/testkit";
import * as fc from "fast-check";
import { err, type Result } from "neverthrow";
import { describe, expect, it } from "vitest";

type Command = Readonly<Record<string, unknown>>;
type Asked = { readonly world: World; readonly ports: FakePorts; readonly commands: Record<string, Command> };

const PASSWORD = "correct horse battery";
const [FROM, TO] = ["2026-06-10", "2026-06-12"];

/** A brokerage in which each of these commands, with every field that it may have, is carried out. */
async function asked(): Promise<Asked> {
  const ports = fakePorts();
  const world = fakeWorld(ports);
  const { app, market } = world;
  market.set("AAPL", "1.00");
  const person = (username: string) => ({ username, email: `${username}@example.com`, password: PASSWORD });
  const details = { dateOfBirth: "1990-05-17", name: "Ada", confirmation: PASSWORD };
  const accountId = valueOf(await app.openAccount({ ...person("ada"), ...details })).id;
  const askedBy = valueOf(await app.openAccount({ ...person("operator"), ...details })).id;
  valueOf(await app.topUp({ accountId, amount: "100.00" }));
  valueOf(await app.buyShares({ accountId, ticker: "AAPL", quantity: 3 }));
  valueOf(await app.requestPasswordReset({ email: "ada@example.com" }));
  const { token } = only(world.mail.outbox());
  const sessionId = valueOf(await app.signIn({ login: "ada", password: PASSWORD })).id;
  const [cash, day] = [
    { accountId, amount: "5.00", idempotencyKey: "k" },
    { from: FROM, to: TO },
  ];
  const order = { accountId, ticker: "AAPL", quantity: 1, idempotencyKey: "k" };
  const next = { newPassword: "another horse battery", confirmation: "another horse battery" };
  const commands: { readonly [UseCase in keyof App]: Command } = {
    openAccount: { ...person("grace"), ...details },
    findAccount: { askedBy, accountId },
    amendDetails: { accountId, username: "ada2", email: "ada2@example.com", name: "Ada", dateOfBirth: "1990-05-18" },
    changePassword: { accountId, currentPassword: PASSWORD, ...next, sessionId },
    closeAccount: { accountId },
    confirmOperator: { askedBy },
    blacklist: { askedBy, accountId },
    reinstate: { askedBy, accountId },
    requestPasswordReset: { email: "ada@example.com", address: "127.0.0.1" },
    resetPassword: { token, ...next },
    signIn: { login: "ada", password: PASSWORD, address: "127.0.0.1" },
    resumeSession: { sessionId },
    listSessions: { accountId },
    endSession: { accountId, sessionId },
    signOut: { sessionId },
    topUp: cash,
    withdraw: cash,
    viewBalance: { accountId },
    listCashTransactions: { accountId, before: 3, limit: 1 },
    findCashTransaction: { accountId, seq: 1 },
    lookUpStock: { ticker: "AAPL" },
    listCloses: { ticker: "AAPL", ...day },
    searchStocks: { text: "AAPL" },
    buyShares: order,
    sellShares: order,
    listTrades: { accountId, before: 3, limit: 1 },
    findTrade: { accountId, seq: 2 },
    viewPortfolio: { accountId, at: TO },
    valuePortfolio: { accountId, at: TO },
    portfolioHistory: { accountId, ...day },
  };
  return { world, ports, commands: { ...commands, findAccountByEmail: { askedBy, email: "ada@example.com" } } };
}

/** Asks as JavaScript may, which knows no types. */
async function ask({ app }: World, name: string, command: unknown): Promise<Result<unknown, AppError>> {
  const useCases: Readonly<Record<string, (command: unknown) => PromiseLike<Result<unknown, AppError>>>> = app as never;
  const useCase = useCases[name === "findAccountByEmail" ? "findAccount" : name];
  return useCase ? useCase(command) : err({ kind: "StoreUnavailable", cause: `there is no ${name}` });
}

/** All that is kept of the two accounts that there are, and of any that there may be. */
async function kept({ accounts, ledger, sessions, attempts, mail }: FakePorts, commands: Asked["commands"]) {
  const ids = [commands["blacklist"]?.["accountId"], commands["blacklist"]?.["askedBy"]] as never[];
  const people = ids.map(async (id) => [
    valueOf(await accounts.credentialsOf(id)),
    valueOf(await ledger.entries({ accountId: id, limit: 100 })),
    valueOf(await sessions.list(id)),
  ]);
  const added = valueOf(await accounts.credentialsFor("grace" as never));
  return [await Promise.all(people), added, attempts.kept(), mail.outbox()];
}

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSparseArray: true,
  withTypedArray: true,
});

/** Anything at all, and what could be written as the right value. */
function anythingBut(right: unknown): fc.Arbitrary<unknown> {
  const alike = [null, true, [right], Object(right), { toString: () => right, valueOf: () => right }, 4, 19.99, "4"];
  const wrong = fc.oneof(fc.constantFrom(...alike), anything);
  return wrong.filter((value) => value !== undefined && typeof value !== typeof right);
}

const { commands: names } = await asked();

describe.each(Object.keys(names))("%s", (name) => {
  it("is carried out for a command of the right types", async () => {
    const { world, commands } = await asked();
    expect((await ask(world, name, commands[name])).isOk()).toBe(true);
  });

  it("answers InvalidInput for a field of another type, names it, and keeps nothing", async () => {
    const { world, ports, commands } = await asked();
    const [command, before] = [commands[name] ?? {}, await kept(ports, commands)];
    const aField = fc.constantFrom(...Object.keys(command));
    const wrong = aField.chain((field) => fc.tuple(fc.constant(field), anythingBut(command[field])));
    const law = fc.asyncProperty(wrong, async ([field, value]) => {
      fc.pre(value !== null || `${name} ${field}` !== "amendDetails name");
      const answer = await ask(world, name, { ...command, [field]: value });
      const type = typeof command[field] === "number" ? "number" : "text";
      const message = `${field} must be ${type === "text" ? "text" : "a number"}.`;
      expect(answer.isErr() && answer.error).toEqual({
        kind: "InvalidInput",
        problems: [{ field, rule: type, message }],
      });
      expect(await kept(ports, commands)).toEqual(before);
    });
    await fc.assert(law, { numRuns: 60 });
  });

  it("answers, and never throws, whatever the command is and whatever its fields are", async () => {
    const { world, commands } = await asked();
    const fields = Object.entries(commands[name] ?? {}).map(([field, right]) => [
      field,
      fc.oneof(fc.constant(right), fc.constant(undefined), anything),
    ]);
    const command = fc.oneof({ weight: 4, arbitrary: fc.record(Object.fromEntries(fields)) }, anything);
    const law = fc.asyncProperty(command, async (given) => {
      const answer = await ask(world, name, given);
      expect(answer.isOk() || answer.error.kind !== "StoreUnavailable").toBe(true);
    });
    await fc.assert(law, { numRuns: 60 });
  });
});
