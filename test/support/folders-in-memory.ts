import { accessSync, chmodSync, constants, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { join } from "node:path";

const MEMORY = "/dev/shm";
/** Several times what all tests at once have ever had; a container has 64 MiB there unless it is told otherwise. */
const ROOM = 2 ** 31;

/**
 * Has the tests make their folders in memory, where Linux has it and there is room: hundreds of brokerages are made on
 * them, and each waits a dozen times for the disk. What a disk that fails or loses its power does to one is the proof's
 * to try, and takes no disk either. Who sets TMPDIR has said where.
 */
export default function foldersInMemory(): (() => void) | undefined {
  if (process.env["TMPDIR"] !== undefined || !hasRoom()) return undefined;
  const folder = mkdtempSync(join(MEMORY, "bourse-tests-"));
  // As /tmp is: a database server that will not run as root goes through it as somebody else.
  chmodSync(folder, 0o1777);
  process.env["TMPDIR"] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

function hasRoom(): boolean {
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize > ROOM;
  } catch {
    return false;
  }
}
