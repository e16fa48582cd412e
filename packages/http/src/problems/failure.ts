import type { AppError, FieldProblem } from "@bourse/core";
import type { TSchema } from "typebox";

/** What only the HTTP edge can find wrong. */
type EdgeError =
  | { readonly kind: "InvalidJson"; readonly problems: readonly FieldProblem[] }
  | { readonly kind: "BodyTooLarge"; readonly problems: readonly FieldProblem[] }
  | { readonly kind: "UnsupportedMediaType"; readonly problems: readonly FieldProblem[] }
  | { readonly kind: "NotSignedIn" }
  | { readonly kind: "CrossSite" }
  | { readonly kind: "TooManyRequests"; readonly retryAfter: number }
  | { readonly kind: "Overloaded"; readonly retryAfter: number }
  | { readonly kind: "RouteNotFound" }
  | { readonly kind: "Internal" }
  | { readonly kind: "BadRequest"; readonly problems: readonly FieldProblem[] };

export type Failure = AppError | EdgeError;
export type FailureKind = Failure["kind"];

type Of<Kind extends FailureKind> = Extract<Failure, { readonly kind: Kind }>;
/** What a problem of this kind carries besides what all of them do. */
type FactsOf<Kind extends FailureKind> = Exclude<keyof Of<Kind>, "cause" | "kind" | "problems">;

/** All there is to say of one kind of failure, to callers and to whoever programs one. */
type Described<Kind extends FailureKind> = {
  readonly status: number;
  /** Stable: what a program acts on. */
  readonly code: string;
  readonly title: string;
  /** What has happened. */
  readonly means: string;
  /** What a caller does about it. */
  readonly remedy: string;
  /** The schema of each of its facts, as it stands in the problem. */
  readonly facts: { readonly [Fact in FactsOf<Kind>]: TSchema };
  /** One such failure, of which the document's example is made. */
  readonly example: Omit<Of<Kind>, "kind">;
};

export type Catalogue<Kind extends FailureKind> = { readonly [Each in Kind]: Described<Each> };
