import { html, type SafeHtml } from "@remix-run/html-template";
import { attributes } from "./attributes.ts";

/** A figure with its name, and what there is to say of it. */
export type Figure = { readonly name: string; readonly figure: SafeHtml | string; readonly remark?: string | null };

/** Figures side by side, as many as there is room for; in a `lead`, the first is what the page is about. */
export function figures(given: readonly Figure[], kind: "lead" | "plain" = "plain"): SafeHtml {
  const items = given.map(
    ({ name, figure, remark = null }) =>
      html`<div>
        <dt>${name}</dt>
        <dd>${figure}${remark === null ? null : html` <small>${remark}</small>`}</dd>
      </div>`,
  );
  return html`<dl${attributes({ class: `figures ${kind}` })}>${items}</dl>`;
}
