type Json = { [key: string]: unknown };

/**
 * Gives every body in the document a whole example, put together from its fields' own: written once beside each field,
 * they cannot disagree from route to route.
 */
export function withExamples<Document extends object>(document: Document): Document {
  const { paths = {}, components = {} } = document as { paths?: Json; components?: { schemas?: Json } };
  const shared = components.schemas ?? {};
  for (const operation of Object.values(paths).flatMap((path) => Object.values(path as Json))) {
    const { requestBody, responses = {} } = operation as { requestBody?: Json; responses?: Json };
    // A body may have no field that must be there; that it is sent is asked all the same.
    if (requestBody) requestBody["required"] = true;
    for (const message of [requestBody, ...Object.values(responses)]) {
      const content = (message as { content?: Json } | undefined)?.content ?? {};
      for (const media of Object.values(content)) addExample(media as Json, shared);
    }
  }
  return document;
}

function addExample(media: Json, shared: Json): void {
  if (media["example"] !== undefined || media["examples"] !== undefined) return;
  media["example"] = exampleOf(media["schema"] as Json, shared);
}

/** The schema's own example, or one made of its parts'. */
function exampleOf(schema: Json, shared: Json): unknown {
  if (typeof schema["$ref"] === "string") {
    const name = schema["$ref"].split("/").at(-1) ?? "";
    return exampleOf((shared[name] ?? {}) as Json, shared);
  }
  if (Array.isArray(schema["examples"])) return schema["examples"][0];
  if (Array.isArray(schema["enum"])) return schema["enum"][0];
  if (Array.isArray(schema["anyOf"])) return exampleOf(schema["anyOf"][0] as Json, shared);
  switch (schema["type"]) {
    case "object":
      return Object.fromEntries(
        Object.entries((schema["properties"] ?? {}) as Json).map(([name, field]) => [
          name,
          exampleOf(field as Json, shared),
        ]),
      );
    case "array":
      return [exampleOf((schema["items"] ?? {}) as Json, shared)];
    default:
      return null;
  }
}
