/** Counts what is under way, by name, so that nobody takes all the room there is. */
export type Places<Name> = {
  /** How many of that name's tasks are under way, for whoever bounds them: this keeps any number. */
  taken(name: Name): number;
  keep<Answer>(name: Name, task: () => Promise<Answer>): Promise<Answer>;
};

export function places<Name>(): Places<Name> {
  const counts = new Map<Name, number>();
  const add = (name: Name, change: number): void => {
    const count = (counts.get(name) ?? 0) + change;
    if (count === 0) counts.delete(name);
    else counts.set(name, count);
  };
  return {
    taken: (name) => counts.get(name) ?? 0,
    async keep(name, task) {
      add(name, 1);
      try {
        return await task();
      } finally {
        add(name, -1);
      }
    },
  };
}
