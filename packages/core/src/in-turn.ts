/** Runs tasks of one name one after another, and tasks of different names side by side. */
export type InTurn<Name> = {
  run<Answer>(name: Name, task: () => Promise<Answer>): Promise<Answer>;
  /** How many tasks of that name run or wait, for whoever bounds them: this keeps any number. */
  underWay(name: Name): number;
};

type Line = { last: Promise<unknown>; underWay: number };

export function inTurn<Name>(): InTurn<Name> {
  const lines = new Map<Name, Line>();
  return {
    run(name, task) {
      const line = lines.get(name) ?? { last: Promise.resolve(), underWay: 0 };
      line.underWay += 1;
      lines.set(name, line);
      const answer = line.last.then(task).finally(() => {
        line.underWay -= 1;
        if (line.underWay === 0) lines.delete(name);
      });
      // A task that throws must not stop those behind it; its own caller still gets the rejection.
      line.last = answer.catch(() => undefined);
      return answer;
    },
    underWay: (name) => lines.get(name)?.underWay ?? 0,
  };
}
