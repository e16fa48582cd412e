/**
 * Compiles each schema once, however many routes have an equal one and however many servers a process has: a route's
 * problems alone are half a dozen schemas, the same ones as every other route's, and to compile each anew was most of
 * what a start did.
 */
export function compiledOnce<Compiled>(compile: (schema: object) => Compiled): (schema: object) => Compiled {
  const compiled = new Map<string, Compiled>();
  return (schema) => {
    const text = JSON.stringify(schema);
    const before = compiled.get(text);
    if (before !== undefined) return before;
    const now = compile(schema);
    compiled.set(text, now);
    return now;
  };
}
