import type { Logger } from "pino";

type MailFailure = {
  readonly to: string;
  readonly cause: Error & { readonly code?: unknown; readonly responseCode?: unknown };
};

/**
 * One line for each mail that was not sent, without its address. What a mail server says of it may quote anything, so
 * that of its answers only the codes are told.
 */
export function logMailFailure(log: Logger) {
  return ({ to, cause }: MailFailure): void => {
    const { code, responseCode: status, message } = cause;
    const reason = status === undefined ? without(message, to) : undefined;
    log.error({ code, status, reason }, "mail failed");
  };
}

/** In any case, as mail servers like to change it. */
function without(text: string, address: string): string {
  return text.replaceAll(new RegExp(address.replaceAll(/\W/g, "\\$&"), "gi"), "…");
}
