import type { Account, Session, SessionId } from "@bourse/core";
import { html, type SafeHtml } from "@remix-run/html-template";
import { checkbox, form, hidden, input, UNTOUCHED, type FormState } from "./forms.ts";
import type { View } from "./layout.ts";
import { newPasswordFields, passwordHolder } from "./passwords.ts";
import { timeElement } from "./tables.ts";
import { moment } from "./words.ts";

/** The forms of the profile, each with its fields. Their names differ, so that the one page has each of them once. */
export const PROFILE_FORMS = {
  details: ["username", "email", "name", "date_of_birth"],
  password: ["current_password", "password", "confirmation"],
  sessions: [],
  close: ["confirm"],
} as const;

export type ProfileForm = keyof typeof PROFILE_FORMS;

/** The form that was sent, if one was, and its state. */
export type Sent = { readonly form: ProfileForm; readonly state: FormState };

export type Profile = {
  readonly account: Account;
  readonly sessions: readonly Session[];
  /** The session that asks. */
  readonly current: SessionId;
};

export function detailsOf({ username, email, name, dateOfBirth }: Account): Readonly<Record<string, string>> {
  return { username, email, name: name ?? "", date_of_birth: dateOfBirth ?? "" };
}

export function profileView({ account, sessions, current }: Profile, sent?: Sent): View {
  const stateOf = (name: ProfileForm, untouched = UNTOUCHED): FormState =>
    sent?.form === name ? sent.state : untouched;
  const body = html`
    <section aria-labelledby="details">
      <h2 id="details">Details</h2>
      ${detailsForm(stateOf("details", { values: detailsOf(account), problems: [] }))}
    </section>
    <section aria-labelledby="change-password">
      <h2 id="change-password">Password</h2>
      ${passwordForm(stateOf("password"), account)}
    </section>
    <section aria-labelledby="sessions">
      <h2 id="sessions">Where you are signed in</h2>
      <ol>
        ${sessions.map((session, index) => sessionItem(session, index + 1, session.id === current))}
      </ol>
    </section>
    <section aria-labelledby="close">
      <h2 id="close">Close the account</h2>
      ${closeForm(stateOf("close"), account)}
    </section>
  `;
  return { title: "Profile", body, ...(sent && { state: sent.state, fields: PROFILE_FORMS[sent.form] }) };
}

function detailsForm(state: FormState): SafeHtml {
  return form({ action: "/profile", button: "Change the details", label: "Details" }, [
    input(state, { name: "username", label: "Username", autocomplete: "username" }),
    input(state, { name: "email", label: "E-mail", type: "email", autocomplete: "email" }),
    input(state, { name: "name", label: "Name", autocomplete: "name", required: false }),
    input(state, { name: "date_of_birth", label: "Date of birth", type: "date", autocomplete: "bday" }),
  ]);
}

function passwordForm(state: FormState, { username }: Account): SafeHtml {
  return html`${form({ action: "/profile/password", button: "Change the password", label: "Password" }, [
      passwordHolder(username),
      input(state, {
        name: "current_password",
        label: "Current password",
        type: "password",
        autocomplete: "current-password",
      }),
      ...newPasswordFields(state, "New password"),
    ])}
    <p>It ends your other sessions. <a href="/forgot">Forgot your password?</a></p>`;
}

/** Several may have begun in one minute: it is their number that tells them apart. */
function sessionItem({ id, startedAt, expiresAt }: Session, number: number, isCurrent: boolean): SafeHtml {
  const label = `Session ${number}, begun ${moment(startedAt)}`;
  return html`<li>
    Begun ${timeElement(startedAt)}, ends
    ${timeElement(expiresAt)}${isCurrent ? html`; <strong>this one</strong>` : null}
    ${form({ action: "/profile/sessions", button: isCurrent ? "End this session" : `End session ${number}`, label }, [
      hidden("session", id),
    ])}
  </li>`;
}

function closeForm(state: FormState, { blacklisted }: Account): SafeHtml {
  return html`<p>
      Your username, e-mail, name, date of birth and password are erased, and every session ends. What was bought, sold,
      added and withdrawn is kept, under a number that tells nobody whose it was.
      ${blacklisted ? "Since the account is blacklisted, its e-mail opens no other." : null} This cannot be undone.
    </p>
    ${form({ action: "/profile/close", button: "Close the account", label: "Close the account" }, [
      checkbox(state, { name: "confirm", label: "Close my account, and erase what is known of me" }),
    ])}`;
}
