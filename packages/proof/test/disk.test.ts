import { randomFrom } from "@bourse/testkit";
import { expect, it } from "vitest";
import { emptyDisk, type Disk } from "../src/prove/power/disk.ts";

const FOLDER = "/data";
const SECTOR = 512;

/** A disk on which a file of three sectors of ones is made and synced, and its name is. */
function diskWithFile(): Disk {
  const disk = emptyDisk(FOLDER);
  disk.make({ call: "open", path: `${FOLDER}/file`, fd: 3, creates: true });
  disk.make({ call: "write", fd: 3, offset: 0, data: Buffer.alloc(3 * SECTOR, 1) });
  disk.make({ call: "sync", fd: 3 });
  syncFolder(disk);
  return disk;
}

function syncFolder(disk: Disk): void {
  disk.make({ call: "open", path: FOLDER, fd: 4, creates: false });
  disk.make({ call: "sync", fd: 4 });
}

function sectors(content: Buffer): string {
  return Array.from({ length: Math.ceil(content.length / SECTOR) }, (_, index) => content[index * SECTOR]).join("");
}

/** What 500 losses of power may leave of a file: its sectors' first bytes, or nothing. */
function leftOf(disk: Disk, name = "file"): Set<string> {
  const random = randomFrom(1);
  const losses = Array.from({ length: 500 }, () => disk.afterLoss(random).get(name));
  return new Set(losses.map((content) => (content ? sectors(content) : "gone")));
}

it("keeps what was synced", () => {
  expect(leftOf(diskWithFile())).toEqual(new Set(["111"]));
});

it("may keep, lose or tear a write that was not synced, in any of its sectors", () => {
  const disk = diskWithFile();
  disk.make({ call: "write", fd: 3, offset: 0, data: Buffer.alloc(3 * SECTOR, 2) });
  expect(leftOf(disk)).toEqual(new Set(["111", "112", "121", "122", "211", "212", "221", "222"]));
  disk.make({ call: "sync", fd: 3 });
  expect(leftOf(disk)).toEqual(new Set(["222"]));
});

it("may keep a later write without an earlier one", () => {
  const disk = diskWithFile();
  disk.make({ call: "write", fd: 3, offset: 0, data: Buffer.alloc(SECTOR, 2) });
  disk.make({ call: "write", fd: 3, offset: SECTOR, data: Buffer.alloc(SECTOR, 3) });
  expect(leftOf(disk)).toEqual(new Set(["111", "211", "131", "231"]));
});

it("touches no byte beside a write that is smaller than a sector", () => {
  const disk = diskWithFile();
  disk.make({ call: "write", fd: 3, offset: 10, data: Buffer.alloc(5, 2) });
  const random = randomFrom(2);
  const contents = Array.from({ length: 100 }, () => disk.afterLoss(random).get("file")?.toString("hex"));
  const written = Buffer.alloc(3 * SECTOR, 1)
    .fill(2, 10, 15)
    .toString("hex");
  expect(new Set(contents)).toEqual(new Set([written, Buffer.alloc(3 * SECTOR, 1).toString("hex")]));
});

it("may bring a length to last without its data, and cut a file or not", () => {
  const longer = diskWithFile();
  longer.make({ call: "write", fd: 3, offset: 3 * SECTOR, data: Buffer.alloc(SECTOR, 2) });
  expect(leftOf(longer)).toEqual(new Set(["111", "1112", "1110"]));
  const shorter = diskWithFile();
  shorter.make({ call: "truncate", fd: 3, size: SECTOR });
  expect(leftOf(shorter)).toEqual(new Set(["111", "1"]));
});

it("may lose a name until its folder is synced, whatever was synced of the file", () => {
  const disk = emptyDisk(FOLDER);
  disk.make({ call: "open", path: `${FOLDER}/file`, fd: 3, creates: true });
  disk.make({ call: "write", fd: 3, offset: 0, data: Buffer.alloc(SECTOR, 1) });
  disk.make({ call: "sync", fd: 3 });
  expect(leftOf(disk)).toEqual(new Set(["gone", "1"]));
  syncFolder(disk);
  expect(leftOf(disk)).toEqual(new Set(["1"]));
});

it("may bring a deleted file back until its folder is synced, and not what a new one of that name says", () => {
  const disk = diskWithFile();
  disk.make({ call: "unlink", path: `${FOLDER}/file` });
  expect(leftOf(disk)).toEqual(new Set(["111", "gone"]));
  disk.make({ call: "open", path: `${FOLDER}/file`, fd: 5, creates: true });
  disk.make({ call: "write", fd: 5, offset: 0, data: Buffer.alloc(SECTOR, 2) });
  disk.make({ call: "sync", fd: 5 });
  expect(leftOf(disk)).toEqual(new Set(["111", "gone", "2"]));
  syncFolder(disk);
  expect(leftOf(disk)).toEqual(new Set(["2"]));
});

it("refuses to guess about a file that nobody has made", () => {
  expect(() => emptyDisk(FOLDER).make({ call: "sync", fd: 9 })).toThrow("no open file");
});
