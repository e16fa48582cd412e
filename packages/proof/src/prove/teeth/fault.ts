/** A small change to the product that breaks a promise, and the part of the proof that must notice. */
export type Fault = {
  /** Short, without spaces: it is named on the command line. */
  readonly name: string;
  /** What it does, for a reader. */
  readonly about: string;
  /** The file of the sources, from their folder on. */
  readonly file: string;
  /** The text that is replaced; the file has it exactly once. */
  readonly find: string;
  readonly replace: string;
  /** The part that must catch it, by no more than it tries in its short setting. */
  readonly part: string;
};

/**
 * The file's text with the fault in it. Throws when the text to replace is not there exactly once: a fault that a change of
 * the sources has disarmed must not pass for one that is caught by nothing, and still less for one that is.
 */
export function withFault(text: string, { name, file, find, replace }: Fault): string {
  const places = text.split(find).length - 1;
  if (places !== 1) {
    throw new Error(
      `the fault ${name} no longer fits the source: ${file} has what it replaces ${places} times, not once`,
    );
  }
  return text.replace(find, () => replace);
}
