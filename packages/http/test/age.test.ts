import { afterEach, describe, expect, it } from "vitest";
import { ask, newNames, PASSWORD, type Answer } from "./support/people.ts";
import { problemIn } from "./support/problems.ts";
import { testServer, type TestServer } from "./support/server.ts";

let bourse: TestServer;

afterEach(() => bourse.close());

const OPENINGS = [
  ["/v1/accounts", "dateOfBirth"],
  ["/users", "date_of_birth"],
  ["/create-account", "date_of_birth"],
] as const;

const opening = (path: string, given: object): Promise<Answer> =>
  ask(bourse, "POST", path, { body: { ...newNames(), password: PASSWORD, ...given } });

/** The birthday of whoever comes of that age today, or a day later. */
function birthday(age: number, daysLater = 0): string {
  const day = new Date(Date.parse(bourse.clock.today()) + daysLater * 86_400_000).toISOString().slice(0, 10);
  return `${Number(day.slice(0, 4)) - age}${day.slice(4)}`;
}

describe.each(OPENINGS)("opening an account at %s", (path, birth) => {
  it.each([21, 18, 65])("takes whoever is %i today, and nobody a day younger", async (minimumAge) => {
    bourse = await testServer({ policy: { minimumAge } });
    expect((await opening(path, { [birth]: birthday(minimumAge) })).status).toBe(201);
    const young = await opening(path, { [birth]: birthday(minimumAge, 1) });
    expect([young.status, problemIn(young, path).code, young.body["minimumAge"]]).toStrictEqual([
      422,
      "under-age",
      minimumAge,
    ]);
    expect(young.body["detail"]).toContain(String(minimumAge));
    const without = await opening(path, {});
    expect(problemIn(without, path).errors).toMatchObject([{ field: birth, rule: "required" }]);
  });

  it("asks no date of birth where there is no minimum age, and holds one that is given to be real", async () => {
    bourse = await testServer({ policy: { minimumAge: 0 } });
    const opened = await opening(path, {});
    expect([opened.status, opened.body["dateOfBirth"]]).toStrictEqual([201, null]);
    expect((await opening(path, { [birth]: birthday(0) })).status).toBe(201);
    expect((await opening(path, { [birth]: birthday(0, 1) })).status).toBe(400);
  });
});
