import type { Letter, Mail } from "@bourse/core";
import { err, ok } from "neverthrow";
import { later } from "./later.ts";

/** Mail that goes nowhere: a test reads it. */
export type FakeMail = Mail & {
  /** What has been sent, the oldest first. */
  readonly outbox: () => readonly Letter[];
  /** While true, nothing can be sent. */
  readonly fail: (failing: boolean) => void;
};

export function fakeMail(): FakeMail {
  const sent: Letter[] = [];
  let isFailing = false;
  return {
    send: (letter) =>
      later(() => {
        if (isFailing) return err({ kind: "MailUnavailable" as const, cause: new Error("mail was told to fail") });
        sent.push(letter);
        return ok();
      }),
    outbox: () => [...sent],
    fail: (failing) => {
      isFailing = failing;
    },
  };
}
