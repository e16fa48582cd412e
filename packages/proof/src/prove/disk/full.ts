import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "../../load/orders.ts";
import { atEnd, scratchFolder } from "../../process/at-end.ts";
import type { HttpAnswer } from "../../process/http-client.ts";
import type { Task } from "../part.ts";
import { expectHealth, expectSound, isOutage, playScene, readAll, topUps, type Scene } from "./scene.ts";

const MEBIBYTE = 1024 * 1024;
/** How many refusals are waited for. */
const REFUSALS = 60;
/** How many answers fill a MiB for certain: an order takes a few hundred bytes, in a log that has been folded away. */
const ANSWERS_A_MEBIBYTE = 2000;

export type FullDisk = { readonly faults: readonly string[]; readonly refused: number; readonly done: number };

/** Why no small disk can be made here; null when it can be. */
export function noSmallDisk(): string | null {
  if (process.platform !== "linux") return "a small disk is made by Linux's tmpfs";
  if (process.getuid?.() !== 0) return "a small disk (tmpfs) can be mounted by root alone: run as root";
  const { folder, remove } = scratchFolder();
  try {
    mountSmall(1)(folder)();
    return null;
  } catch (error) {
    return `${String(error)}; in a container, allow SYS_ADMIN`;
  } finally {
    remove();
  }
}

function mountSmall(size: number): (dataDir: string) => () => void {
  return (dataDir) => {
    const { status, stderr } = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}m`, "tmpfs", dataDir]);
    if (status !== 0) throw new Error(`no tmpfs can be mounted: ${String(stderr).trim()}`);
    // Lazily: a server that was just killed may still have files open.
    const unmounted = (): void => void spawnSync("umount", ["--lazy", dataDir]);
    const forget = atEnd(unmounted);
    return () => {
      unmounted();
      forget();
    };
  };
}

/**
 * A server on a disk of so many MiB, under load until it is full, and then with room again. On a small disk it is the
 * log that has no room; on a larger one the file that the log is folded into.
 */
export async function fillDisk(task: Task, seed: number, size: number): Promise<FullDisk> {
  let refused = 0;
  const scene = await playScene(
    task,
    seed,
    async (played) => {
      writeFileSync(ballastIn(played), Buffer.alloc(MEBIBYTE));
      refused = await fill(played, size * ANSWERS_A_MEBIBYTE);
      if (refused < REFUSALS) played.faults.push(`${size} MiB were never full`);
      await expectHealth(played, 200, "full");
      await readAll(played, "on a full disk");
      rmSync(ballastIn(played));
      await expectRecovered(played);
    },
    mountSmall(size),
  );
  return {
    faults: scene.faults.map((fault) => `${size} MiB, seed ${seed}: ${fault}`),
    refused,
    done: scene.book.done.length,
  };
}

const ballastIn = ({ dataDir }: Scene): string => join(dataDir, "ballast");

/** Load until so many writes were refused, each as it should be; looks and replays go on between them. */
async function fill({ client, holders, book, random, faults }: Scene, mostAnswers: number): Promise<number> {
  let refused = 0;
  const onAnswer = (answer: HttpAnswer): void => {
    if (answer.status < 500) return;
    refused += 1;
    if (!isOutage(answer)) faults.push(`a full disk was answered ${answer.status} ${JSON.stringify(answer.body)}`);
  };
  const goesOn = (answers: number): boolean => refused < REFUSALS && answers < mostAnswers;
  await load({ client, holders, book, random, goesOn, onAnswer });
  return refused;
}

/** With room again, and nobody having done anything, every write works. */
async function expectRecovered(scene: Scene): Promise<void> {
  for (const answer of await topUps(scene)) {
    if (answer.status !== 201) scene.faults.push(`with room again a write was answered ${answer.status}`);
  }
  await expectHealth(scene, 200, "ok");
  await expectSound(scene);
}
