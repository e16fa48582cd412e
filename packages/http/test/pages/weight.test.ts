import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SESSION_COOKIE } from "../../src/auth.ts";
import { elementsOf, named, rowsOf } from "../support/html.ts";
import { richScene, type RichScene } from "../support/rich.ts";

const MOST = 100 * 1024;

/** All that a browser loads by itself with a page. */
function loadedBy(page: string): readonly string[] {
  const elements = elementsOf(page);
  const linked = named(elements, "link").map(({ attributes }) => attributes["href"]);
  const sourced = elements.flatMap(({ attributes }) => [attributes["src"], attributes["srcset"], attributes["data"]]);
  const used = named(elements, "use", "image").map(({ attributes }) => attributes["href"]);
  return [...linked, ...sourced, ...used].filter((address) => address !== undefined);
}

describe("the weight of /, with 50 holdings and a year of history", () => {
  let scene: RichScene;

  beforeAll(async () => {
    scene = await richScene();
  });

  afterAll(() => scene.bourse.close());

  /** What a browser gets that takes gzip. */
  const got = async (url: string) => {
    const { bourse, guest } = scene;
    const cookie = `${SESSION_COOKIE}=${guest.person.token}`;
    const headers = { cookie, "accept-encoding": "gzip" };
    const answer = await bourse.server.inject({ url, headers });
    expect([url, answer.statusCode]).toStrictEqual([url, 200]);
    return answer;
  };

  it("is under 100 KiB with all that it loads, which is all from here", async () => {
    const page = await got("/");
    expect(rowsOf(page.payload).filter((cells) => cells.length === 6)).toHaveLength(1 + 50);
    const loaded = loadedBy(page.payload);
    expect(loaded.toSorted()).toStrictEqual(["/assets/bourse.css", "/assets/icon.svg", "/assets/pico.css"]);
    let weight = page.rawPayload.length;
    for (const url of loaded) {
      weight += (await got(url)).rawPayload.length;
      // A style sheet that loads another, or a font, would weigh more than this counts.
      const { payload } = await scene.bourse.server.inject({ url });
      expect(payload).not.toMatch(/@import|url\((?!["']?(?:data:|icon\.svg))/);
    }
    expect(weight).toBeLessThan(MOST);
  });

  it("sends style sheets compressed, and no page: how short it became would tell of the secrets in it", async () => {
    for (const url of ["/assets/pico.css", "/assets/bourse.css"]) {
      const { headers, rawPayload } = await got(url);
      expect(headers).toMatchObject({ "content-encoding": "gzip", vary: "accept-encoding" });
      const plain = await scene.bourse.server.inject({ url });
      expect(plain.headers["content-encoding"]).toBeUndefined();
      expect(gunzipSync(rawPayload).equals(plain.rawPayload)).toBe(true);
    }
    for (const url of ["/", "/history", "/profile"]) {
      expect((await got(url)).headers["content-encoding"]).toBeUndefined();
    }
  });
});
