/** It keeps no process alive, and rings a millisecond late, since Node.js may ring up to one early. */
export function timer(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds + 1).unref();
  });
}
