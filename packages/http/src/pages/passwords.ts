import { html, type SafeHtml } from "@remix-run/html-template";
import { attributes } from "./attributes.ts";
import { input, type FormState } from "./forms.ts";

/** A new password and its repetition, which the page asks for since nobody sees what they type. */
export function newPasswordFields(state: FormState, label = "Password"): readonly SafeHtml[] {
  return [
    input(state, {
      name: "password",
      label,
      type: "password",
      autocomplete: "new-password",
      hint: "8 to 128 characters, and none that many people use.",
    }),
    input(state, {
      name: "confirmation",
      label: `${label} again`,
      type: "password",
      autocomplete: "new-password",
    }),
  ];
}

/**
 * Whose password it is, for a password manager: nobody sees it, and it is not sent.
 * https://www.chromium.org/developers/design-documents/create-amazing-password-forms/
 */
export function passwordHolder(username: string): SafeHtml {
  return html`<input${attributes({ type: "text", value: username, autocomplete: "username", readonly: true, hidden: true })} />`;
}
