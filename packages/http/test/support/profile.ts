import { expect } from "vitest";
import { elementsOf, named, wrongFields } from "./html.ts";
import { snapshot, type Answer } from "./people.ts";
import type { Guest } from "./visitor.ts";

/** That it is the profile again with these fields marked, and that nothing was changed. */
export async function expectProfileRefused(
  guest: Guest,
  send: () => Promise<Answer>,
  status: number,
  fields: readonly string[],
): Promise<Answer> {
  const before = await snapshot(guest.person);
  const answer = await send();
  expect([answer.status, wrongFields(answer.text)]).toStrictEqual([status, fields]);
  expect(named(elementsOf(answer.text), "h1").map(({ text }) => text)).toStrictEqual(["Profile"]);
  expect(await snapshot(guest.person)).toStrictEqual(before);
  return answer;
}
