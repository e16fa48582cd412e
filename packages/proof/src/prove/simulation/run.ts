import type { Scheduler } from "fast-check";
import { checkReads } from "./checks.ts";
import { TICKERS } from "./market.ts";
import type { Plan, Round, Step } from "./plan.ts";
import { look } from "./requests/looks.ts";
import { ask, moveAgain, moveMoney } from "./requests/money.ts";
import { amend, blacklist, close, open, openAs } from "./requests/people.ts";
import { askForReset, resetPassword } from "./requests/resets.ts";
import { changePassword, guess, resume, signIn, signOut } from "./requests/sessions.ts";
import { newStage, type Stage } from "./stage.ts";
import type { Tally } from "./tally.ts";

/** What a run has found: each broken promise, and all that happened up to then. */
export type RunReport = { readonly broken: readonly string[]; readonly trace: readonly string[] };

/** Plays a plan. It ends at the first round after which a promise is broken. */
export async function run(plan: Plan, scheduler: Scheduler, tally: Tally): Promise<RunReport> {
  const broken: string[] = [];
  const trace: string[] = [];
  const stage = newStage({
    plan,
    scheduler,
    tally,
    trace: (line) => trace.push(line),
    broken: (what) => {
      if (!broken.includes(what)) broken.push(what);
    },
  });
  tally.add(`runs over ${plan.disk}`);
  try {
    await openTheFirst(stage);
    for (const [index, round] of plan.rounds.entries()) {
      trace.push(`--- round ${index + 1}`);
      await play(stage, round, scheduler);
      if (broken.length > 0) return { broken, trace };
    }
    trace.push("--- the end");
    await settleEverything(stage);
  } catch (error) {
    broken.push(error instanceof Error ? `${error.stack}` : String(error));
  } finally {
    stage.brokerage.disk.dispose();
  }
  return { broken, trace };
}

/** An operator, and two people with cash to spend, and shares bought at two prices: what one costs is then rounded. */
async function openTheFirst(stage: Stage): Promise<void> {
  await openAs(stage, "operator", "operator@example.com");
  for (const name of ["ada", "bob"]) await openAs(stage, name, `${name}@example.com`);
  for (const who of [0, 1]) await moveMoney(stage, { do: "TOP-UP", who, cents: 1_000_000, key: null });
  for (const quantity of [3, 4]) {
    for (const who of [0, 1]) await moveMoney(stage, { do: "BUY", who, ticker: 0, quantity, key: null });
    stage.brokerage.clock.advance(60_000);
  }
  await settle(stage);
}

async function play(stage: Stage, { steps, troubles }: Round, scheduler: Scheduler): Promise<void> {
  const { brokerage, deeds } = stage;
  deeds.newRound();
  brokerage.weather.begin(troubles);
  await scheduler.waitFor(Promise.all(steps.map((step) => take(stage, step))));
  // What nobody waits for any more, such as a quote that is being learnt.
  await scheduler.waitIdle();
  await brokerage.weather.calm();
  await settle(stage);
}

/** Holds everything there is to what the round's requests were answered. */
async function settle(stage: Stage): Promise<void> {
  const { books, deeds, mailbox, people, signIns, wishes } = stage;
  const round = deeds.ofRound();
  for (const attempt of wishes.all().flatMap(({ attempts }) => attempts)) {
    if (round.includes(attempt.deed)) attempt.couldAct = people.couldAct(attempt.deed, round);
  }
  await people.settle(round);
  await signIns.settle(round);
  await mailbox.settle();
  const touched = new Set(round.map(({ accountId }) => accountId));
  for (const { id } of people.all()) {
    const truth = await books.audit(id);
    if (touched.has(id)) await checkReads(stage, id, truth);
  }
}

/** Every keyed wish is asked for once more, by the same key: each unanswered one is then done, once, or refused. */
async function settleEverything(stage: Stage): Promise<void> {
  const { brokerage, deeds, wishes, tally } = stage;
  brokerage.crash();
  deeds.newRound();
  await settle(stage);
  for (const wish of wishes.keyed()) {
    const wasUnknown = wish.told === null && wish.attempts.some(({ deed }) => deed.outcome === "unknown");
    await ask(stage, wish);
    if (wasUnknown) tally.add("unknown outcomes settled by their key");
  }
  await settle(stage);
}

function take(stage: Stage, step: Step): Promise<void> {
  stage.tally.add(`steps: ${step.do}`);
  switch (step.do) {
    case "TOP-UP":
    case "WITHDRAWAL":
    case "BUY":
    case "SELL":
      return moveMoney(stage, step);
    case "again":
      return moveAgain(stage, step.wish);
    case "look":
      return look(stage, step);
    case "open":
      return open(stage, step);
    case "amend":
      return amend(stage, step);
    case "close":
      return close(stage, step);
    case "blacklist":
    case "reinstate":
      return blacklist(stage, step);
    case "sign in":
      return signIn(stage, step);
    case "guess":
      return guess(stage, step);
    case "sign out":
      return signOut(stage, step);
    case "resume":
      return resume(stage, step);
    case "change password":
      return changePassword(stage, step);
    case "ask for reset":
      return askForReset(stage, step);
    case "reset password":
      return resetPassword(stage, step);
    default:
      return change(stage, step);
  }
}

/** The world goes on: the clock, or the market. */
async function change(stage: Stage, step: Extract<Step, { readonly do: "market" | "wait" | "wait for bell" }>) {
  const { brokerage, deeds, guesses, tally } = stage;
  const { calendar, clock, market, weather } = brokerage;
  await weather.gate("the world goes on");
  if (step.do === "market") {
    const ticker = TICKERS[step.ticker];
    if (ticker) market.take(ticker, step.mood);
    return;
  }
  const before = clock.now();
  if (step.do === "wait") clock.advance(step.milliseconds);
  else {
    const [{ closesAt }, next] = [calendar.latest(before), calendar.next(before)];
    if (step.bell === "open") clock.set(next.opensAt);
    else clock.set(closesAt > before ? closesAt : next.closesAt);
  }
  if (clock.now() < before) tally.add("clock set back");
  market.clockMoved();
  deeds.clockMoved();
  guesses.clockMoved();
}
