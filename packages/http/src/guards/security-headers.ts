import helmet from "@fastify/helmet";
import type { FastifyInstance } from "fastify";

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

/** What every answer tells a browser not to do with it. */
export async function addSecurityHeaders(server: FastifyInstance): Promise<void> {
  await server.register(helmet, {
    contentSecurityPolicy: CONTENT_SECURITY_POLICY,
    xFrameOptions: { action: "deny" },
    referrerPolicy: { policy: "same-origin" },
    // Without TLS browsers do not heed it. The names beneath this one may be somebody else's.
    strictTransportSecurity: { maxAge: 365 * 24 * 60 * 60, includeSubDomains: false },
  });
  // Nearly every answer is for whoever asks alone, and some are tokens; a route whose answer is not says so itself.
  server.addHook("onSend", async (_request, reply) => {
    if (!reply.hasHeader("cache-control")) void reply.header("cache-control", "no-store");
  });
}
