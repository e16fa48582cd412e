import * as fc from "fast-check";
import { expect } from "vitest";
import { elementsOf, type Element } from "./html.ts";

/** What would do something on a page that wrote it as it is, or hide what stands around it. */
export const HOSTILE: readonly string[] = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' autofocus onfocus='alert(1)",
  "</select></form></main><form action=//evil.example>",
  "javascript:alert(1)",
  "\u202Egnp.exe\u2066\u200F",
  "&lt;b&gt; &amp; &#39; &quot;",
  "constructor",
  "__proto__",
  '=HYPERLINK("https://evil.example")',
  "x".repeat(10_000),
];

/** Any text that a form can send, and often such a one. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: fc.constantFrom(...Array.from("<>\"'&;=/`\\\n\r\t\0\u202E-!#x")), maxLength: 40 }),
);

/** A text as a browser reads it back out of an attribute: https://html.spec.whatwg.org/#preprocessing-the-input-stream */
export function asRead(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n").replaceAll("\0", "\uFFFD");
}

/** Nothing of what was typed has become markup: no script, nothing that runs, nothing from elsewhere. */
export function expectInert(document: string, what: string): void {
  const strange = elementsOf(document).filter((element) => ACTIVE.has(element.name) || isActive(element));
  expect(
    strange.map(({ name, attributes }) => ({ name, attributes })),
    what,
  ).toStrictEqual([]);
}

const ACTIVE = new Set(["base", "embed", "frame", "iframe", "img", "math", "object", "script", "style", "template"]);
const ADDRESSES = new Set(["action", "formaction", "href", "src", "srcdoc"]);

function isActive({ attributes }: Element): boolean {
  return Object.entries(attributes).some(
    ([name, value]) =>
      name.startsWith("on") || name === "style" || (ADDRESSES.has(name) && !/^(?:\/(?!\/)|#)/.test(value)),
  );
}
