import { Type, type Static, type TSchema, type TUnsafe } from "typebox";

/** A reference to a schema that the server shares under its `$id`; typed as what it refers to. */
export function ref<Schema extends TSchema & { readonly $id?: string }>(schema: Schema): TUnsafe<Static<Schema>> {
  if (schema.$id === undefined) throw new Error("only a schema with an $id can be referred to");
  return Type.Unsafe<Static<Schema>>({ $ref: `${schema.$id}#` });
}
