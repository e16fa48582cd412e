import formbody from "@fastify/formbody";
import type { App } from "@bourse/core";
import type { Server } from "../typed-server.ts";
import { pageErrorHandler, toldWhatWasDone } from "./answers.ts";
import { registerAssets } from "./assets.ts";
import { buyPages } from "./buy.ts";
import { cashPages } from "./cash.ts";
import { FORM_LIMIT } from "./fields.ts";
import { historyCsv } from "./history-csv.ts";
import { historyPages } from "./history.ts";
import { portfolioPage } from "./portfolio.ts";
import { profilePages } from "./profile.ts";
import { quotePage } from "./quote.ts";
import { registerPage } from "./register.ts";
import { resetPages } from "./reset.ts";
import { sellPages } from "./sell.ts";
import { signInPages } from "./sign-in.ts";

/**
 * The pages, for people with a browser: forms that the server reads, and documents that it writes. They are apart from
 * the API in a scope of their own: only here is a form a body, and only here is a failure a page.
 */
export async function registerPages(server: Server, app: App): Promise<void> {
  server.decorateRequest("done", null);
  await server.register(async (pages: Server) => {
    // The document tells of the API; a page is told by its links.
    pages.addHook("onRoute", (route) => {
      route.schema = { ...route.schema, hide: true };
    });
    pages.setErrorHandler(pageErrorHandler);
    await pages.register(formbody, { bodyLimit: FORM_LIMIT });
    await registerAssets(pages);
    const tell = toldWhatWasDone(app);
    pages.addHook("preHandler", tell);
    registerPage(pages, app);
    signInPages(pages, app);
    resetPages(pages, app);
    portfolioPage(pages, app);
    quotePage(pages, app);
    cashPages(pages, app);
    buyPages(pages, app);
    sellPages(pages, app);
    historyPages(pages, app);
    historyCsv(pages, app);
    profilePages(pages, app);
  });
}
