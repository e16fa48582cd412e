/** The message with what it came from. */
export function told(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // All the addresses of a name were tried, each in vain: the whole has no words of its own.
  const message = error.message || (error instanceof AggregateError ? error.errors.map(told).join(", ") : error.name);
  return error.cause === undefined ? message : `${message.replace(/\.$/, "")}: ${told(error.cause)}`;
}
