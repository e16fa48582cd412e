import type { Deed } from "../deeds.ts";
import { folded } from "../people.ts";
import type { Step } from "../plan.ts";
import { back, personAt, type Stage } from "../stage.ts";
import { guessesAt } from "./sessions.ts";

type Of<Do extends Step["do"]> = Extract<Step, { readonly do: Do }>;

/** How long a token is good for, in milliseconds, as the README says. */
const LIFETIME = 600_000;

export async function askForReset(stage: Stage, step: Of<"ask for reset">): Promise<void> {
  const person = personAt(stage, step.who);
  if (!person) return;
  const { email } = person;
  for (let time = 0; time < step.times; time += 1) await askOnce(stage, email);
}

async function askOnce({ deeds, guesses, tally, broken }: Stage, email: string): Promise<void> {
  const deed = await deeds.begin({ what: `asking for a reset of ${email}`, kind: "ask for reset", accountId: null });
  const name = `mail to ${folded(email)}`;
  const mustWait = guesses.mustWait(name, "mail");
  const answer = await deeds.ask(deed, (app) => app.requestPasswordReset({ email }));
  if (answer?.isErr() && mustWait) tally.add("mails made to wait");
  if (!answer?.isOk()) return;
  if (mustWait && deed.instants.length === 1) broken(`${deed.what} was granted, and had to wait after so many mails`);
  guesses.failed(name, Math.min(...deed.instants));
}

export async function resetPassword(stage: Stage, step: Of<"reset password">): Promise<void> {
  const { brokerage, deeds, guesses, mailbox, people, tally, broken } = stage;
  const mailed = back(mailbox.all(), step.letter);
  if (!mailed) return;
  const { letter, accountId } = mailed;
  const newPassword = stage.newPassword();
  const what = `a reset by the mail to ${letter.to}`;
  const deed = await deeds.begin({ what, kind: "reset password", accountId, writes: { password: newPassword } });
  const { isSpent } = mailed;
  const now = brokerage.clock.now();
  const isPast = now >= letter.expiresAt;
  const isInTime = !isPast && now >= letter.expiresAt - LIFETIME;
  const person = people.all().find(({ id }) => id === accountId);
  const wasOpen = person?.isOpen === true;
  const answer = await deeds.ask(deed, (app) => app.resetPassword({ token: letter.token, newPassword }));
  if (deed.outcome !== "refused" && accountId !== null) guesses.forgiven(guessesAt("sign-in", { id: accountId }));
  if (answer?.isErr() && wasOpen && !isSpent && isInTime && !mayFail(stage, deed))
    broken(`${what} was refused, and it is good`);
  if (!answer?.isOk()) return;
  if (isSpent || mailed.isSpent) broken(`${what} worked, and it was spent`);
  if (isPast && deed.instants.length === 1) broken(`${what} worked ten minutes after it was asked for`);
  if (!wasOpen) broken(`${what} worked after the account was closed`);
  mailed.isSpent = true;
  tally.add("passwords reset");
}

const SPENDING = new Set(["amend", "ask for reset", "change password", "close", "reset password"]);

/** Whether anything may have spent the token, or its time may have run out meanwhile. */
function mayFail({ deeds }: Stage, deed: Deed): boolean {
  if (deed.refusal === "StoreUnavailable" || deed.instants.length > 1) return true;
  return deeds.ofRound().some((other) => other !== deed && SPENDING.has(other.kind));
}
