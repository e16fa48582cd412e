import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";

const ROOT = resolve(import.meta.dirname, "..");

type Service = {
  readonly image?: string;
  readonly build?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
};
type Compose = {
  readonly services: Readonly<Record<string, Service>>;
  readonly configs: Readonly<Record<string, { readonly content: string }>>;
};

const { services, configs } = parse(readFileSync(join(ROOT, "compose.yaml"), "utf8"), { merge: true }) as Compose;
const replicas = Object.entries(services).filter(([, { build }]) => build === ".");
/** What a server reads, as its template tells. */
const VARIABLES: ReadonlySet<string | undefined> = new Set(
  [...readFileSync(join(ROOT, ".env.template"), "utf8").matchAll(/^#([A-Z_]+)=/gm)].map(([, name]) => name),
);

test("there are two replicas, alike but for their volumes", () => {
  expect(replicas).toHaveLength(2);
  expect(replicas[0]?.[1].environment).toEqual(replicas[1]?.[1].environment);
});

test("a replica is given only what a server reads, and what it must have is asked for by name", () => {
  const environment = replicas[0]?.[1].environment ?? {};
  expect(Object.keys(environment).filter((name) => !VARIABLES.has(name))).toEqual([]);
  expect(environment["JWT_SECRET"]).toBe("${JWT_SECRET:?}");
  expect(environment["DATABASE_URL"]).toContain("${POSTGRES_PASSWORD:?}");
});

test("the balancer knows every replica, and is alone in being reached from outside", () => {
  for (const [name] of replicas) expect(configs["balancer"]?.content).toContain(`${name}:3000`);
  const open = Object.entries(services).filter(([, { ports }]) => ports !== undefined);
  expect(open.map(([name]) => name)).toEqual(["balancer"]);
});
