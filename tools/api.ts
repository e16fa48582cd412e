import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { PACKAGES, ROOT, type Entry, type Package } from "./packages.ts";

/** Where each entry's public surface is written down: `docs/api`, and a test holds it to what is built. */
export const REPORTS: string = join(ROOT, "docs/api");

const NOT_SAID = { default: { logLevel: ExtractorLogLevel.None } };

/** Everything that an entry exports, and what those declarations need, as one file: from the built declarations. */
function configFor({ folder }: Package, module: Entry, reports: string): ExtractorConfig {
  const options = { target: "es2022", module: "nodenext", lib: ["es2024"], types: ["node"], strict: true };
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(folder, "package.json"),
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: declarationsOf(folder, module),
      compiler: {
        overrideTsconfig: {
          compilerOptions: { ...options, skipLibCheck: true },
          files: [declarationsOf(folder, module)],
        },
      },
      apiReport: {
        enabled: true,
        reportFolder: reports,
        reportTempFolder: join(reports, ".temp"),
        reportFileName: module.name.replace("@bourse/", "").replaceAll("/", "."),
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      messages: {
        compilerMessageReporting: NOT_SAID,
        extractorMessageReporting: NOT_SAID,
        tsdocMessageReporting: NOT_SAID,
      },
    },
  });
}

function declarationsOf(folder: string, { built }: Entry): string {
  return join(folder, built.replace(/\.js$/, ".d.ts"));
}

/** Writes a report of each entry into a folder, and nothing else is left in it. */
export function writeReports(reports: string): void {
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const all = PACKAGES.flatMap((item) => item.modules.map((module) => ({ item, module })));
  const configs = all.map(({ item, module }) => configFor(item, module, reports));
  const [first] = configs;
  if (!first) return;
  // One program for all of them: to read the declarations takes longer than to tell of them.
  const additionalEntryPoints = all.map(({ item, module }) => declarationsOf(item.folder, module));
  const compilerState = CompilerState.create(first, { additionalEntryPoints });
  for (const config of configs) Extractor.invoke(config, { compilerState, localBuild: true, messageCallback: silence });
  rmSync(join(reports, ".temp"), { recursive: true, force: true });
}

function silence(message: { handled: boolean }): void {
  message.handled = true;
}

if (import.meta.main) {
  writeReports(REPORTS);
  console.log(`${readdirSync(REPORTS).length} reports are in docs/api.`);
}
