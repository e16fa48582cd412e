import type { Compilable } from "kysely";

type Values = Readonly<Record<string, unknown>>;

/** Stands for a value that each run gives anew. */
class Parameter {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** Answers what stands for a value, and poses as it: Kysely so holds the statement to its type. */
export type Param<Given extends Values> = <Name extends keyof Given & string>(name: Name) => Given[Name];

/** A statement that is compiled once for all its runs; `bind` puts a run's values in their order. */
export type Compiled<Given extends Values> = {
  readonly text: string;
  readonly bind: (given: Given) => unknown[];
};

/** Compiles a statement. `param("x")` stands where each run puts its `x`. */
export function compiled<Given extends Values, Row>(build: (param: Param<Given>) => Compilable<Row>): Compiled<Given> {
  // Whatever Kysely does not know it passes on as a value, in its place.
  const { sql: text, parameters } = build((name) => new Parameter(name) as unknown as Given[typeof name]).compile();
  const bind = (given: Given): unknown[] =>
    parameters.map((parameter) => (parameter instanceof Parameter ? given[parameter.name] : parameter));
  return { text, bind };
}
