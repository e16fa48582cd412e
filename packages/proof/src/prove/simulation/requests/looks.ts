import type { AccountId, App, AppError } from "@bourse/core";
import type { ResultAsync } from "neverthrow";
import { holdingsText } from "../ledger-laws.ts";
import type { Truth } from "../books.ts";
import type { Person } from "../people.ts";
import type { Look, Step } from "../plan.ts";
import { personAt, type Stage } from "../stage.ts";
import { plain } from "../wishes.ts";

/** What a look shows, as a text, and what the same look would have to show of the account at some entry. */
type Shown = {
  readonly ask: (app: App, accountId: AccountId) => ResultAsync<string, AppError>;
  readonly of: (truth: Truth, seq: number) => string;
  /** Whether it is shown from memory, which need not know of another process's entries. */
  readonly fromMemory: boolean;
};

const PAGE = 100;

const LOOKS: Readonly<Record<Look, Shown>> = {
  balance: {
    ask: (app, accountId) => app.viewBalance({ accountId }).map(({ cash }) => `${cash}`),
    of: ({ states }, seq) => `${states[seq]?.cash}`,
    fromMemory: true,
  },
  value: {
    ask: (app, accountId) => app.valuePortfolio({ accountId }).map(({ cash }) => `${cash}`),
    of: ({ states }, seq) => `${states[seq]?.cash}`,
    fromMemory: true,
  },
  portfolio: {
    ask: (app, accountId) =>
      app.viewPortfolio({ accountId }).map(({ cash, lines }) =>
        holdingsText(
          cash,
          lines.map((line) => [line.ticker, line]),
        ),
      ),
    of: ({ states }, seq) => holdingsText(states[seq]?.cash ?? 0n, states[seq]?.holdings ?? []),
    fromMemory: true,
  },
  cash: {
    ask: (app, accountId) =>
      app.listCashTransactions({ accountId, limit: PAGE }).map(({ items }) => items.map(plain).join("\n")),
    of: ({ entries }, seq) => entries.slice(0, seq).toReversed().map(plain).join("\n"),
    fromMemory: false,
  },
  trades: {
    ask: (app, accountId) => app.listTrades({ accountId, limit: PAGE }).map(({ items }) => items.map(plain).join("\n")),
    of: ({ entries }, seq) =>
      entries
        .slice(0, seq)
        .filter((entry) => "trade" in entry)
        .toReversed()
        .map(plain)
        .join("\n"),
    fromMemory: false,
  },
};

/**
 * What is shown while others are at it must be the account as it was at one of its entries: not before the last that
 * any client has been told of, and none that the store does not have.
 */
export async function look(stage: Stage, step: Extract<Step, { readonly do: "look" }>): Promise<void> {
  const person = personAt(stage, step.who);
  if (!person) return;
  for (let time = 0; time < step.times; time += 1) await lookOnce(stage, person, step.at);
}

async function lookOnce(stage: Stage, { id: accountId, username }: Person, at: Look): Promise<void> {
  const { books, deeds, tally, broken } = stage;
  const shown = LOOKS[at];
  const deed = await deeds.begin({ what: `looking at the ${at} of ${username}`, kind: "look", accountId });
  const floor = books.floor(accountId, shown.fromMemory ? "server" : "any");
  const answer = await deeds.ask(deed, (app) => shown.ask(app, accountId));
  if (!answer?.isOk()) return;
  tally.add("looks");
  const truth = await books.truth(accountId);
  for (let seq = floor; seq <= truth.entries.length; seq += 1) if (shown.of(truth, seq) === answer.value) return;
  broken(`${deed.what} shows ${answer.value}, which it was at no time since entry ${floor}`);
}
