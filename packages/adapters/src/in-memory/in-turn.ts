/** Runs tasks of one name one after another, and tasks of different names side by side. */
export type InTurn<Name> = {
  /** null when `maxWaiting` tasks of that name already wait: this one is not run. */
  run<Answer>(name: Name, task: () => Promise<Answer>): Promise<Answer> | null;
};

type Line = { last: Promise<unknown>; waiting: number };

export function inTurn<Name>(maxWaiting: number): InTurn<Name> {
  const lines = new Map<Name, Line>();
  return {
    run<Answer>(name: Name, task: () => Promise<Answer>): Promise<Answer> | null {
      const line = lines.get(name) ?? { last: Promise.resolve(), waiting: 0 };
      if (line.waiting >= maxWaiting) return null;
      line.waiting += 1;
      lines.set(name, line);
      const answer = line.last.then(task).finally(() => {
        line.waiting -= 1;
        if (line.waiting === 0) lines.delete(name);
      });
      // A task that throws must not stop those behind it; its own caller still gets the rejection.
      line.last = answer.catch(() => undefined);
      return answer;
    },
  };
}
