import { basename, dirname } from "node:path";
import type { Call } from "./trace.ts";

/** What a disk writes whole or not at all, in bytes. */
const SECTOR = 512;

type Change =
  | { readonly change: "write"; readonly offset: number; readonly data: Buffer }
  | { readonly change: "truncate"; readonly size: number };

/** A file: what will last, and what was done to it since it was last synced. */
type Inode = { lasting: Buffer; pending: Change[] };
type Naming = { readonly name: string; readonly inode: Inode | null };

/** A folder and its files as calls make them, and which of that a loss of power cannot take. */
export type Disk = {
  readonly make: (call: Exclude<Call, { call: "tell" }>) => void;
  /** What may be left when the power goes now: a content for every name. */
  readonly afterLoss: (random: () => number) => ReadonlyMap<string, Buffer>;
};

/**
 * As harsh as POSIX allows and SQLite bears (https://sqlite.org/atomiccommit.html): a file's writes and lengths last once
 * the file is synced, and a folder's names once the folder is. Before that each may be lost or kept without the others,
 * in any order, a write also in any of its sectors. A sector is written whole or not, and no write touches bytes that
 * were not written, which SQLite takes for granted (https://sqlite.org/psow.html).
 */
export function emptyDisk(folder: string): Disk {
  const open = new Map<number, Inode | "folder">();
  const names = new Map<string, Inode>();
  const lasting = new Map<string, Inode>();
  let renamed: Naming[] = [];

  function name(naming: Naming): void {
    set(names, naming);
    renamed.push(naming);
  }

  function opened(path: string, creates: boolean): Inode | "folder" {
    if (path === folder) return "folder";
    if (dirname(path) !== folder) throw new Error(`${path} is not in the folder that is watched`);
    const known = names.get(basename(path));
    if (known) return known;
    if (!creates) throw new Error(`${path} was opened, and nobody has made it`);
    const inode: Inode = { lasting: Buffer.alloc(0), pending: [] };
    name({ name: basename(path), inode });
    return inode;
  }

  function sync(fd: number): void {
    const target = open.get(fd);
    if (target === "folder") {
      for (const naming of renamed) set(lasting, naming);
      renamed = [];
      return;
    }
    const inode = fileAt(fd);
    inode.lasting = inode.pending.reduce((content, change) => changed(content, change, () => true), inode.lasting);
    inode.pending = [];
  }

  function fileAt(fd: number): Inode {
    const target = open.get(fd);
    if (target === undefined || target === "folder") throw new Error(`${fd} is no open file`);
    return target;
  }

  return {
    make: (call) => {
      if (call.call === "open") open.set(call.fd, opened(call.path, call.creates));
      else if (call.call === "unlink") name({ name: basename(call.path), inode: null });
      else if (call.call === "sync") sync(call.fd);
      else if (call.call === "truncate") fileAt(call.fd).pending.push({ change: "truncate", size: call.size });
      else fileAt(call.fd).pending.push({ change: "write", offset: call.offset, data: call.data });
    },
    afterLoss: (random) => {
      const left = new Map(lasting);
      const luck = lucks(random);
      for (const naming of renamed) if (luck()) set(left, naming);
      const contents = new Map<Inode, Buffer>();
      for (const inode of left.values()) contents.set(inode, contentAfterLoss(inode, luck, random));
      return new Map([...left].map(([file, inode]) => [file, contents.get(inode) ?? inode.lasting]));
    },
  };
}

function set(names: Map<string, Inode>, { name, inode }: Naming): void {
  if (inode) names.set(name, inode);
  else names.delete(name);
}

/** Whether something is kept. Each loss has its own odds: all or nothing is as likely as anything between. */
function lucks(random: () => number): () => boolean {
  const odds = [0, 1, 0.1, 0.5, 0.9, random()][Math.floor(random() * 6)] ?? 0.5;
  return () => random() < odds;
}

function contentAfterLoss({ lasting, pending }: Inode, luck: () => boolean, random: () => number): Buffer {
  return pending.reduce((content, change) => {
    const fate = random();
    if (change.change === "write" && fate < 0.4) return changed(content, change, luck);
    if (luck()) return changed(content, change, () => true);
    // The length may come to last though the data does not: zeros are then between.
    const isLonger = change.change === "write" && fate > 0.8;
    return isLonger ? changed(content, change, () => false) : content;
  }, lasting);
}

/** The content with a change made to it; of a write only those sectors that are kept. */
function changed(content: Buffer, change: Change, isKept: () => boolean): Buffer {
  if (change.change === "truncate") {
    const cut = Buffer.alloc(change.size);
    content.copy(cut);
    return cut;
  }
  const { data, offset } = change;
  const next = Buffer.alloc(Math.max(content.length, offset + data.length));
  content.copy(next);
  for (let at = offset; at < offset + data.length;) {
    const end = Math.min((Math.floor(at / SECTOR) + 1) * SECTOR, offset + data.length);
    if (isKept()) data.copy(next, at, at - offset, end - offset);
    at = end;
  }
  return next;
}
