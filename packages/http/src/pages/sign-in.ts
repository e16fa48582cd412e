import type { App } from "@bourse/core";
import { html } from "@remix-run/html-template";
import { callerOf, clearSessionCookie, sessionView, setSessionCookie, signedIn } from "../auth.ts";
import { attemptsAddress } from "../client-address.ts";
import { refuseOtherSites } from "../guards/cross-site.ts";
import { orProblem } from "../problem.ts";
import type { Server } from "../typed-server.ts";
import { show, showAgain } from "./answers.ts";
import { leadTo } from "./done.ts";
import { fieldsOf } from "./fields.ts";
import { form, hidden, input, type FormState } from "./forms.ts";
import { signedOutOnly } from "./guards.ts";
import type { View } from "./layout.ts";

const FIELDS = ["username", "password"] as const;

/** `/signin` and `/signout`. */
export function signInPages(pages: Server, app: App): void {
  pages.get("/signin", { onRequest: signedOutOnly(app) }, (request, reply) => {
    const { next } = fieldsOf(request, ["next"], "query");
    return show(request, reply, signInView({ values: { next }, problems: [] }));
  });

  pages.post("/signin", { onRequest: refuseOtherSites }, async (request, reply) => {
    const values = fieldsOf(request, [...FIELDS, "next"]);
    const { username: login, password, next } = values;
    const opened = await app.signIn({ login: login.trim(), password, address: attemptsAddress(request.ip) });
    if (opened.isErr()) {
      const names = { about: { WrongCredentials: "username", TooManyAttempts: "username" } };
      return showAgain(request, reply, opened.error, { values, names, view: signInView });
    }
    setSessionCookie(reply, sessionView(pages, opened.value).token, opened.value);
    return leadTo(reply, ownPath(next) ?? "/", "signed-in");
  });

  const onRequest = signedIn(app);
  pages.get("/signout", { onRequest }, (request, reply) => show(request, reply, SIGN_OUT));

  pages.post("/signout", { onRequest }, async (request, reply) => {
    await orProblem(app.signOut({ sessionId: callerOf(request).session.id }));
    clearSessionCookie(reply);
    return leadTo(reply, "/signin", "signed-out");
  });
}

/** Where somebody was on the way to, when that is a page of ours: nobody is to be led to another site from here. */
function ownPath(next: string): string | null {
  if (!next.startsWith("/")) return null;
  const here = "http://here.invalid";
  const url = URL.parse(next, here);
  // What is resolved may name another host all the same, as `/.//elsewhere` does.
  if (url?.origin !== here || url.pathname.startsWith("//")) return null;
  return url.pathname + url.search;
}

function signInView(state: FormState): View {
  return {
    title: "Sign in",
    state,
    fields: FIELDS,
    body: html`<p>New here? <a href="/register">Open an account</a>.</p>
      ${form({ action: "/signin", button: "Sign in", label: "Sign in" }, [
        input(state, { name: "username", label: "Username or e-mail", autocomplete: "username" }),
        input(state, { name: "password", label: "Password", type: "password", autocomplete: "current-password" }),
        hidden("next", state.values["next"] ?? ""),
      ])}
      <p><a href="/forgot">Forgot your password?</a></p>`,
  };
}

const SIGN_OUT: View = {
  title: "Sign out",
  body: html`<p>You can sign in again at any time.</p>
    ${form({ action: "/signout", button: "Sign out", label: "Sign out" }, [])}`,
};
