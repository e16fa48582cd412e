import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

/** What is no problem of a package of ES modules alone: how older tools resolve it. It is attw's profile `esm-only`. */
const NOT_OURS: ReadonlySet<unknown> = new Set(["node10", "node16-cjs"]);

/** What publint, strictly, and attw say is wrong with a packed package, a line each. */
export async function lint(tarball: Uint8Array): Promise<readonly string[]> {
  const data = Uint8Array.from(tarball);
  const { messages, pkg } = await publint({ strict: true, pack: { tarball: data.buffer } });
  const types = await checkPackage(createPackageFromTarballData(data));
  const problems = types.types === false ? [{ kind: "it has no types" }] : types.problems;
  return [
    ...messages.map((message) => `${pkg["name"]}: ${formatMessage(message, pkg)}`),
    ...problems
      .filter((problem) => !("resolutionKind" in problem && NOT_OURS.has(problem.resolutionKind)))
      .map((problem) => `${types.packageName}: ${JSON.stringify(problem)}`),
  ];
}
