import { domainToASCII } from "node:url";
import type { Email } from "@bourse/core";

/** RFC 5322's atext, and beyond ASCII whatever a mail server may know (RFC 6531). */
const LOCAL_PART = /^[\w!#$%&'*+/=?^`{|}~\u0080-\u{10FFFF}-]+(?:\.[\w!#$%&'*+/=?^`{|}~\u0080-\u{10FFFF}-]+)*$/u;
const DOMAIN = /^[\w.\u0080-\u{10FFFF}-]+$/u;
const HOST_NAME = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;

/**
 * Whether an address is one and the same to everyone who handles it. People may register addresses with commas, quotes
 * and angle brackets, which some would read as two addresses, or mend into another one: mail goes to none of those.
 */
export function isUnambiguous(email: Email): boolean {
  const at = email.lastIndexOf("@");
  const domain = email.slice(at + 1);
  return LOCAL_PART.test(email.slice(0, at)) && DOMAIN.test(domain) && HOST_NAME.test(domainToASCII(domain));
}
