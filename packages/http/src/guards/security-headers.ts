import { IncomingMessage, ServerResponse, type OutgoingHttpHeaders } from "node:http";
import { Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import helmet from "helmet";

/**
 * Nothing may be loaded, sent or framed but this site's own styles, images and forms. No page of ours has a script. The
 * style sheet that pages are built on holds the icons of its form fields, as `data:` images: they ask nobody.
 */
const CONTENT_SECURITY_POLICY = {
  useDefaults: false,
  directives: {
    "default-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "img-src": ["'self'", "data:"],
    "style-src": ["'self'"],
  },
};

/** Swagger UI is a script, which asks this server and keeps its icons in its style sheet. */
export const DOCS_CONTENT_SECURITY_POLICY: Readonly<Record<string, string>> = {
  "default-src": "'none'",
  "base-uri": "'none'",
  "connect-src": "'self'",
  "form-action": "'none'",
  "frame-ancestors": "'none'",
  "img-src": "'self' data:",
  "script-src": "'self'",
  "style-src": "'self'",
};

/** What helmet sets on an answer, whoever it is for: asked once, since it makes the same out of the same each time. */
function helmetHeaders(): OutgoingHttpHeaders {
  const answer = new ServerResponse(new IncomingMessage(new Socket()));
  const set = helmet({
    contentSecurityPolicy: CONTENT_SECURITY_POLICY,
    xFrameOptions: { action: "deny" },
    referrerPolicy: { policy: "same-origin" },
    // Without TLS browsers do not heed it. The names beneath this one may be somebody else's.
    strictTransportSecurity: { maxAge: 365 * 24 * 60 * 60, includeSubDomains: false },
  });
  set(answer.req, answer, (error) => {
    if (error) throw error;
  });
  return answer.getHeaders();
}

/** What every answer tells a browser not to do with it. A route may say otherwise. */
export function addSecurityHeaders(server: FastifyInstance): void {
  // Nearly every answer is for whoever asks alone, and some are tokens.
  const headers = { ...helmetHeaders(), "cache-control": "no-store" };
  server.addHook("onRequest", (_request, reply, done) => {
    void reply.headers(headers);
    done();
  });
}
