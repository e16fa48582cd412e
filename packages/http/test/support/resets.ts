import { ask, type Answer, type Person } from "./people.ts";
import type { TestServer } from "./server.ts";

export function askForReset(bourse: TestServer, email: string): Promise<Answer> {
  return ask(bourse, "POST", "/v1/password-resets", { body: { email } });
}

export function resetBy(bourse: TestServer, token: string, password: string): Promise<Answer> {
  return ask(bourse, "PUT", `/v1/password-resets/${token}`, { body: { password } });
}

/** What the person finds in the mailbox after asking. */
export async function mailedToken(bourse: TestServer, { email }: Person): Promise<string> {
  await askForReset(bourse, email);
  const letter = bourse.mail.outbox().findLast(({ to }) => to === email);
  if (!letter) throw new Error(`no mail came to ${email}`);
  return letter.token;
}
