import type { AppError } from "@bourse/core";
import type { Deed, Writes } from "../deeds.ts";
import { folded, writersOf, type Person } from "../people.ts";
import type { Step } from "../plan.ts";
import { personAt, type Stage } from "../stage.ts";

const USERNAMES = ["ada", "Ada", "bob", "BOB", "cyd", "dee"];
const EMAILS = USERNAMES.map((name) => `${name}@example.com`);

type Of<Do extends Step["do"]> = Extract<Step, { readonly do: Do }>;

export async function open(stage: Stage, step: Omit<Of<"open">, "do">): Promise<void> {
  await openAs(stage, USERNAMES[step.username] ?? "ada", EMAILS[step.email] ?? "ada@example.com");
}

export async function openAs(stage: Stage, username: string, email: string): Promise<Person | null> {
  const { deeds, people, tally } = stage;
  const writes = { username, email, password: stage.newPassword() };
  const what = `opening ${username} <${email}>`;
  const deed = await deeds.begin({ what, kind: "open", accountId: null, writes });
  const wasBarred = people.isBarred(email, null);
  const answer = await deeds.ask(deed, (app) => app.openAccount({ ...writes, dateOfBirth: "1990-05-17" }));
  if (answer?.isErr()) judgeNames(stage, deed, answer.error);
  if (!answer?.isOk()) return null;
  if (wasBarred && !isReinstating(stage)) stage.broken(`${what} was granted for a blacklisted e-mail`);
  tally.add("accounts opened");
  return people.opened(answer.value, writes.password);
}

export async function amend(stage: Stage, step: Of<"amend">): Promise<void> {
  const { deeds, people } = stage;
  const person = personAt(stage, step.who);
  if (!person) return;
  const [username, email] = [USERNAMES[step.username ?? -1], EMAILS[step.email ?? -1]];
  const writes: Writes = { ...(username !== undefined && { username }), ...(email !== undefined && { email }) };
  const what = `amending ${person.username} to ${username ?? ""} <${email ?? ""}>`;
  const deed = await deeds.begin({ what, kind: "amend", accountId: person.id, writes });
  const wasBarred = email !== undefined && people.isBarred(email, person.id);
  const answer = await deeds.ask(deed, (app) => app.amendDetails({ accountId: person.id, name: "A Name", ...writes }));
  if (answer?.isErr()) judgeNames(stage, deed, answer.error);
  if (!answer?.isOk()) return;
  if (wasBarred && !isReinstating(stage)) stage.broken(`${what} was granted for a blacklisted e-mail`);
  stage.tally.add("accounts amended");
}

export async function close(stage: Stage, step: Of<"close">): Promise<void> {
  const person = personAt(stage, step.who);
  if (!person) return;
  const { id: accountId } = person;
  const asked = { what: `closing ${person.username}`, kind: "close", accountId, writes: { isOpen: false } };
  const deed = await stage.deeds.begin(asked);
  const answer = await stage.deeds.ask(deed, (app) => app.closeAccount({ accountId }));
  if (answer?.isErr()) judgeNames(stage, deed, answer.error);
  if (answer?.isOk()) stage.tally.add("accounts closed");
}

export async function blacklist(stage: Stage, step: Of<"blacklist" | "reinstate">): Promise<void> {
  const { deeds, people } = stage;
  const person = personAt(stage, step.who);
  const askedBy = step.byOperator ? people.all()[0] : person;
  if (!person || !askedBy) return;
  const { id: accountId } = person;
  const writes = { blacklisted: step.do === "blacklist" };
  const what = `${step.do} ${person.username}, asked by ${askedBy.username}`;
  const deed = await deeds.begin({ what, kind: step.do, accountId, writes });
  const answer = await deeds.ask(deed, (app) =>
    step.do === "blacklist"
      ? app.blacklist({ askedBy: askedBy.id, accountId })
      : app.reinstate({ askedBy: askedBy.id, accountId }),
  );
  if (answer?.isErr() && step.byOperator) judgeNames(stage, deed, answer.error);
  if (!answer?.isOk()) return;
  if (!step.byOperator) stage.broken(`${what} was done for someone who is no operator`);
  stage.tally.add(step.do === "blacklist" ? "accounts blacklisted" : "accounts reinstated");
}

function isReinstating({ deeds }: Stage): boolean {
  return deeds.ofRound().some(({ kind }) => kind === "reinstate");
}

/** A name is taken only by someone who has it, or is about to; an account is not found only once it is closed. */
function judgeNames(stage: Stage, deed: Deed, error: AppError): void {
  const { deeds, people } = stage;
  const round = deeds.ofRound().filter((other) => other !== deed && other.outcome !== "refused");
  const others = people.all().filter(({ id }) => id !== deed.accountId);
  const mayHave = (field: "email" | "username"): boolean => {
    const name = folded(deed.writes[field] ?? "");
    const written = round.some(({ writes }) => folded(writes[field] ?? "") === name);
    return written || others.some((person) => person.isOpen && folded(person[field]) === name);
  };
  const isTrue = (): boolean => {
    switch (error.kind) {
      case "StoreUnavailable":
        return true;
      case "UsernameTaken":
        return mayHave("username");
      case "EmailTaken":
        return mayHave("email");
      case "EmailBlacklisted":
        return others.some((person) => wasOfBlacklisted(person, folded(deed.writes.email ?? ""), round));
      case "AccountNotFound":
        return people.all().some((person) => person.id === deed.accountId && mayBeClosed(person, round));
      default:
        return false;
    }
  };
  if (!isTrue()) stage.broken(`${deed.what} was refused for what is not so: ${error.kind}`);
}

function wasOfBlacklisted(person: Person, email: string, round: readonly Deed[]): boolean {
  const written = writersOf(person, "email", round).map(({ writes }) => folded(writes.email ?? ""));
  const isBlacklisted = person.wasBlacklisted || writersOf(person, "blacklisted", round).length > 0;
  return isBlacklisted && (person.everyEmail.has(email) || written.includes(email));
}

function mayBeClosed(person: Person, round: readonly Deed[]): boolean {
  return !person.isOpen || writersOf(person, "isOpen", round).length > 0;
}
