import type { Account } from "@bourse/core";
import { Type, type Static } from "typebox";
import { day, id, orNull, time } from "./values.ts";
import { isoTime } from "./iso-time.ts";

const username = Type.String({
  description:
    "3 to 32 letters, digits, dots, dashes and underscores, none of them invisible; unique without regard to case or Unicode form.",
  examples: ["ada"],
});
const email = Type.String({
  format: "email",
  description:
    "Its domain in ASCII, an international one in its `xn--` form; unique without regard to case or Unicode form.",
  examples: ["ada@example.com"],
});
const password = Type.String({
  format: "password",
  description: "8 to 128 characters; a new one must be none of those that many people use.",
  examples: ["correct horse battery"],
});
const newPassword = Type.String({
  format: "password",
  description: "8 to 128 characters, and none of those that many people use.",
  examples: ["battery staple, correct"],
});
const name = Type.String({ description: "What to call the holder.", examples: ["Ada Lovelace"] });
const birth = (): ReturnType<typeof day> => day("The holder's date of birth.", "1990-05-17");

export const AccountView = Type.Object(
  {
    id: id("The account's id."),
    username,
    email,
    name: orNull(name),
    dateOfBirth: orNull(birth()),
    blacklisted: Type.Boolean({
      description: "A blacklisted account may look but not move cash or trade.",
      examples: [false],
    }),
    openedAt: time("When it was opened."),
  },
  { $id: "Account", description: "One person's record." },
);

export const OpenAccountBody = Type.Object(
  {
    username,
    email,
    password,
    dateOfBirth: Type.Optional(birth()),
    name: Type.Optional(name),
  },
  { $id: "NewAccount", additionalProperties: false },
);

export const AmendBody = Type.Object(
  {
    username: Type.Optional(username),
    email: Type.Optional(email),
    name: Type.Optional(orNull(name)),
    dateOfBirth: Type.Optional(birth()),
  },
  { $id: "AccountChanges", additionalProperties: false },
);

export const SignInBody = Type.Object(
  {
    username: Type.String({ description: "The username or the e-mail.", examples: ["ada"] }),
    password,
  },
  { $id: "Credentials", additionalProperties: false },
);

export const ChangePasswordBody = Type.Object(
  { currentPassword: password, newPassword },
  { $id: "PasswordChange", additionalProperties: false },
);

export const RequestResetBody = Type.Object({ email }, { $id: "ResetRequest", additionalProperties: false });

export const ResetPasswordBody = Type.Object(
  { password: newPassword },
  { $id: "NewPassword", additionalProperties: false },
);

export const BlacklistedBody = Type.Object(
  { blacklisted: Type.Boolean({ description: "Whether the account is to be blacklisted.", examples: [true] }) },
  { $id: "Blacklisting", additionalProperties: false },
);

export const NamedOpenAccountBody = Type.Object(
  { username, email, password, date_of_birth: Type.Optional(birth()), name: Type.Optional(name) },
  { $id: "NamedNewAccount", additionalProperties: false },
);

export const NamedAmendBody = Type.Object(
  {
    username: Type.Optional(username),
    email: Type.Optional(email),
    name: Type.Optional(orNull(name)),
    date_of_birth: Type.Optional(birth()),
  },
  { $id: "NamedAccountChanges", additionalProperties: false },
);

export const NamedPasswordBody = Type.Object(
  { old_password: password, new_password: newPassword },
  { $id: "NamedPasswordChange", additionalProperties: false },
);

export function accountView(account: Account): Static<typeof AccountView> {
  return { ...account, openedAt: isoTime(account.openedAt) };
}
