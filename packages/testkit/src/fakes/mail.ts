import { loginName, type Letter, type Mail, type MailUnavailable } from "@bourse/core";
import { err, ok, type Result } from "neverthrow";
import { later } from "./later.ts";

/** Mail that goes nowhere: a test reads it. */
export type FakeMail = Mail & {
  /** What has been sent and not forgotten, the oldest first. */
  readonly outbox: () => readonly Letter[];
  /** While true, nothing can be sent or forgotten. */
  readonly fail: (failing: boolean) => void;
};

export function fakeMail(): FakeMail {
  let sent: readonly Letter[] = [];
  let isFailing = false;
  function change(next: () => readonly Letter[]): Result<void, MailUnavailable> {
    if (isFailing) return err({ kind: "MailUnavailable", cause: new Error("mail was told to fail") });
    sent = next();
    return ok();
  }
  return {
    send: (letter) => later(() => change(() => [...sent, letter])),
    forget: (address) => later(() => change(() => sent.filter(({ to }) => loginName(to) !== loginName(address)))),
    outbox: () => sent,
    fail: (failing) => {
      isFailing = failing;
    },
  };
}
