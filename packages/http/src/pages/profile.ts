import { invalid, type App, type SessionId } from "@bourse/core";
import type { FastifyReply, FastifyRequest } from "fastify";
import { callerOf, clearSessionCookie, signedIn } from "../auth.ts";
import { orProblem } from "../problem.ts";
import type { Failure } from "../problems/failure.ts";
import type { Server } from "../typed-server.ts";
import { show, showAgain, type FormNames } from "./answers.ts";
import { leadTo } from "./done.ts";
import { fieldsOf } from "./fields.ts";
import type { View } from "./layout.ts";
import { detailsOf, PROFILE_FORMS, profileView, type ProfileForm, type Sent } from "./profile-view.ts";

const NAMES: Readonly<Record<ProfileForm, FormNames>> = {
  details: {
    rename: { dateOfBirth: "date_of_birth" },
    about: { UsernameTaken: "username", EmailTaken: "email", EmailBlacklisted: "email", UnderAge: "date_of_birth" },
  },
  password: {
    rename: { newPassword: "password", currentPassword: "current_password" },
    about: { WrongPassword: "current_password", TooManyAttempts: "current_password" },
  },
  sessions: {},
  close: {},
};

type Refused = {
  readonly form: ProfileForm;
  readonly failure: Failure;
  readonly values?: Sent["state"]["values"];
};

/** `/profile`: own details, password and sessions, and closing the account; a form and a path for each. */
export function profilePages(pages: Server, app: App): void {
  const onRequest = signedIn(app);

  const view = async (request: FastifyRequest, sent?: Sent): Promise<View> => {
    const { account, session } = callerOf(request);
    const sessions = await orProblem(app.listSessions({ accountId: account.id }));
    return profileView({ account, sessions, current: session.id }, sent);
  };
  const again = (request: FastifyRequest, reply: FastifyReply, { form, failure, values = {} }: Refused) =>
    showAgain(request, reply, failure, {
      values,
      names: NAMES[form],
      view: (state) => view(request, { form, state }),
    });

  pages.get("/profile", { onRequest }, async (request, reply) => show(request, reply, await view(request)));

  pages.post("/profile", { onRequest }, async (request, reply) => {
    const values = fieldsOf(request, PROFILE_FORMS.details);
    const { account } = callerOf(request);
    const before = detailsOf(account);
    const changed = (name: keyof typeof values): string | undefined =>
      values[name] === before[name] ? undefined : values[name];
    const changes = {
      username: changed("username"),
      email: changed("email"),
      name: changed("name") === "" ? null : changed("name"),
      dateOfBirth: changed("date_of_birth"),
    };
    if (Object.values(changes).every((value) => value === undefined)) {
      return leadTo(reply, "/profile", "nothing-amended");
    }
    return app.amendDetails({ accountId: account.id, ...changes }).match(
      () => leadTo(reply, "/profile", "details-amended"),
      (failure) => again(request, reply, { form: "details", failure, values }),
    );
  });

  pages.post("/profile/password", { onRequest }, async (request, reply) => {
    const fields = fieldsOf(request, PROFILE_FORMS.password);
    const { current_password: currentPassword, password: newPassword, confirmation } = fields;
    const { account, session } = callerOf(request);
    const change = { accountId: account.id, sessionId: session.id, currentPassword, newPassword, confirmation };
    return app.changePassword(change).match(
      () => leadTo(reply, "/profile", "password-changed"),
      (failure) => again(request, reply, { form: "password", failure }),
    );
  });

  pages.post("/profile/sessions", { onRequest }, async (request, reply) => {
    const sessionId = fieldsOf(request, ["session"]).session as SessionId;
    const { account, session } = callerOf(request);
    const ended = await app.endSession({ accountId: account.id, sessionId });
    if (ended.isErr()) return again(request, reply, { form: "sessions", failure: ended.error });
    if (sessionId !== session.id) return leadTo(reply, "/profile", "session-ended");
    clearSessionCookie(reply);
    return leadTo(reply, "/signin", "signed-out");
  });

  pages.post("/profile/close", { onRequest }, async (request, reply) => {
    const values = fieldsOf(request, PROFILE_FORMS.close);
    if (values.confirm !== "yes") {
      const failure = invalid("confirm", "ticked", "This box must be ticked to close the account.");
      return again(request, reply, { form: "close", failure });
    }
    await orProblem(app.closeAccount({ accountId: callerOf(request).account.id }));
    clearSessionCookie(reply);
    return leadTo(reply, "/signin", "closed");
  });

  // Where a form was refused its path stands in the address bar, and may be opened from there.
  for (const path of ["/profile/password", "/profile/sessions", "/profile/close"]) {
    pages.get(path, (_request, reply) => reply.redirect("/profile", 303));
  }
}
