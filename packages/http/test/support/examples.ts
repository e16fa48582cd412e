import { operationsOf, type Json, type Operation } from "@bourse/testkit/open-api";

type Parameter = { readonly name: string; readonly in: string; readonly example?: unknown };

/** An operation as the document shows it: what is sent, and what is answered to that. */
export type Example = {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly body: Json | undefined;
  readonly status: number;
  /** Undefined where the answer has no body. */
  readonly answer: unknown;
};

export function examplesIn(document: Json): readonly Example[] {
  return operationsOf(document).map(exampleOf);
}

function exampleOf({ path, method, operation }: Operation): Example {
  const parameters = ((operation["parameters"] ?? []) as readonly Parameter[]).filter(
    ({ example }) => example !== undefined,
  );
  const [status, answer] = Object.entries(operation["responses"] as Record<string, Json>).find(([code]) =>
    code.startsWith("2"),
  ) ?? ["", {}];
  const query = new URLSearchParams(
    parameters.filter((each) => each.in === "query").map(({ name, example }) => [name, String(example)]),
  );
  const filled = parameters
    .filter((each) => each.in === "path")
    .reduce((url, { name, example }) => url.replace(`{${name}}`, String(example)), path);
  return {
    id: String(operation["operationId"]),
    method: method.toUpperCase(),
    url: query.size === 0 ? filled : `${filled}?${query.toString()}`,
    body: shownIn(operation["requestBody"] as Json | undefined) as Json | undefined,
    status: Number(status),
    answer: shownIn(answer),
  };
}

function shownIn(message: Json | undefined): unknown {
  const [media] = Object.values((message?.["content"] ?? {}) as Record<string, Json>);
  return media?.["example"];
}
