import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answering, type AnswerOptions, type FakeRequest } from "./answers.ts";
import { FAULTS } from "./faults.ts";
import {
  isFault,
  isNotice,
  misbehavedBody,
  type FakeAnswer,
  type MisbehaveOptions,
  type Misbehaviour,
  type Standing,
} from "./misbehaviour.ts";
import { noticeBody } from "./notices.ts";

export type FakeAlphaVantageOptions = AnswerOptions & {
  /** On the loopback address; any free one when left out. */
  readonly port?: number;
  /** Called once for each request, before it is answered. */
  readonly onRequest?: (request: FakeRequest) => void;
};

export type FakeAlphaVantage = {
  /** To be given as ALPHA_VANTAGE_URL. */
  readonly url: string;
  /** Every request so far, oldest first, those refused too. */
  readonly requests: () => readonly FakeRequest[];
  /** From now on, until `times` requests have met it or `behave` is called. Of several, the first told comes first. */
  readonly misbehave: (how: FakeAnswer | Misbehaviour, options?: MisbehaveOptions) => void;
  readonly behave: () => void;
  /** Cuts the connections that still hang. */
  readonly close: () => Promise<void>;
};

/**
 * An Alpha Vantage of one's own: a real server on this machine, which answers and refuses in the shapes and words that
 * the real one is known for, and can be told to misbehave as the real one has.
 */
export async function fakeAlphaVantage(options: FakeAlphaVantageOptions): Promise<FakeAlphaVantage> {
  const { port = 0, onRequest } = options;
  const requests: FakeRequest[] = [];
  let standing: Standing[] = [];
  const honest = answering(options);

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    if (pathname !== "/query") return answer(response, { body: NO_PAGE, status: 404, type: "text/html" });
    const { seen, body } = honest(searchParams);
    requests.push(seen);
    onRequest?.(seen);
    const wrong = standing.find(({ left, only = seen.function }) => left > 0 && only === seen.function);
    if (!wrong) return answer(response, { body: json(body) });
    wrong.left -= 1;
    const { how, under } = wrong;
    if (typeof how === "object") return answer(response, how);
    if (isFault(how)) return FAULTS[how](response, json(body), request);
    const asked = { apiKey: searchParams.get("apikey") ?? "", name: seen.function };
    const wrongBody = isNotice(how) ? noticeBody(how, asked, under) : misbehavedBody(how, body);
    return answer(response, { body: json(wrongBody) });
  });
  // Only callers end idle connections: one that the server ended just as a request goes out would be a fault untold.
  server.keepAliveTimeout = 0;
  server.listen(port, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/query`,
    requests: () => [...requests],
    misbehave: (how, given = {}) => {
      standing.push({ how, left: given.times ?? Infinity, ...given });
    },
    behave: () => {
      standing = [];
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

const NO_PAGE = "<!DOCTYPE html><html><body>Not Found</body></html>";

/** Pretty-printed, as the real one's is. */
function json(value: unknown): string {
  return JSON.stringify(value, null, 4);
}

function answer(response: ServerResponse, { body, status = 200, type = "application/json" }: FakeAnswer): void {
  response.writeHead(status, { "content-type": type }).end(body);
}
