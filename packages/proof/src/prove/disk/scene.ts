import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { randomFrom } from "@bourse/testkit";
import { auditFile } from "../../load/audit.ts";
import { JWT_SECRET, seedHolders, type Holder } from "../../load/holders.ts";
import { CASH, emptyBook, settle, type Book } from "../../load/orders.ts";
import { scratchFolder } from "../../process/at-end.ts";
import { httpClient, type HttpAnswer, type HttpClient } from "../../process/http-client.ts";
import { startMortal, type MortalServer } from "../../process/mortal-server.ts";
import type { Task } from "../part.ts";

const HOLDERS = 4;

/** A server on a disk that is about to fail it. */
export type Scene = {
  readonly dataDir: string;
  readonly file: string;
  readonly holders: readonly Holder[];
  readonly book: Book;
  readonly random: () => number;
  readonly faults: string[];
  server: MortalServer;
  client: HttpClient;
};

/** Plays a scene in a data folder that `prepare` may put on a disk of its own, and `tidy` takes from there. */
export async function playScene(
  task: Task,
  seed: number,
  play: (scene: Scene) => Promise<void>,
  prepare: (dataDir: string) => () => void = () => () => undefined,
): Promise<Scene> {
  const { folder, remove } = scratchFolder();
  const dataDir = join(folder, "data");
  mkdirSync(dataDir);
  const tidy = prepare(dataDir);
  try {
    const holders = await seedHolders(dataDir, HOLDERS);
    const server = startMortal({ dataDir, jwtSecret: JWT_SECRET, root: task.root });
    const client = httpClient(await server.port);
    const file = join(dataDir, "bourse.sqlite");
    const scene: Scene = {
      dataDir,
      file,
      holders,
      book: emptyBook(),
      random: randomFrom(seed),
      faults: [],
      server,
      client,
    };
    try {
      await play(scene);
      scene.faults.push(...scene.book.faults);
      return scene;
    } finally {
      scene.client.close();
      await scene.server.kill("SIGKILL");
    }
  } finally {
    tidy();
    remove();
  }
}

/** The server is told to end, and another starts on what it has left. */
export async function startAgain(scene: Scene, task: Task): Promise<void> {
  scene.client.close();
  await scene.server.kill("SIGTERM");
  scene.server = startMortal({ dataDir: scene.dataDir, jwtSecret: JWT_SECRET, root: task.root });
  scene.client = httpClient(await scene.server.port);
}

/** A refusal for the disk's sake: 503, as a problem, with when to ask again, and perhaps a reason. */
export function isOutage({ status, type, retryAfter, body }: HttpAnswer, reason?: string): boolean {
  const isProblem = type.startsWith("application/problem+json") && body["code"] === "store-unavailable";
  return status === 503 && isProblem && retryAfter !== null && (reason === undefined || body["reason"] === reason);
}

/** Every holder tops up a dollar; answers what was answered, and writes it into the book. */
export async function topUps({ client, holders, book }: Scene): Promise<readonly HttpAnswer[]> {
  return Promise.all(
    holders.map(async (holder) => {
      book.written += 1;
      const order = { holder, path: CASH, key: `top-up-${book.written}`, body: { status: "TOP-UP", amount: "1.00" } };
      const answer = await client.call({ path: CASH, key: order.key, body: order.body, token: holder.token });
      if (answer.status === 201) book.done.push({ order, answer: answer.body });
      else if (answer.body["reason"] === undefined) book.unknown.push(order);
      return answer;
    }),
  );
}

const READS = ["/balance", "/cash-transactions", "/trades", "/portfolio", "/portfolio/value"];

/** What can be read must be. */
export async function readAll({ client, holders, faults }: Scene, when: string): Promise<void> {
  for (const { token } of holders) {
    for (const read of READS) {
      const { status } = await client.call({ path: `/v1/accounts/me${read}`, token });
      if (status !== 200) faults.push(`${when}, ${read} answered ${status}`);
    }
  }
}

export async function expectHealth({ client, faults }: Scene, status: number, database: string): Promise<void> {
  const answer = await client.call({ path: "/healthcheck" });
  const said = String(answer.body["database"]);
  if (answer.status !== status || said !== database) {
    faults.push(`/healthcheck says ${answer.status}, ${said}, and should say ${status}, ${database}`);
  }
}

/** Settles what nobody knows of by its key, and holds the file against all that was answered. */
export async function expectSound({ client, file, holders, book, faults }: Scene): Promise<void> {
  await settle(client, book);
  faults.push(...(await auditFile(file, holders, book)).faults);
}
