import type { Deed } from "../deeds.ts";
import { writersOf, type Person } from "../people.ts";
import type { Step } from "../plan.ts";
import { back, overlaps, personAt, type Stage } from "../stage.ts";
import { shortOf } from "../wishes.ts";

type Of<Do extends Step["do"]> = Extract<Step, { readonly do: Do }>;

const WRONG = "a password that nobody has";

export async function signIn(stage: Stage, step: Of<"sign in">): Promise<void> {
  const person = personAt(stage, step.who);
  if (person) await signInAs(stage, person, step);
}

/** So many wrong passwords, one after the other. */
export async function guess(stage: Stage, step: Of<"guess">): Promise<void> {
  const person = personAt(stage, step.who);
  if (!person) return;
  for (let time = 0; time < step.times; time += 1) {
    if (step.at === "sign-in") await signInAs(stage, person, { right: false, byEmail: false });
    else await changePasswordOf(stage, person, false, null);
  }
}

async function signInAs(stage: Stage, person: Person, given: Pick<Of<"sign in">, "byEmail" | "right">): Promise<void> {
  const { deeds, signIns } = stage;
  const [login, password] = [given.byEmail ? person.email : person.username, given.right ? person.password : WRONG];
  const kind = given.right ? "sign in" : "guess at sign-in";
  const deed = await deeds.begin({ what: `${kind} of ${person.username}`, kind, accountId: person.id });
  const mustWait = stage.guesses.mustWait(guessesAt("sign-in", person), "guess");
  const answer = await deeds.ask(deed, (app) => app.signIn({ login, password }));
  countGuess(stage, "sign-in", person, deed, mustWait);
  if (answer?.isErr() && answer.error.kind === "WrongCredentials" && given.right && !mayDiffer(stage, person, deed)) {
    stage.broken(`${deed.what}: refused, and the password is right`);
  }
  if (!answer?.isOk()) return;
  const session = answer.value;
  if (!given.right) stage.broken(`${deed.what}: granted, and the password is wrong`);
  if (session.accountId !== person.id) stage.broken(`${deed.what}: a session of ${shortOf(session.accountId)}`);
  signIns.began(session, password);
}

export async function changePassword(stage: Stage, step: Of<"change password">): Promise<void> {
  const person = personAt(stage, step.who);
  if (person) await changePasswordOf(stage, person, step.right, step.keep);
}

async function changePasswordOf(stage: Stage, person: Person, right: boolean, keep: number | null): Promise<void> {
  const { deeds, signIns } = stage;
  const { id: accountId } = person;
  const own = signIns.all().filter(({ session }) => session.accountId === accountId);
  const kept = keep === null ? undefined : back(own, keep);
  const [newPassword, currentPassword] = [stage.newPassword(), right ? person.password : WRONG];
  const kind = right ? "change password" : "guess at change";
  const writes = right ? { password: newPassword } : {};
  const deed = await deeds.begin({ what: `${kind} of ${person.username}`, kind, accountId, writes });
  const mustWait = stage.guesses.mustWait(guessesAt("change", person), "guess");
  const command = { accountId, currentPassword, newPassword, sessionId: kept?.session.id };
  const answer = await deeds.ask(deed, (app) => app.changePassword(command));
  countGuess(stage, "change", person, deed, mustWait);
  if (deed.outcome !== "refused") kept?.passwords.add(newPassword);
  if (answer?.isOk() && !right) stage.broken(`${deed.what}: granted, and the password is wrong`);
  if (answer?.isOk()) stage.tally.add("passwords changed");
  if (answer?.isErr() && answer.error.kind === "WrongPassword" && right && !mayDiffer(stage, person, deed)) {
    stage.broken(`${deed.what}: refused, and the password is right`);
  }
}

/** Whether the round may have made something else of the names or the password that the client uses. */
function mayDiffer({ deeds }: Stage, person: Person, deed: Deed): boolean {
  const others = deeds.ofRound().filter((other) => other !== deed);
  const fields = ["username", "email", "password", "isOpen"] as const;
  return !person.isOpen || fields.some((field) => writersOf(person, field, others).length > 0);
}

export function guessesAt(where: "change" | "sign-in", person: Pick<Person, "id">): string {
  return `${where} of ${person.id}`;
}

/** Too many wrong passwords must be waited for, whatever has become of the process that saw them. */
function countGuess(stage: Stage, where: "change" | "sign-in", person: Person, deed: Deed, mustWait: boolean): void {
  const { deeds, guesses, tally, broken } = stage;
  const name = guessesAt(where, person);
  const clearing = where === "change" ? ["change password"] : ["sign in", "reset password"];
  // One that was refused may have been tried all the same, and found right, before the password was changed.
  const isClearing = ({ kind, refusal, accountId }: Deed): boolean =>
    accountId === person.id && refusal !== "TooManyAttempts" && clearing.includes(kind);
  const isDisturbed = deeds.ofRound().some((other) => overlaps(other, deed) && isClearing(other));
  const wasTried = deed.outcome === "ok" || deed.refusal === "WrongCredentials" || deed.refusal === "WrongPassword";
  const isSteady = deed.instants.length === 1 && !isDisturbed && !mayDiffer(stage, person, deed);
  if (mustWait && wasTried && isSteady) {
    broken(`${deed.what} was tried, and had to wait after so many failures`);
  }
  if (mustWait && deed.refusal === "TooManyAttempts") tally.add("guesses made to wait");
  if (isClearing(deed)) guesses.forgiven(name);
  const isFailure = deed.refusal === "WrongCredentials" || deed.refusal === "WrongPassword";
  if (isFailure && !isDisturbed && !mayDiffer(stage, person, deed)) guesses.failed(name, Math.min(...deed.instants));
}

export async function signOut(stage: Stage, step: Of<"sign out">): Promise<void> {
  const { deeds, people, signIns, broken } = stage;
  const going = signIns.all().filter(({ hasEnded }) => !hasEnded);
  const signed = back(going.length > 0 ? going : signIns.all(), step.session);
  if (!signed) return;
  const { id: sessionId, accountId } = signed.session;
  const deed = await deeds.begin({ what: `sign out of ${shortOf(sessionId)}`, kind: "sign out", accountId });
  const hadEnded = signed.hasEnded;
  const answer = await deeds.ask(deed, (app) =>
    step.listed ? app.endSession({ accountId, sessionId }) : app.signOut({ sessionId }),
  );
  // What a crash has left of a closed account's sessions is nobody's any more.
  const isOpen = people.find(accountId)?.isOpen === true;
  if (answer?.isOk() && hadEnded && step.listed && isOpen) broken(`${deed.what}: found a session that had ended`);
  if (answer?.isOk()) {
    signed.hasEnded = true;
    stage.tally.add("sessions signed out");
  }
}

export async function resume(stage: Stage, step: Of<"resume">): Promise<void> {
  const { deeds, people, signIns, broken } = stage;
  const signed = back(signIns.all(), step.session);
  if (!signed) return;
  const { id: sessionId, accountId } = signed.session;
  const deed = await deeds.begin({ what: `a request by ${shortOf(sessionId)}`, kind: "resume", accountId });
  const [hadEnded, person] = [signed.hasEnded, people.find(accountId)];
  const wasOpen = person?.isOpen === true;
  const answer = await deeds.ask(deed, (app) => app.resumeSession({ sessionId }));
  if (answer?.isOk() && hadEnded) broken(`${deed.what}: goes on after it was signed out`);
  if (answer?.isOk() && !wasOpen) broken(`${deed.what}: goes on after the account was closed`);
}
