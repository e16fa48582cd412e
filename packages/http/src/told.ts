/** The message with what it came from. */
export function told(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message.replace(/\.$/, "")}: ${told(error.cause)}`;
}
