import { ask, PASSWORD } from "./people.ts";
import { comesOfAge, opening, rawOrder, signing, type Refusal } from "./refusals.ts";

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
