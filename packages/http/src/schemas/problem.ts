import { Type, type TSchema } from "typebox";
import { PROBLEMS } from "../problem.ts";
import type { FailureKind } from "../problems/failure.ts";
import { ref } from "./ref.ts";
import { oneOf } from "./values.ts";

export const FieldProblemView = Type.Object(
  {
    field: Type.String({ description: "The field that breaks a rule.", examples: ["quantity"] }),
    rule: Type.String({ description: "The rule.", examples: ["whole-shares"] }),
    message: Type.String({ description: "Both, in a sentence." }),
  },
  { $id: "FieldProblem", description: "One field that breaks one rule." },
);

export const ProblemView = Type.Object(
  {
    type: Type.String({ format: "uri", examples: ["urn:bourse:problem:insufficient-cash"] }),
    title: Type.String({ description: "The kind of problem, in a sentence." }),
    status: Type.Integer({ description: "The HTTP status." }),
    code: oneOf(
      Object.values(PROBLEMS).map(({ code }) => code),
      { description: "Stable: what a program acts on." },
    ),
    detail: Type.String({ description: "This occurrence, in a sentence." }),
    errors: Type.Optional(Type.Array(ref(FieldProblemView), { description: "What is wrong with the input." })),
  },
  {
    $id: "Problem",
    description: "An RFC 9457 problem, with the facts a caller needs to act.",
  },
);

const EVERYWHERE = [
  "BadRequest",
  "TooManyRequests",
  "Internal",
  "Overloaded",
] as const satisfies readonly FailureKind[];

/** The failures of a body that is sent where none is asked for, of one that is, and of a lack of a session: said once. */
export const UNASKED_BODY = [
  "InvalidJson",
  "BodyTooLarge",
  "UnsupportedMediaType",
] as const satisfies readonly FailureKind[];
export const BODY = ["InvalidInput", ...UNASKED_BODY] as const satisfies readonly FailureKind[];
export const SIGNED_IN = ["NotSignedIn", "SessionEnded", "StoreUnavailable"] as const satisfies readonly FailureKind[];

/** What every way to sign in, to change a password and to give new details may answer besides. */
export const SIGN_IN = [
  "WrongCredentials",
  "TooManyAttempts",
  "PasswordsBusy",
  "StoreUnavailable",
] as const satisfies readonly FailureKind[];
export const CHANGE_PASSWORD = [
  "AccountNotFound",
  "WrongPassword",
  "TooManyAttempts",
  "PasswordsBusy",
] as const satisfies readonly FailureKind[];
export const NEW_DETAILS = [
  "UnderAge",
  "UsernameTaken",
  "EmailTaken",
  "EmailBlacklisted",
] as const satisfies readonly FailureKind[];

/** The problem answers of a route: one schema a status, with an example of each code under it. */
export function problems(...kinds: readonly FailureKind[]): Record<number, TSchema> {
  const byStatus = Map.groupBy(new Set([...kinds, ...EVERYWHERE]), (kind) => PROBLEMS[kind].status);
  return Object.fromEntries([...byStatus].map(([status, those]) => [status, problemAnswer(status, those)]));
}

/** Where an answer says which kinds of problem it may be, until the document is made of it. */
export const PROBLEM_KINDS = "x-problem-kinds";

const RETRY_AFTER = {
  "retry-after": Type.Integer({ description: "In how many seconds to ask again.", examples: [15] }),
};

function problemAnswer(status: number, kinds: readonly FailureKind[]): TSchema {
  const description = kinds.map((kind) => `\`${PROBLEMS[kind].code}\`: ${PROBLEMS[kind].title}`).join(" ");
  const headers = status === 429 || status === 503 ? RETRY_AFTER : {};
  // The server writes every problem alike; which kinds there may be is for the document to tell of each.
  const media = { schema: { $ref: "Problem#" }, [PROBLEM_KINDS]: kinds };
  return { description, headers, content: { "application/problem+json": media } };
}
