const NODE_PACKAGE = /^node-(?:bin-)?(darwin|linux|win)-(arm64|x64)$/;

/**
 * Lets each machine install its own Node.js and no other. Those packages tell their platform as one word where pnpm
 * looks for a list, so that it would have to guess from their names, and never guesses Windows.
 */
function withPlatform(manifest) {
  const [, system, cpu] = NODE_PACKAGE.exec(manifest.name ?? "") ?? [];
  if (system === undefined) return manifest;
  return { ...manifest, os: [system === "win" ? "win32" : system], cpu: [cpu] };
}

/**
 * What is published has no sources, so nothing there may lead to them: neither the condition by which the packages find
 * each other's TypeScript here, nor a command. What only developing takes is left out too.
 */
function beforePacking({ devDependencies: _, ...manifest }) {
  return {
    ...manifest,
    ...(manifest.exports && { exports: withoutSources(manifest.exports) }),
    ...(manifest.bin && { bin: mapped(manifest.bin, built) }),
  };
}

function withoutSources(exports) {
  return mapped(exports, ({ "@bourse/source": _, ...conditions }) => conditions);
}

function built(source) {
  return source.replace(/^\.\/src\/(.*)\.ts$/, "./dist/$1.js");
}

function mapped(record, change) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

/** `openapi-typescript` builds types by the compiler's syntax trees, which TypeScript 7 does not offer: it gets a 5. */
function withOwnTypeScript(manifest) {
  if (manifest.name !== "openapi-typescript") return manifest;
  const { typescript: _ours, ...peerDependencies } = manifest.peerDependencies ?? {};
  return { ...manifest, peerDependencies, dependencies: { ...manifest.dependencies, typescript: "5.9.3" } };
}

export const hooks = { readPackage: (manifest) => withOwnTypeScript(withPlatform(manifest)), beforePacking };
