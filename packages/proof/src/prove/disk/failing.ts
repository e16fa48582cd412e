import { load } from "../../load/orders.ts";
import { attach } from "../../process/strace.ts";
import type { Task } from "../part.ts";
import { expectHealth, expectSound, isOutage, playScene, readAll, startAgain, topUps, type Scene } from "./scene.ts";

/** How many answers are waited for, at most, until the failure has been met. */
const MOST_ANSWERS = 3000;

/** How many of its calls find no room, one after the other. */
export const CALLS_WITHOUT_ROOM = 4;

export type Failure = {
  readonly call: "fsync" | "pwrite64";
  readonly error: "EIO" | "ENOSPC";
  /** Which of the file's calls are to fail, by their number. */
  readonly when: string;
};

export type FailedDisk = { readonly faults: readonly string[]; readonly done: number; readonly unknown: number };

/** A server under load, one of whose calls on its log fails as strace makes it. */
export async function failCall(task: Task, seed: number, failure: Failure): Promise<FailedDisk> {
  const counts = { done: 0, unknown: 0 };
  const scene = await playScene(task, seed, async (played) => {
    const fault = `inject=${failure.call}:error=${failure.error}:when=${failure.when}`;
    await attach(played.server.pid, ["-o", "/dev/null", "-e", fault, "-P", `${played.file}-wal`]);
    const wasMet = await loadUntilMet(played);
    counts.unknown = played.book.unknown.length;
    if (!wasMet) played.faults.push("the failure was not met");
    else if (failure.error === "EIO") await expectStopped(played, task);
    else await expectRefusals(played);
    await expectWorking(played);
    counts.done = played.book.done.length;
  });
  const how = `${failure.call} ${failure.when} answers ${failure.error}, seed ${seed}`;
  return { faults: scene.faults.map((fault) => `${how}: ${fault}`), ...counts };
}

/** Whether the server ever said that its store failed. A few requests more are under way when it does. */
async function loadUntilMet({ client, holders, book, random, faults }: Scene): Promise<boolean> {
  let isMet = false;
  await load({
    client,
    holders,
    book,
    random,
    goesOn: (answers) => !isMet && answers < MOST_ANSWERS,
    onAnswer: (answer) => {
      if (answer.status < 500) return;
      isMet = true;
      if (!isOutage(answer)) faults.push(`a failing disk was answered ${answer.status} ${JSON.stringify(answer.body)}`);
    },
  });
  return isMet;
}

/** Nothing more is written, which is said in the answers, the log and the health; what is there can be read. */
async function expectStopped(scene: Scene, task: Task): Promise<void> {
  const { faults, server } = scene;
  for (const answer of await topUps(scene)) {
    const said = `${answer.status} ${JSON.stringify(answer.body)}`;
    if (!isOutage(answer, "disk-failed")) faults.push(`after an I/O error a write was answered ${said}`);
  }
  await readAll(scene, "after an I/O error");
  await expectHealth(scene, 503, "failed");
  if (!server.complaints.some((line) => line.includes("disk"))) faults.push("the log says nothing fatal of the disk");
  await startAgain(scene, task);
}

/** There is room again once all the calls have failed that were to: each refusal has met one of them at least. */
async function expectRefusals(scene: Scene): Promise<void> {
  for (let refusals = 1; refusals < CALLS_WITHOUT_ROOM; refusals += 1) {
    const answers = await topUps(scene);
    if (answers.every(({ status }) => status === 201)) return;
    for (const answer of answers) {
      const said = `${answer.status} ${JSON.stringify(answer.body)}`;
      if (answer.status !== 201 && !isOutage(answer)) scene.faults.push(`without room a write was answered ${said}`);
    }
  }
}

async function expectWorking(scene: Scene): Promise<void> {
  for (const answer of await topUps(scene)) {
    if (answer.status !== 201) scene.faults.push(`afterwards a write was answered ${answer.status}`);
  }
  await expectHealth(scene, 200, "ok");
  await expectSound(scene);
}
