import type { App } from "@bourse/core";
import { html } from "@remix-run/html-template";
import type { FastifyRequest } from "fastify";
import { attemptsAddress } from "../client-address.ts";
import { refuseOtherSites } from "../guards/cross-site.ts";
import { PROBLEMS } from "../problem.ts";
import type { Server } from "../typed-server.ts";
import { show, showAgain } from "./answers.ts";
import { leadTo } from "./done.ts";
import { fieldsOf } from "./fields.ts";
import { form, input, UNTOUCHED, type FormState } from "./forms.ts";
import { perhapsSignedIn } from "./guards.ts";
import type { View } from "./layout.ts";
import { newPasswordFields } from "./passwords.ts";

const FORGOT_FIELDS = ["email"] as const;
const RESET_FIELDS = ["password", "confirmation"] as const;
const RESET_NAMES = { rename: { newPassword: "password" } };

/** `/forgot` asks for a mail, and `/reset/{token}`, to which the mail's link leads, sets a new password by it. */
export function resetPages(pages: Server, app: App): void {
  // Somebody who is signed in may have forgotten the password all the same.
  const onRequest = perhapsSignedIn(app);

  pages.get("/forgot", { onRequest }, (request, reply) => show(request, reply, forgotView(UNTOUCHED)));

  pages.post("/forgot", { onRequest: refuseOtherSites }, async (request, reply) => {
    const values = fieldsOf(request, FORGOT_FIELDS);
    const asked = await app.requestPasswordReset({ email: values.email.trim(), address: attemptsAddress(request.ip) });
    if (asked.isErr()) {
      const names = { about: { TooManyAttempts: "email" } };
      return showAgain(request, reply, asked.error, { values, names, view: forgotView });
    }
    return leadTo(reply, "/signin", "asked-for-reset");
  });

  pages.get("/reset/:token", { onRequest }, (request, reply) =>
    show(request, reply, resetView(tokenOf(request), UNTOUCHED)),
  );

  pages.post("/reset/:token", { onRequest: refuseOtherSites }, async (request, reply) => {
    const token = tokenOf(request);
    const values = fieldsOf(request, RESET_FIELDS);
    const { password: newPassword, confirmation } = values;
    const reset = await app.resetPassword({ token, newPassword, confirmation });
    if (reset.isErr()) {
      const view = (state: FormState): View => resetView(token, state);
      return showAgain(request, reply, reset.error, { values, names: RESET_NAMES, view });
    }
    return leadTo(reply, "/signin", "password-reset");
  });
}

function tokenOf(request: FastifyRequest): string {
  return (request.params as { readonly token: string }).token;
}

function forgotView(state: FormState): View {
  return {
    title: "Forgot your password?",
    state,
    fields: FORGOT_FIELDS,
    body: html`<p>Tell us your e-mail, and we send you a link by which you can set a new password.</p>
      ${form({ action: "/forgot", button: "Send the link", label: "Ask for a link" }, [
        input(state, { name: "email", label: "E-mail", type: "email", autocomplete: "email" }),
      ])}
      <p><a href="/signin">Back to signing in</a>.</p>`,
  };
}

function resetView(token: string, state: FormState): View {
  // Once it is over, no password will do.
  const isOver = state.problems.some(({ rule }) => rule === PROBLEMS.ResetNotFound.code);
  const action = `/reset/${encodeURIComponent(token)}`;
  return {
    title: "Set a new password",
    state,
    fields: isOver ? [] : RESET_FIELDS,
    body: html`${
        isOver
          ? null
          : form({ action, button: "Set the password", label: "Set a new password" }, newPasswordFields(state))
      }
      <p>A link works once, and for ten minutes. <a href="/forgot">Ask for another link</a>.</p>`,
  };
}
