import { describe, expect, it } from "vitest";
import { readCommandLine, UsageError } from "../src/cli/command-line.ts";

describe("a command line is read as", () => {
  it.each([
    ["audit", { name: "audit", file: null }],
    ["audit monday.sqlite", { name: "audit", file: "monday.sqlite" }],
    ["backup monday.sqlite", { name: "backup", file: "monday.sqlite" }],
    ["backup -- -odd", { name: "backup", file: "-odd" }],
    ["restore monday.sqlite", { name: "restore", file: "monday.sqlite", replace: false }],
    ["audit postgres://ada:secret@db/bourse", { name: "audit", file: "postgres://ada:secret@db/bourse" }],
    ["copy --from sqlite:old.sqlite", { name: "copy", from: "old.sqlite", to: null }],
    [
      "copy --to postgresql://db/bourse --from sqlite:./data/bourse.sqlite",
      { name: "copy", from: "./data/bourse.sqlite", to: "postgresql://db/bourse" },
    ],
    ["restore --replace monday.sqlite", { name: "restore", file: "monday.sqlite", replace: true }],
  ])("%s", (line, command) => {
    expect(readCommandLine(line.split(" "))).toEqual(command);
  });

  it.each([
    ["--help", "COMMAND"],
    ["help", "COMMAND"],
    ["audit --help", "audit"],
    ["backup -h", "backup"],
    ["restore --help", "restore"],
    ["copy --help", "copy"],
  ])("a question for help: %s", (line, about) => {
    const text = expect.stringMatching(new RegExp(`^Usage: bourse ${about}`));
    expect(readCommandLine(line.split(" "))).toEqual({ name: "help", text });
  });
});

describe("a command line is refused, with what would do:", () => {
  it.each([
    [[], "Which command?", "COMMAND"],
    [["balance"], "There is no command balance.", "COMMAND"],
    [["toString"], "There is no command toString.", "COMMAND"],
    [["audit", "a", "b"], "audit takes one FILE.", "audit"],
    [["audit", "--replace"], "Unknown option '--replace'", "audit"],
    [["backup"], "backup needs a FILE.", "backup"],
    [["backup", ""], "backup needs a FILE.", "backup"],
    [["restore", "--replace"], "restore needs a FILE.", "restore"],
    [["restore", "a", "b"], "restore takes one FILE.", "restore"],
    [["audit", "postgres://ada:secret@db"], "A URL must be a postgres or postgresql URL with a database.", "audit"],
    [["backup", "postgres://ada:secret@db/bourse"], "backup takes no URL.", "backup"],
    [["restore", "postgres://ada:secret@db/bourse"], "restore takes no URL.", "restore"],
    [["copy"], "copy needs --from sqlite:FILE.", "copy"],
    [["copy", "--from", "sqlite:"], "copy needs --from sqlite:FILE.", "copy"],
    [["copy", "--from", "postgres://ada:secret@db/bourse"], "copy needs --from sqlite:FILE.", "copy"],
    [["copy", "--from"], "Option '--from <value>' argument missing", "copy"],
    [["copy", "--from", "sqlite:a", "--to", "postgres://ada:secret@db"], "--to must be a postgres", "copy"],
    [["copy", "--from", "sqlite:a", "--to", "sqlite:b"], "--to must be a postgres", "copy"],
    [["copy", "--from", "sqlite:a", "ada:secret"], "copy takes no FILE, only --from and --to.", "copy"],
    [["audit", "--to", "postgres://db/bourse"], "Unknown option '--to'", "audit"],
  ])("%j", (words, problem, about) => {
    const read = (): unknown => readCommandLine(words);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(problem);
    expect(read).toThrow(`Usage: bourse ${about}`);
    expect(read).not.toThrow("secret");
  });
});
