import type { Clause, Contract } from "../contract.ts";

type Disposed = { readonly dispose?: () => Promise<void> };

/** What `typeof` says of a value of the type. */
type KindOf<Value> = Value extends (...given: never) => unknown
  ? "function"
  : Value extends string
    ? "string"
    : "object";

/** Every handle that a subject must have, with its kind; those that may be left out are not among them. */
export type Handles<Subject> = {
  readonly [Name in keyof Subject as undefined extends Subject[Name] ? never : Name]: KindOf<Subject[Name]>;
};

/**
 * A contract whose clauses look at the subject's handles first. Types say so to whoever has them; in JavaScript a handle
 * that was forgotten would else be told, clause by clause, as if the port had thrown.
 */
export function contractOf<Subject extends Disposed>(
  name: string,
  handles: Handles<Subject>,
  clauses: readonly Clause<Subject>[],
): Contract<Subject> {
  const looked = ({ title, check }: Clause<Subject>): Clause<Subject> => ({
    title,
    check: (make) => check(() => withHandles(make, handles)),
  });
  return { name, clauses: clauses.map(looked) };
}

async function withHandles<Subject extends Disposed>(
  make: () => Promise<Subject>,
  handles: Handles<Subject>,
): Promise<Subject> {
  const subject: unknown = await make();
  if (typeof subject !== "object" || subject === null)
    throw new Error(`the subject must be an object; it is ${kindOf(subject)}`);
  const found = subject as Readonly<Record<string, unknown>>;
  const faults = Object.entries<string>(handles).flatMap(([name, kind]) => faultOf(name, kind, found[name]));
  if (faults.length === 0) return subject as Subject;
  await (subject as Subject).dispose?.();
  throw new Error(faults.join("; "));
}

function faultOf(name: string, kind: string, value: unknown): readonly string[] {
  if (value === undefined) return [`the subject has no ${name}`];
  const article = kind === "object" ? "an" : "a";
  return kindOf(value) === kind ? [] : [`the subject's ${name} must be ${article} ${kind}; it is ${kindOf(value)}`];
}

function kindOf(value: unknown): string {
  return value === null ? "null" : typeof value;
}
