import type { AccountId, AppError } from "@bourse/core";
import type { Deed } from "../deeds.ts";
import { TICKERS } from "../market.ts";
import { writersOf } from "../people.ts";
import type { MoneyStep } from "../plan.ts";
import { back, personAt, type Stage } from "../stage.ts";
import { nameOf, type Wish } from "../wishes.ts";

/** A client asks for a wish, for the first time or again. */
export async function ask(stage: Stage, wish: Wish): Promise<void> {
  const { books, deeds, tally, wishes } = stage;
  const { accountId } = wish;
  const deed = await deeds.begin({ what: nameOf(wish), kind: "money", accountId });
  wish.attempts.push({ deed, couldAct: true });
  const wasKnown = wish.seq !== null || wish.told !== null;
  const floor = books.floor(accountId, "any");
  const answer = await deeds.ask(deed, wish.ask);
  if (answer === null) return;
  if (answer.isErr()) {
    await judgeRefusal(stage, wish, deed, { error: answer.error, wasKnown, floor });
    return;
  }
  if (answer.value.replayed) tally.add("replays");
  wishes.told(wish, answer.value, wasKnown);
  books.told(answer.value.entry, "server");
}

export async function moveMoney(stage: Stage, step: MoneyStep): Promise<void> {
  const person = personAt(stage, step.who);
  if (person) await ask(stage, stage.wishes.want(wishOf(person.id, step)));
}

/** One that was asked for before is asked for again: with its key, or else as another wish of the same kind. */
export async function moveAgain(stage: Stage, places: number): Promise<void> {
  const wish = back(stage.wishes.keyed(), places);
  if (wish) await ask(stage, wish);
}

type NewWish = Parameters<Stage["wishes"]["want"]>[0];

function wishOf(accountId: AccountId, step: MoneyStep): NewWish {
  const key = step.key === null ? null : `key-${step.key}`;
  const keyed = { accountId, ...(key !== null && { idempotencyKey: key }) };
  if ("cents" in step) {
    const amount = (step.cents / 100).toFixed(2);
    const given = { ...keyed, amount };
    return {
      accountId,
      key,
      command: `${step.do} ${amount}`,
      ask: (app) => (step.do === "TOP-UP" ? app.topUp(given) : app.withdraw(given)),
    };
  }
  const ticker = TICKERS[step.ticker] ?? "AAPL";
  const given = { ...keyed, ticker, quantity: step.quantity };
  return {
    accountId,
    key,
    command: `${step.do} ${step.quantity} ${ticker}`,
    ask: (app) => (step.do === "BUY" ? app.buyShares(given) : app.sellShares(given)),
  };
}

type Refused = { readonly error: AppError; readonly wasKnown: boolean; readonly floor: number };

/** A refusal must be true: of the account as it was at some moment of the request. */
async function judgeRefusal(stage: Stage, wish: Wish, deed: Deed, refused: Refused): Promise<void> {
  const { error, wasKnown } = refused;
  if (error.kind === "StoreUnavailable") return;
  if (wasKnown) stage.broken(`${deed.what} has an entry, and was refused: ${error.kind}`);
  else if (!(await isTrue(stage, wish, deed, refused))) {
    const { kind, ...facts } = error;
    const shown = Object.entries(facts).map(([name, value]) => `${name} ${String(value)}`);
    stage.broken(`${deed.what} was refused for what is not so: ${kind} ${shown.join(", ")}`);
  }
}

async function isTrue(stage: Stage, wish: Wish, deed: Deed, { error, floor }: Refused): Promise<boolean> {
  const { books, deeds, people, wishes, brokerage } = stage;
  const person = people.find(wish.accountId);
  const round = deeds.ofRound();
  switch (error.kind) {
    case "InsufficientCash": {
      const { states } = await books.truth(wish.accountId);
      return error.cash < error.cost && states.slice(floor).some(({ cash }) => cash === error.cash);
    }
    case "InsufficientShares": {
      const { states } = await books.truth(wish.accountId);
      const held = states.slice(floor).map(({ holdings }) => holdings.get(error.ticker)?.quantity ?? 0);
      return error.held < error.asked && held.includes(error.held);
    }
    case "AccountBlacklisted":
      return person !== undefined && (person.blacklisted || writersOf(person, "blacklisted", round).length > 0);
    case "AccountNotFound":
      return person === undefined || !person.isOpen || writersOf(person, "isOpen", round).length > 0;
    case "KeyReused":
      return wishes.isKeyTaken(wish);
    case "QuoteUnavailable":
    case "TickerDelisted":
    case "TickerNotFound":
      return brokerage.market.mayFail(error.ticker) || deed.instants.length > 1;
    default:
      return false;
  }
}
