import { pointerOf, schemasOf, type Json, type Operation } from "./document.ts";

const PROBLEM_JSON = "application/problem+json";

/** An answer to one of the document's operations, as it came over the wire or is about to. */
export type ToldAnswer = {
  readonly status: number;
  /** Its content type, with or without parameters. */
  readonly media: string;
  readonly body: string;
};

/** Holds answers to a document: answers what it does not tell of one, or null when it tells all of it. */
export type Untold = (operation: Operation, answer: ToldAnswer) => string | null;

/** Of each answer the status, the media type, the body and, where it is a problem, the code must be told. */
export function untoldBy(document: Json): Untold {
  const compile = schemasOf(document);
  return ({ path, method, operation }, { status, media, body }) => {
    const what = `${method.toUpperCase()} ${path} answered ${status}`;
    const told = (operation["responses"] as Json)[String(status)] as Json | undefined;
    if (told === undefined) return what;
    // A 204 loses its payload and its type on the way out.
    if (body === "" || status === 204) return null;
    const [type = ""] = media.split(";");
    const content = (told["content"] as Json | undefined)?.[type] as Json | undefined;
    if (content === undefined) return `${what} as ${type}`;
    const value = type === "text/plain" ? body : parsed(body);
    if (value === undefined) return `${what} with what is no JSON`;
    const validate = compile(pointerOf("paths", path, method, "responses", String(status), "content", type, "schema"));
    if (!validate(value)) return `${what} with ${JSON.stringify(validate.errors)}`;
    if (type !== PROBLEM_JSON) return null;
    const code = String((value as Json)["code"]);
    return Object.hasOwn((content["examples"] as Json | undefined) ?? {}, code) ? null : `${what} ${code}`;
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
