import type { App } from "@bourse/core";
import { html } from "@remix-run/html-template";
import { refuseOtherSites } from "../guards/cross-site.ts";
import type { Server } from "../typed-server.ts";
import { show, showAgain } from "./answers.ts";
import { leadTo } from "./done.ts";
import { fieldsOf, optional } from "./fields.ts";
import { form, input, UNTOUCHED, type FormState } from "./forms.ts";
import { signedOutOnly } from "./guards.ts";
import type { View } from "./layout.ts";
import { newPasswordFields } from "./passwords.ts";

const FIELDS = ["username", "password", "confirmation", "email", "date_of_birth"] as const;

const NAMES = {
  rename: { dateOfBirth: "date_of_birth" },
  about: { UsernameTaken: "username", EmailTaken: "email", EmailBlacklisted: "email", UnderAge: "date_of_birth" },
};

/** `/register`: opens an account. */
export function registerPage(pages: Server, app: App): void {
  pages.get("/register", { onRequest: signedOutOnly(app) }, (request, reply) => show(request, reply, view(UNTOUCHED)));

  pages.post("/register", { onRequest: refuseOtherSites }, async (request, reply) => {
    const values = fieldsOf(request, FIELDS);
    const { password, confirmation } = values;
    // A telephone's keyboard leaves a space behind a word; a password is as it was typed.
    const [username, email] = [values.username.trim(), values.email.trim()];
    const dateOfBirth = optional(values.date_of_birth.trim());
    const opened = await app.openAccount({ username, email, password, confirmation, dateOfBirth });
    if (opened.isErr()) return showAgain(request, reply, opened.error, { values, names: NAMES, view });
    return leadTo(reply, "/signin", "registered");
  });
}

function view(state: FormState): View {
  return {
    title: "Register",
    state,
    fields: FIELDS,
    body: html`<p>Simulated money, and the stocks of the US market. Have an account? <a href="/signin">Sign in</a>.</p>
      ${form({ action: "/register", button: "Open an account", label: "Register" }, [
        input(state, {
          name: "username",
          label: "Username",
          autocomplete: "username",
          hint: "3 to 32 letters, digits, dots, dashes and underscores.",
        }),
        ...newPasswordFields(state),
        input(state, { name: "email", label: "E-mail", type: "email", autocomplete: "email" }),
        input(state, { name: "date_of_birth", label: "Date of birth", type: "date", autocomplete: "bday" }),
      ])}`,
  };
}
