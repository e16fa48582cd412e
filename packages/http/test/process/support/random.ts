/** The seed given in an environment variable, or any. */
export function seedFrom(variable: string): number {
  const given = process.env[variable];
  return given === undefined ? Math.floor(Math.random() * 1_000_000_000) : Number(given);
}
