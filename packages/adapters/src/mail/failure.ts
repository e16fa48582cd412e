import type { Email, Letter, MailUnavailable } from "@bourse/core";
import { isUnambiguous } from "./address.ts";

/** A letter that was not delivered and will not be. `cause` may be logged: no token is in it, and no password. */
export type MailFailure = { readonly to: Email; readonly cause: Error };

export type OnFailure = (failure: MailFailure) => void;

/** Tells whoever runs the server, since the use cases tell nobody. */
export function failed(onFailure: OnFailure, to: Email, cause: Error): MailUnavailable {
  onFailure({ to, cause });
  return { kind: "MailUnavailable", cause };
}

/** Why a letter cannot be sent at all, or null. */
export function addressRefusal({ to }: Letter): Error | null {
  return isUnambiguous(to) ? null : new Error("The address could be read as another one, or as more than one.");
}

/** An error as it may be logged: servers quote what they refuse, and what they refuse may hold a secret. */
export function withoutSecrets(error: unknown, secrets: readonly string[]): Error {
  const { code, responseCode, message } = factsOf(error);
  const said = secrets
    .filter((secret) => secret !== "")
    .reduce((text, secret) => text.replaceAll(secret, "…"), message);
  return Object.assign(new Error(said), code !== undefined && { code }, responseCode !== undefined && { responseCode });
}

type Facts = { readonly message: string; readonly code?: unknown; readonly responseCode?: unknown };

export function factsOf(error: unknown): Facts {
  return error instanceof Error ? error : { message: String(error) };
}
