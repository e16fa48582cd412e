import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import { BELOW_ROUTES } from "./errors.ts";
import { DOCS_CONTENT_SECURITY_POLICY } from "./guards/security-headers.ts";
import { withExamples } from "./openapi-examples.ts";
import { withProblems } from "./openapi-problems.ts";
import { PROBLEMS } from "./problem.ts";
import { SHARED } from "./schemas/shared.ts";
import type { Server } from "./typed-server.ts";

export const TAGS = {
  accounts: { name: "Accounts", description: "Open, read, amend and close an account, and set its password." },
  sessions: { name: "Sessions", description: "Sign in and out, and see where you are signed in." },
  cash: { name: "Cash", description: "Top up, withdraw, and see what moved." },
  stocks: { name: "Stocks", description: "What a stock costs now." },
  trading: { name: "Trading", description: "Buy and sell, and see what was traded." },
  portfolio: { name: "Portfolio", description: "What an account holds and is worth." },
  server: { name: "Server", description: "How the server is." },
  named: {
    name: "Named routes",
    description:
      "The routes as the design documents name them. Each does what its `/v1` twin does, in their field names.",
  },
} as const;

/** How a caller says who it is; either will do. */
export const SECURITY = [{ bearer: [] }, { cookie: [] }];
/** The few routes that anybody may ask say so. */
export const OPEN_TO_ALL: [] = [];

const DESCRIPTION = `Simulated cash, real US stocks, every cent accounted for.

Open an account, sign in, press **Authorize** with the token, and trade. Money is dollars as a decimal string
(\`"9888.00"\`), never a number; times are RFC 3339 in UTC; every error is an RFC 9457 problem with a stable \`code\`.
What cannot be read as a request reaches no operation, and is answered as \`${PROBLEMS.BadRequest.code}\` with a status that none tells of:
${BELOW_ROUTES.map(({ status, means }) => `${status} where ${means}`).join(", ")}.
\`{id}\` may be \`me\`. Lists are newest first; \`nextCursor\` asks for the page below. Cash movements and trades take
an \`Idempotency-Key\`: the same key and command answer the first answer again, marked \`Idempotency-Replayed: true\`.
Every answer says by its \`X-Request-Id\` where it stands in the server's log; one of yours is taken, if it is of at most 64
letters, digits, dots, dashes and underscores.`;

/** `/openapi.json` and, for people, `/docs`. Both are made from the schemas that the routes are checked by. */
export async function registerOpenApi(server: Server): Promise<void> {
  for (const schema of SHARED) server.addSchema(schema);
  await server.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Bourse",
        version: "1.0.0",
        description: DESCRIPTION,
      },
      servers: [{ url: "/", description: "This server" }],
      tags: Object.values(TAGS),
      components: {
        securitySchemes: {
          bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: "The token of a session." },
          cookie: {
            type: "apiKey",
            in: "cookie",
            name: "bourse_session",
            description:
              "Set by `/login`. What changes anything also needs an `Origin` or `Sec-Fetch-Site` of this site.",
          },
        },
      },
    },
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) =>
        typeof json["$id"] === "string" ? json["$id"] : `schema-${index}`,
    },
    transformObject: (document) =>
      "openapiObject" in document ? withExamples(withProblems(document.openapiObject)) : document.swaggerObject,
  });
  await server.register(swaggerUi, {
    routePrefix: "/docs",
    staticCSP: DOCS_CONTENT_SECURITY_POLICY,
    uiConfig: { persistAuthorization: true, docExpansion: "list" },
  });
  server.get("/openapi.json", { schema: { hide: true } }, () => server.swagger());
}
