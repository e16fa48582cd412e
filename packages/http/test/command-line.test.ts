import { describe, expect, it } from "vitest";
import { readCommandLine, UsageError } from "../src/cli/command-line.ts";

describe("a command line is read as", () => {
  it.each([
    ["audit", { name: "audit", file: null }],
    ["audit monday.sqlite", { name: "audit", file: "monday.sqlite" }],
    ["backup monday.sqlite", { name: "backup", file: "monday.sqlite" }],
    ["backup -- -odd", { name: "backup", file: "-odd" }],
    ["restore monday.sqlite", { name: "restore", file: "monday.sqlite", replace: false }],
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
  ])("%j", (words, problem, about) => {
    const read = (): unknown => readCommandLine(words);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(problem);
    expect(read).toThrow(`Usage: bourse ${about}`);
  });
});
