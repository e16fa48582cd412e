/**
 * Resolves for one caller in each turn of the event loop, in the order they came: what many ask for at once, and takes
 * the processor, then leaves turns for everything else in between.
 */
export function oneATurn(): () => Promise<void> {
  let last = Promise.resolve();
  return () => {
    last = last.then(nextTurn);
    return last;
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
