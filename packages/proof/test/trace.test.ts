import { expect, it } from "vitest";
import { callsIn } from "../src/prove/power/trace.ts";

const hex = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");

/** Lines as strace 6.1 writes them for one thread, with `-xx`. */
const LINES = [
  `openat(AT_FDCWD, "${hex("/tmp/facts")}", O_WRONLY|O_CREAT|O_APPEND|O_CLOEXEC, 0666) = 21`,
  `openat(AT_FDCWD, "${hex("/tmp/data/b.sqlite")}", O_RDWR|O_CREAT|O_NOFOLLOW|O_CLOEXEC, 0644) = 22`,
  `openat(AT_FDCWD, "${hex("/tmp/data/b.sqlite-wal")}", O_RDONLY) = -1 ENOENT (No such file or directory)`,
  `pwrite64(22, "${hex("abcd")}", 4, 4096) = 3`,
  `write(21, "${hex("told\n")}", 5)             = 5`,
  "ftruncate(22, 100)                      = 0",
  "fsync(22)                               = 0",
  "fdatasync(22)                           = 0",
  `unlink("${hex("/tmp/data/b.sqlite")}") = 0`,
  "+++ exited with 0 +++",
  "",
];

it("reads the calls in their order, what was told among them, and nothing that failed", () => {
  expect(callsIn(LINES.join("\n"))).toEqual([
    { call: "open", path: "/tmp/data/b.sqlite", fd: 22, creates: true },
    { call: "write", fd: 22, offset: 4096, data: Buffer.from("abc") },
    { call: "tell", text: "told\n" },
    { call: "truncate", fd: 22, size: 100 },
    { call: "sync", fd: 22 },
    { call: "sync", fd: 22 },
    { call: "unlink", path: "/tmp/data/b.sqlite" },
  ]);
});

it("stops at a call that it does not know", () => {
  expect(() => callsIn('renameat(3, "a", 4, "b") = 0')).toThrow("cannot be played");
});

it("stops at a call that another thread has cut in two", () => {
  expect(() => callsIn("fsync(22 <unfinished ...>")).toThrow("cannot be played");
});
