import { html, type SafeHtml } from "@remix-run/html-template";

type Value = boolean | number | string | null | undefined;

/** An element's attributes: true writes the bare name, false, null and undefined write nothing. Names are our own. */
export function attributes(given: Readonly<Record<string, Value>>): SafeHtml {
  const written = Object.entries(given).flatMap(([name, value]) => {
    if (value === undefined || value === null || value === false) return [];
    return value === true ? [html.raw` ${name}`] : [html` ${html.raw`${name}`}="${value}"`];
  });
  return html`${written}`;
}
