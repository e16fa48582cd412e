import { parseArgs } from "node:util";
import { DATABASE_URL_FORMAT, FORMATS } from "../config-formats.ts";
import { HELP, type CommandName } from "./help.ts";

export type Command =
  | { readonly name: "audit"; readonly file: string | null }
  | { readonly name: "backup"; readonly file: string }
  | { readonly name: "copy"; readonly from: string; readonly to: string | null }
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
  const { help, replace, from, to, files } = optionsOf(name, rest);
  if (help) return { name: "help", text: HELP[name] };
  if (name === "copy") return copyOf(from, to, files);
  const [file, surplus] = files;
  if (surplus !== undefined) throw new UsageError(`${name} takes one FILE.`, HELP[name]);
  // Else it would be a file's name, and be told with its password.
  if (file !== undefined && /^postgres(?:ql)?:/.test(file) && (name !== "audit" || !isDatabaseUrl(file))) {
    throw new UsageError(
      name === "audit" ? `A URL must be a ${DATABASE_URL_FORMAT}.` : `${name} takes no URL.`,
      HELP[name],
    );
  }
  if (name === "audit") return { name, file: file ?? null };
  if (file === undefined || file === "") throw new UsageError(`${name} needs a FILE.`, HELP[name]);
  return name === "backup" ? { name, file } : { name, file, replace };
}

function copyOf(from: string | undefined, to: string | undefined, [surplus]: readonly string[]): Command {
  if (surplus !== undefined) throw new UsageError("copy takes no FILE, only --from and --to.", HELP.copy);
  const file = from?.startsWith("sqlite:") ? from.slice("sqlite:".length) : "";
  if (file === "") throw new UsageError("copy needs --from sqlite:FILE.", HELP.copy);
  // A URL may have a password in it, so that no message repeats one.
  if (to !== undefined && !isDatabaseUrl(to)) throw new UsageError(`--to must be a ${DATABASE_URL_FORMAT}.`, HELP.copy);
  return { name: "copy", from: file, to: to ?? null };
}

/** Whether a word is a database's URL, and no file's name. */
export function isDatabaseUrl(word: string): boolean {
  return FORMATS[DATABASE_URL_FORMAT](word);
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(HELP, name) && name !== "bourse";
}

function optionsOf(name: CommandName, words: readonly string[]) {
  try {
    const { values, positionals: files } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h", default: false },
        ...(name === "restore" && { replace: { type: "boolean", default: false } as const }),
        ...(name === "copy" && { from: { type: "string" } as const, to: { type: "string" } as const }),
      },
    });
    return {
      help: values.help,
      replace: "replace" in values && values.replace === true,
      from: "from" in values && typeof values.from === "string" ? values.from : undefined,
      to: "to" in values && typeof values.to === "string" ? values.to : undefined,
      files,
    };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), HELP[name]);
  }
}
