import fs, { fstatSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { platform, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { makeDataFolder } from "../src/wiring/data-folder.ts";

let root: string;
/** The folders whose content was waited for, by inode. */
let synced: Set<number>;
beforeEach(() => {
  const { fsyncSync: sync } = fs;
  root = mkdtempSync(join(tmpdir(), "bourse-data-"));
  synced = new Set();
  vi.spyOn(fs, "fsyncSync").mockImplementation((folder) => {
    sync(folder);
    synced.add(fstatSync(folder).ino);
  });
  // What was imported from it by name is the spy's, too.
  syncBuiltinESMExports();
});
afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
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
  expect(synced).toEqual(new Set());
});

it("one that can never be is refused", () => {
  expect(() => makeDataFolder(join(root, "nul\0"))).toThrow("DATA_DIR must be a folder that can be written to");
});
