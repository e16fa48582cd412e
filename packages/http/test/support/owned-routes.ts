import { operationsOf, type Json, type Operation } from "@bourse/testkit/open-api";
import type { Ask, Method } from "./people.ts";

/** A route that takes the id of what belongs to somebody. */
export type OwnedRoute = {
  /** As `PUT /v1/accounts/{id}/password`. */
  readonly name: string;
  readonly owned: "account" | "session";
  readonly method: Method;
  /** Asks it as its examples do, with these ids. */
  readonly asked: (ids: Readonly<Record<OwnedRoute["owned"], string>>) => { readonly url: string } & Ask;
};

/** What an id is of, by its own name or by the collection before it in the path. */
const OWNED: Readonly<Record<string, OwnedRoute["owned"]>> = {
  account_id: "account",
  accounts: "account",
  users: "account",
  sessions: "session",
};

/** What stands in a path and belongs to nobody: the number of a purchase, a stock, and what no stranger has. */
const UNOWNED: Readonly<Record<string, string>> = { seq: "2", ticker: "AAPL", token: "made-up" };

/** Every such route that the document tells of. A path or body with an id of a kind that is not known here is refused. */
export function ownedRoutes(document: Json): readonly OwnedRoute[] {
  return operationsOf(document).flatMap((each) => {
    const { path, method } = each;
    const name = `${method.toUpperCase()} ${path}`;
    const body = bodyOf(each);
    const inPath = [...path.matchAll(/([^/]*)\/\{(\w+)\}/g)].map(([, before = "", id = ""]) =>
      ownerOf(id, before, name),
    );
    const inBody = Object.keys(body ?? {}).filter((field) => /(^|_)id$|Id$/.test(field));
    const owners = [...inPath, ...inBody.map((field) => ownerOf(field, field, name))];
    const owned = owners.find((kind) => kind !== null);
    if (!owned) return [];
    const asked: OwnedRoute["asked"] = (ids) => ({
      url: urlOf(each, ids[owned]),
      ...(body && { body: { ...body, ...Object.fromEntries(inBody.map((field) => [field, ids[owned]])) } }),
    });
    return [{ name, owned, method: method.toUpperCase() as Method, asked }];
  });
}

function ownerOf(id: string, before: string, name: string): OwnedRoute["owned"] | null {
  if (Object.hasOwn(UNOWNED, id)) return null;
  const owned = OWNED[id] ?? OWNED[before];
  if (!owned) throw new Error(`say whose the ${id} of ${name} is`);
  return owned;
}

/** The document's own example of a body. */
function bodyOf({ operation }: Operation): Json | undefined {
  const content = (operation["requestBody"] as Json | undefined)?.["content"] as Json | undefined;
  return (content?.["application/json"] as Json | undefined)?.["example"] as Json | undefined;
}

type Parameter = { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema: Json };

function urlOf({ path, operation }: Operation, id: string): string {
  const parameters = (operation["parameters"] ?? []) as readonly Parameter[];
  const query = parameters
    .filter((parameter) => parameter.in === "query" && parameter.required)
    .map(({ name, schema }) => `${name}=${String((schema["examples"] as readonly unknown[] | undefined)?.[0])}`);
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => UNOWNED[name] ?? id);
  return query.length === 0 ? filled : `${filled}?${query.join("&")}`;
}

/** The paths where an account is looked up by its e-mail. */
export function emailQueries(document: Json): readonly string[] {
  return operationsOf(document)
    .filter(({ operation }) =>
      ((operation["parameters"] ?? []) as readonly Parameter[]).some(({ name }) => name === "email"),
    )
    .map(({ path }) => path);
}
