import { versions } from "node:process";

const LEAST_MAJOR = 24;

// Imported before anything else: on an older Node.js the database's own code would bring the process down.
if (Number.parseInt(versions.node, 10) < LEAST_MAJOR) {
  throw new Error(
    `Bourse needs Node.js ${LEAST_MAJOR} or newer; this is ${versions.node}. In its repository, "npx --yes pnpm@12 start" brings its own.`,
  );
}
