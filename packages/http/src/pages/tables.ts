import type { Instant } from "@bourse/core";
import { html, type SafeHtml } from "@remix-run/html-template";
import { isoTime } from "../schemas/iso-time.ts";
import { attributes } from "./attributes.ts";
import { moment } from "./words.ts";

/** A table may be wider than a telephone: it then scrolls by itself, also by keyboard, and the page does not. */
export function scrollable(label: string, table: SafeHtml): SafeHtml {
  return html`<div class="scroll" role="region" tabindex="0" ${attributes({ "aria-label": label })}>${table}</div>`;
}

export function timeElement(at: Instant): SafeHtml {
  return html`<time${attributes({ datetime: isoTime(at) })}>${moment(at)}</time>`;
}
