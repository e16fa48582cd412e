import { expect } from "vitest";
import type { Json } from "./document.ts";
import { ask, open, PASSWORD } from "./people.ts";
import { blacklisted, comesOfAge, opening, rawOrder, REQUESTS_PER_MINUTE, signing, type Refusal } from "./refusals.ts";

const WRONG_CHANGE = { currentPassword: "not the password", newPassword: "another good one" };

/** What any other request is refused for. */
export const REFUSED_REQUESTS: readonly Refusal[] = [
  { kind: "InvalidJson", when: "a body that is none", act: ({ person }) => rawOrder(person, "{") },
  { kind: "BodyTooLarge", when: "65 KiB", act: ({ person }) => rawOrder(person, " ".repeat(65 * 1024)) },
  { kind: "UnsupportedMediaType", when: "a text", act: ({ person }) => rawOrder(person, "{}", "text/plain") },
  { kind: "BadRequest", when: "a path that is no text", act: ({ person }) => person.ask("GET", "/users/%zz") },
  { kind: "RouteNotFound", when: "a path to nowhere", act: ({ person }) => person.ask("GET", "/v1/nothing") },
  { kind: "NotSignedIn", when: "nobody asks", act: ({ bourse }) => ask(bourse, "GET", "/v1/accounts/me") },
  {
    kind: "SessionEnded",
    when: "a token asks after signing out",
    act: async ({ person }) => {
      await person.ask("DELETE", "/v1/sessions/current");
      return person.ask("GET", "/v1/accounts/me");
    },
  },
  {
    kind: "WrongCredentials",
    when: "a wrong password",
    act: (scene) => signing(scene, scene.person.username, "not the password"),
  },
  { kind: "WrongCredentials", when: "an unknown user", act: (scene) => signing(scene, "nobody", PASSWORD) },
  {
    kind: "WrongPassword",
    when: "a new password without the old one",
    act: ({ person }) => person.ask("PUT", "/v1/accounts/me/password", { body: WRONG_CHANGE }),
  },
  {
    kind: "CrossSite",
    when: "a cookie from who knows where",
    act: ({ bourse, person: { token } }) =>
      ask(bourse, "POST", "/logout", { headers: { cookie: `bourse_session=${token}` } }),
  },
  {
    kind: "AccountNotFound",
    when: "somebody else's id",
    act: ({ person }) => person.ask("GET", "/v1/accounts/somebody-else"),
  },
  {
    kind: "CashTransactionNotFound",
    when: "an entry that is not there",
    facts: { seq: 9 },
    act: ({ person }) => person.ask("GET", "/v1/accounts/me/cash-transactions/9"),
  },
  {
    kind: "TradeNotFound",
    when: "an entry that moved only cash",
    facts: { seq: 1 },
    act: ({ person }) => person.ask("GET", "/v1/accounts/me/trades/1"),
  },
  {
    kind: "UsernameTaken",
    when: "somebody's username",
    act: (scene) => opening(scene, { username: scene.person.username }),
  },
  { kind: "EmailTaken", when: "somebody's e-mail", act: (scene) => opening(scene, { email: scene.person.email }) },
  {
    kind: "EmailBlacklisted",
    when: "a blacklisted account's e-mail opens another",
    act: async (scene) => opening(scene, { email: (await blacklisted(scene)).email.toUpperCase() }),
  },
  {
    kind: "EmailBlacklisted",
    when: "a blacklisted account's e-mail, once it is closed, becomes another's",
    act: async (scene) => {
      const { ask: asking, email } = await blacklisted(scene);
      await asking("DELETE", "/v1/accounts/me");
      return (await open(scene.bourse)).ask("PATCH", "/v1/accounts/me", { body: { email } });
    },
  },
  {
    kind: "ResetNotFound",
    when: "a token that nobody was sent",
    act: ({ bourse }) => ask(bourse, "PUT", "/v1/password-resets/made-up", { body: { password: PASSWORD } }),
  },
  {
    kind: "SessionNotFound",
    when: "somebody else's session",
    act: async ({ operator, person }) => {
      const [session] = (await person.ask("GET", "/v1/sessions")).body["items"] as [Json];
      return operator.ask("DELETE", `/v1/sessions/${String(session["id"])}`);
    },
  },
  {
    kind: "TooManyRequests",
    when: "an address asks too often",
    retryAfter: expect.stringMatching(/^\d{1,2}$/) as string,
    act: async ({ bourse }) => {
      const asking = () => ask(bourse, "GET", "/v1/accounts/me", { from: "203.0.113.7" });
      for (let times = 0; times < REQUESTS_PER_MINUTE; times += 1) await asking();
      return asking();
    },
  },
  {
    kind: "TooManyAttempts",
    when: "a sixth password is tried",
    facts: { retryAfter: 15, detail: "Too many attempts; nothing was tried. The next may be made in 15 seconds." },
    retryAfter: "15",
    act: async (scene) => {
      for (let times = 0; times < 5; times += 1) await signing(scene, scene.person.username, "not the password");
      return signing(scene, scene.person.email, PASSWORD);
    },
  },
  {
    kind: "TooManyAttempts",
    when: "a sixth current password is tried",
    facts: { retryAfter: 15 },
    retryAfter: "15",
    act: async ({ person }) => {
      const body = { ...WRONG_CHANGE, currentPassword: "not the password" };
      for (let times = 0; times < 5; times += 1) await person.ask("PUT", "/v1/accounts/me/password", { body });
      return person.ask("PUT", "/v1/accounts/me/password", { body: { ...body, currentPassword: PASSWORD } });
    },
  },
  {
    kind: "TooManyAttempts",
    when: "a fourth reset mail is asked for",
    facts: { retryAfter: 300, detail: "Too many attempts; nothing was tried. The next may be made in 5 minutes." },
    retryAfter: "300",
    act: async ({ bourse, person: { email } }) => {
      const asking = () => ask(bourse, "POST", "/v1/password-resets", { body: { email } });
      for (let times = 0; times < 3; times += 1) await asking();
      return asking();
    },
  },
  {
    kind: "UnderAge",
    when: "opening a day before coming of age",
    facts: { minimumAge: 21 },
    act: (scene) => opening(scene, { dateOfBirth: comesOfAge(scene, 21, 1) }),
  },
  {
    kind: "UnderAge",
    when: "becoming a day too young",
    facts: { minimumAge: 21 },
    act: (scene) => scene.person.ask("PATCH", "/v1/accounts/me", { body: { dateOfBirth: comesOfAge(scene, 21, 1) } }),
  },
];
