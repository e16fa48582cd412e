import { Agent, request } from "node:http";

export type Json = Readonly<Record<string, unknown>>;

/** `replayed`: the server says that an earlier call with the same key made it. */
export type HttpAnswer = {
  readonly status: number;
  readonly type: string;
  readonly replayed: boolean;
  readonly retryAfter: number | null;
  readonly body: Json;
  /** The body as it came, of whatever type it is. */
  readonly text: string;
};

type Call = {
  readonly method?: string;
  readonly path: string;
  readonly token?: string;
  readonly key?: string | undefined;
  readonly body?: Json;
};

export type HttpClient = {
  /** Rejects when the server is gone before it has answered. */
  readonly call: (call: Call) => Promise<HttpAnswer>;
  readonly close: () => void;
};

/** How long an answer is waited for, in milliseconds. */
const PATIENCE = 30_000;

/** Calls over connections that are kept, as many as there are calls under way. */
export function httpClient(port: number): HttpClient {
  const agent = new Agent({ keepAlive: true });
  return {
    call: ({ method, path, token, key, body }) => {
      const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
      const headers = {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(key !== undefined && { "idempotency-key": key }),
        ...(body && { "content-type": "application/json" }),
      };
      const where = { host: "127.0.0.1", port, path, method: method ?? (body ? "POST" : "GET"), headers, agent };
      const asking = request({ ...where, timeout: PATIENCE }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => {
          text += part;
        });
        response.on("error", reject).on("end", () => {
          const {
            "content-type": type = "",
            "idempotency-replayed": replayed,
            "retry-after": retryAfter,
          } = response.headers;
          resolve({
            status: response.statusCode ?? 0,
            type,
            replayed: replayed === "true",
            retryAfter: retryAfter === undefined ? null : Number(retryAfter),
            body: text.startsWith("{") ? (JSON.parse(text) as Json) : {},
            text,
          });
        });
      });
      asking.on("error", reject).on("timeout", () => asking.destroy(new Error("no answer came")));
      asking.end(body ? JSON.stringify(body) : undefined);
      return promise;
    },
    close: () => agent.destroy(),
  };
}
