import type { Instant, Money } from "@bourse/core";
import { html, type SafeHtml } from "@remix-run/html-template";
import { isoTime } from "../schemas/iso-time.ts";
import { attributes } from "./attributes.ts";
import { moment } from "./words.ts";
import { signedDollars } from "../amounts.ts";

/** A table may be wider than a telephone: it then scrolls by itself, also by keyboard, and the page does not. */
export function scrollable(label: string, table: SafeHtml): SafeHtml {
  return html`<div class="scroll" role="region" tabindex="0" ${attributes({ "aria-label": label })}>${table}</div>`;
}

export function timeElement(at: Instant): SafeHtml {
  const [day, ...time] = moment(at).split(" ");
  return html`<time${attributes({ datetime: isoTime(at) })}>${whole(day ?? "")} ${whole(time.join(" "))}</time>`;
}

/** What no line may break in: a date would at its dashes. */
export function whole(text: string): SafeHtml {
  return html`<span class="whole">${text}</span>`;
}

/** What was won or lost: its sign tells which, and its colour says so again. */
export function gain(amount: Money, text: string = signedDollars(amount)): SafeHtml | string {
  if (amount === 0n) return text;
  return html`<span${attributes({ class: amount > 0n ? "won" : "lost" })}>${text}</span>`;
}
