import type { Letter } from "@bourse/core";

/** A mail as its reader sees it: plain text, its lines ended by "\n". */
export type Composed = { readonly subject: string; readonly text: string };

/**
 * Says in words what a letter has to tell. No line but the link's is longer than 76 characters, and that one seldom is:
 * up to there a mail travels as it is written, and even its raw text has the link in one piece.
 */
export function compose({ username, token, expiresAt }: Letter, publicUrl: string): Composed {
  const link = `${publicUrl.replace(/\/+$/, "")}/reset/${token}`;
  // Cut to the minute, so that nobody is promised a moment too much.
  const [day, time] = new Date(expiresAt).toISOString().slice(0, 16).split("T");
  const text = `Hello ${username},

a new password was asked for, for your Bourse account ${username}.
To set one, open this link:

${link}

It works once, and for ten minutes: until ${time} UTC on ${day}.

If it was not you who asked, ignore this mail: your password stays as it is.
`;
  return { subject: "Set a new Bourse password", text };
}
