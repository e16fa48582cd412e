import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratchFolder } from "../../process/at-end.ts";
import { ROOT } from "../../process/root.ts";
import { withFault, type Fault } from "./fault.ts";

/** The sources in a temporary folder, as they are or with a fault in them. */
export type Copy = {
  readonly root: string;
  /** Works with one fault planted, and takes it out again. */
  readonly planted: <Value>(fault: Fault, work: () => Promise<Value>) => Promise<Value>;
  readonly remove: () => void;
};

/** What a server needs of a package to run from its sources. */
const OF_A_PACKAGE = ["src", "package.json", "node_modules"];

/**
 * Copies what runs. A package's dependencies are links: those to its neighbours lead to the copies of these, since they
 * are relative, and all others to the one store, which is shared.
 */
export function copySources(): Copy {
  const { folder: root, remove } = scratchFolder();
  for (const name of readdirSync(join(ROOT, "packages"))) {
    for (const needed of OF_A_PACKAGE) {
      const [from, to] = [ROOT, root].map((folder) => join(folder, "packages", name, needed));
      if (from && to && existsSync(from)) cpSync(from, to, { recursive: true, verbatimSymlinks: true });
    }
  }
  cpSync(join(ROOT, "package.json"), join(root, "package.json"));
  mkdirSync(join(root, "node_modules"));
  symlinkSync(join(ROOT, "node_modules", ".pnpm"), join(root, "node_modules", ".pnpm"), "dir");
  return {
    root,
    planted: async (fault, work) => {
      const file = join(root, fault.file);
      const sound = readFileSync(file, "utf8");
      writeFileSync(file, withFault(sound, fault));
      try {
        return await work();
      } finally {
        writeFileSync(file, sound);
      }
    },
    remove,
  };
}
