import { isMalformed } from "./malformed.ts";

/** What a clause is checked against may hold files or connections; `dispose` frees them. */
type Disposed = { readonly dispose?: () => Promise<void> };

/**
 * One statement about a subject. `check` rejects when the statement is false.
 * It takes the way to make subjects, since each check wants one that nothing else has touched.
 */
export type Clause<Subject> = {
  readonly title: string;
  readonly check: (make: () => Promise<Subject>) => Promise<void>;
};

/** What every subject of its kind must fulfil. It is data, so any test runner can run it. */
export type Contract<Subject> = { readonly name: string; readonly clauses: readonly Clause<Subject>[] };

/** The two functions that Vitest, `node:test`, Jest and Mocha have in common. */
export type Runner = {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (title: string, body: () => Promise<void>) => unknown;
};

/** A port to be checked. Every subject is made empty and shares its store with no other. */
export type PortSubject<Port> = {
  readonly port: Port;
  readonly dispose?: () => Promise<void>;
};

/** A port whose memory outlives its process. */
export type DurableSubject<Port> = PortSubject<Port> & {
  /** Ends the port as a crash would, as nearly as the adapter can, and answers a new one over the same store. */
  readonly restart: () => Promise<Port>;
};

/** A clause over one subject, which is disposed of whatever comes. */
export function clause<Subject extends Disposed>(
  title: string,
  prove: (subject: Subject) => Promise<void>,
): Clause<Subject> {
  const check = async (make: () => Promise<Subject>): Promise<void> => {
    // What fails in here is the subject's own making, and breaks no promise.
    const subject = await make();
    try {
      await prove(subject).catch((error: unknown) => {
        throw breach(title, error);
      });
    } finally {
      await subject.dispose?.();
    }
  };
  return { title, check };
}

/** Registers a contract's clauses as tests: `verifyContract(ledgerContract, make, { describe, it })`. */
export function verifyContract<Subject>(
  contract: Contract<Subject>,
  make: () => Promise<Subject>,
  { describe, it }: Runner,
): void {
  describe(contract.name, () => {
    for (const { title, check } of contract.clauses) it(title, () => check(make));
  });
}

/** Runs all clauses and answers the titles of those that do not hold: what a wrong adapter is caught by. */
export async function brokenClauses<Subject>(
  contract: Contract<Subject>,
  make: () => Promise<Subject>,
): Promise<string[]> {
  const broken: string[] = [];
  for (const { title, check } of contract.clauses) {
    await check(make).catch(() => broken.push(title));
  }
  return broken;
}

/** A failure that says first which promise it breaks: many a runner shows a message without its test's title. */
function breach(title: string, error: unknown): unknown {
  const broken = title.replace(/^(\d+)\. /, "promise $1 is broken: ");
  const { failed, found } = underlying(error);
  if (failed instanceof Error && failed.name === "AssertionError") {
    // Which promise was asked for is chance where an answer is none that the port's type knows: whichever came first.
    const what = isMalformed(failed) ? "the port's type is broken, whatever is promised" : broken;
    return retold(failed, `${what}\n${failed.message}${found}`);
  }
  // What can fail is a result, and what cannot fails by a bug.
  const message = `${broken}\nIt threw, and a port never does: ${String(failed)}${found}`;
  return Object.assign(new Error(message, { cause: failed }), { name: "AssertionError" });
}

/** What went wrong within a random property, which fast-check wraps, and what the property has to say of it. */
function underlying(error: unknown): { readonly failed: unknown; readonly found: string } {
  const isOfProperty = error instanceof Error && error.message.startsWith("Property failed after");
  return isOfProperty ? { failed: error.cause, found: `\n${error.message}` } : { failed: error, found: "" };
}

/**
 * The same error, whose `actual` and `expected` runners compare, with another message; some show that of its stack.
 * Its `diff` is Node.js's own affair, which Vitest takes for one to show.
 */
function retold(error: Error, message: string): Error {
  const stack = error.stack?.replace(error.message, () => message);
  return Object.assign(error, { message, stack, diff: undefined });
}
