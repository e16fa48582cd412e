const NODE_PACKAGE = /^node-(?:bin-)?(darwin|linux|win)-(arm64|x64)$/;

/**
 * Lets each machine install its own Node.js and no other. Those packages tell their platform as one word where pnpm
 * looks for a list, so that it would have to guess from their names, and never guesses Windows.
 */
function readPackage(manifest) {
  const [, system, cpu] = NODE_PACKAGE.exec(manifest.name ?? "") ?? [];
  if (system === undefined) return manifest;
  return { ...manifest, os: [system === "win" ? "win32" : system], cpu: [cpu] };
}

export const hooks = { readPackage };
