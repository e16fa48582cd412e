import fastJson from "fast-json-stringify";
import type { FastifySerializerCompiler } from "fastify";
import { compiledOnce } from "./compiled.ts";
import { SHARED } from "./schemas/shared.ts";

const shared = Object.fromEntries(SHARED.map((schema) => [schema.$id, schema]));
const serializer = compiledOnce((schema) => fastJson(schema, { schema: shared }));

/** Writes answers as Fastify's own does; it is the compiling that is done once. */
export const serializerCompiler: FastifySerializerCompiler<object> = ({ schema }) => serializer(schema);
