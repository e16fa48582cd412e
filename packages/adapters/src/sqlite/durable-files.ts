import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
} from "node:fs";
import { dirname } from "node:path";
import { platform } from "node:process";

/** What SQLite keeps beside a file. */
const BESIDE = ["-journal", "-wal", "-shm", ".lock"];

/** Waits until the file's bytes are on the disk. */
export function syncFile(path: string): void {
  const file = openSync(path, "r+");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Waits until it is on the disk which files the path's folder has. Windows has no such thing, and needs none. */
export function syncFolderOf(path: string): void {
  if (platform === "win32") return;
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Gives a file that is whole and on the disk the name of another, or of none, at one stroke. */
export function moveInto(path: string, from: string): void {
  renameSync(from, path);
  syncFolderOf(path);
}

/** As `moveInto`, but false when something has the name already, also since a moment ago. */
export function moveIntoNew(path: string, from: string): boolean {
  try {
    linkSync(from, path);
  } catch (error) {
    if (existsSync(path)) return false;
    if (!isWithoutLinks(error)) throw error;
    renameSync(from, path);
  }
  rmSync(from, { force: true });
  syncFolderOf(path);
  return true;
}

/** Some file systems, such as a memory stick's, know one name for a file and no more. */
function isWithoutLinks(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return code === "EPERM" || code === "ENOTSUP" || code === "EOPNOTSUPP" || code === "ENOSYS";
}

/** Where a copy of the file is made until it is whole: what has this name was cut off. */
export function partOf(from: string): string {
  return `${from}.part`;
}

/** Copies a file: once the copy has its name, which nothing else has, it is whole and on the disk. */
export function copyWhole(from: string, to: string): void {
  const part = partOf(from);
  try {
    copyFileSync(from, part, constants.COPYFILE_FICLONE);
    syncFile(part);
    moveInto(to, part);
  } finally {
    rmSync(part, { force: true });
  }
}

/** Removes a database that is not in use by anyone, and all that SQLite keeps beside it. */
export function removeDatabase(path: string): void {
  for (const suffix of ["", ...BESIDE]) rmSync(path + suffix, { force: true });
}
