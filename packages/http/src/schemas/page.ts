import { Type, type TObject, type TSchema } from "typebox";
import { orNull } from "./values.ts";

/** A page of a list. */
export function pageOf($id: string, item: TSchema, description: string, items: unknown[]): TObject {
  return Type.Object(
    {
      items: Type.Array(item),
      nextCursor: orNull(Type.String({ description: "Asks for the page below; null on the last.", examples: ["MTI"] })),
    },
    { $id, description, examples: [{ items, nextCursor: null }] },
  );
}
