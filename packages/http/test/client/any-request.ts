import { operationsOf, type Json, type Operation } from "@bourse/testkit/open-api";
import { generate } from "json-schema-faker";

type Parameter = {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
  readonly schema: Json;
  readonly example?: unknown;
};

export type AnyRequest = {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
};

/** How a request is made up: as the document's examples say, as its schemas allow, or with one part that is neither. */
const MANNERS = ["example", "schema", "odd"] as const;

/** What a text, a number or a field may be that nobody expects there. */
const ODD = [null, -1, 1.5, 1e21, "", " ", "me", "0", "\u{1F4B8}", [], {}, true, "x".repeat(300)] as const;

/** Requests for every operation of a document, of which nothing else is known; the same ones for the same seed. */
export async function anyRequests(document: Json, seed: number): Promise<Map<string, AnyRequest[]>> {
  const made = new Map<string, AnyRequest[]>();
  for (const [index, operation] of operationsOf(document).entries()) {
    const requests: AnyRequest[] = [];
    for (let turn = 0; turn < 2 * MANNERS.length; turn += 1) {
      requests.push(await anyRequest(operation, MANNERS[turn % MANNERS.length] ?? "odd", seed + index * 100 + turn));
    }
    made.set(`${operation.method.toUpperCase()} ${operation.path}`, requests);
  }
  return made;
}

async function anyRequest(each: Operation, manner: (typeof MANNERS)[number], seed: number): Promise<AnyRequest> {
  const value = (schema: Json) =>
    generate(schema, { seed, useExamplesValue: manner === "example", optionalsProbability: 0.7 });
  const parameters = await Promise.all(
    ((each.operation["parameters"] ?? []) as Parameter[]).map(async (parameter) => ({
      ...parameter,
      value:
        manner === "schema" ? await value(parameter.schema) : (parameter.example ?? (await value(parameter.schema))),
    })),
  );
  const body = each.body === null ? null : ((await value(each.body)) as Json);
  const [odd, at] = [ODD[seed % ODD.length], seed % (parameters.length + Object.keys(body ?? {}).length || 1)];
  const told = parameters.map((parameter, index) =>
    manner === "odd" && index === at ? { ...parameter, value: JSON.stringify(odd) } : parameter,
  );
  const sent = Object.entries(body ?? {}).map(([name, given], index) =>
    manner === "odd" && index + told.length === at ? [name, odd] : [name, given],
  );
  const of = (where: string) => told.filter((parameter) => parameter.in === where);
  const path = of("path").reduce(
    (text, { name, value: given }) => text.replace(`{${name}}`, encoded(given)),
    each.path,
  );
  const query = of("query").map(({ name, value: given }) => `${name}=${encoded(given)}`);
  return {
    url: query.length === 0 ? path : `${path}?${query.join("&")}`,
    method: each.method.toUpperCase(),
    headers: {
      ...Object.fromEntries(of("header").map(({ name }) => [name, `any-${seed}`])),
      ...(body !== null && { "content-type": "application/json" }),
    },
    body: body === null ? null : JSON.stringify(Object.fromEntries(sent)),
  };
}

function encoded(value: unknown): string {
  return encodeURIComponent(String(value).toWellFormed()) || "%20";
}
