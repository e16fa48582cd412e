import { fstatSync, fsyncSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { platform, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { makeDataFolder } from "../src/data-folder.ts";

vi.mock("node:fs", { spy: true });

let root: string;
/** The folders whose content was waited for, by inode. */
let synced: Set<number>;
beforeEach(async () => {
  const { fsyncSync: sync } = await vi.importActual<typeof import("node:fs")>("node:fs");
  root = mkdtempSync(join(tmpdir(), "bourse-data-"));
  synced = new Set();
  vi.mocked(fsyncSync).mockImplementation((folder) => {
    sync(folder);
    synced.add(fstatSync(folder).ino);
  });
});
afterEach(() => {
  vi.mocked(fsyncSync).mockReset();
  rmSync(root, { recursive: true });
});

const inode = (...path: string[]): number => statSync(join(root, ...path)).ino;

it.skipIf(platform() === "win32")("a new data folder is on the disk once it is made", () => {
  makeDataFolder(join(root, "data"));
  expect(synced).toEqual(new Set([inode()]));
});

it.skipIf(platform() === "win32")("so are the folders that were made for it", () => {
  makeDataFolder(join(root, "some", "where", "data"));
  expect(synced).toEqual(new Set([inode(), inode("some"), inode("some", "where")]));
});

it("a folder that is there is taken as it is", () => {
  makeDataFolder(root);
  expect(fsyncSync).not.toHaveBeenCalled();
});

it("one that can never be is refused", () => {
  expect(() => makeDataFolder(join(root, "nul\0"))).toThrow("DATA_DIR must be a folder that can be written to");
});
