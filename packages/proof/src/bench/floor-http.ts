/*
 * What Fastify takes by itself: one route with the body and answer schemas of the product's own document and one fixed
 * answer. Started by main.ts. `FLOOR` is JSON: method, path, body schema, answer schema, the schemas they refer to, and the answer.
 */
import Fastify from "fastify";

export type Floor = {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: object;
  readonly status: number;
  readonly answerSchema: object;
  readonly answer: object;
};

const { method, path, body, status, answerSchema, answer } = JSON.parse(process.env["FLOOR"] ?? "") as Floor;
// The schemas' formats are for readers of the document; the product does not check them by the schema either.
const server = Fastify({ ajv: { customOptions: { strict: false, validateFormats: false } } });
server.route({
  method,
  url: path,
  schema: { ...(body && { body }), response: { [status]: answerSchema } },
  handler: async (_request, reply) => {
    void reply.code(status);
    return answer;
  },
});
server.get("/metrics", async () => {
  const { user, system } = process.cpuUsage();
  return `process_cpu_user_seconds_total ${user / 1e6}\nprocess_cpu_system_seconds_total ${system / 1e6}\n`;
});
console.log(`open at ${await server.listen({ host: "127.0.0.1", port: 0 })}`);
process.once("SIGTERM", () => void server.close());
