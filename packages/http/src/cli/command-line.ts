import { parseArgs } from "node:util";
import { HELP, type CommandName } from "./help.ts";

export type Command =
  | { readonly name: "audit"; readonly file: string | null }
  | { readonly name: "backup"; readonly file: string }
  | { readonly name: "restore"; readonly file: string; readonly replace: boolean }
  | { readonly name: "help"; readonly text: string };

/** The words make no command; the message says why, and what would. */
export class UsageError extends Error {
  constructor(problem: string, help: string) {
    super(`${problem}\n\n${help}`);
    this.name = "UsageError";
  }
}

export function readCommandLine(words: readonly string[]): Command {
  const [name, ...rest] = words;
  if (name === "--help" || name === "-h" || name === "help") return { name: "help", text: HELP.bourse };
  if (name === undefined) throw new UsageError("Which command?", HELP.bourse);
  if (!isCommand(name)) throw new UsageError(`There is no command ${name}.`, HELP.bourse);
  const { help, replace, files } = optionsOf(name, rest);
  if (help) return { name: "help", text: HELP[name] };
  const [file, surplus] = files;
  if (surplus !== undefined) throw new UsageError(`${name} takes one FILE.`, HELP[name]);
  if (name === "audit") return { name, file: file ?? null };
  if (file === undefined || file === "") throw new UsageError(`${name} needs a FILE.`, HELP[name]);
  return name === "backup" ? { name, file } : { name, file, replace };
}

function isCommand(name: string): name is CommandName {
  return name === "audit" || name === "backup" || name === "restore";
}

function optionsOf(name: CommandName, words: readonly string[]) {
  try {
    const { values, positionals: files } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h", default: false },
        ...(name === "restore" && { replace: { type: "boolean", default: false } as const }),
      },
    });
    return { help: values.help, replace: "replace" in values && values.replace === true, files };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), HELP[name]);
  }
}
