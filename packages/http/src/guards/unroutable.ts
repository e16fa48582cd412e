import type { IncomingMessage, ServerResponse } from "node:http";

type Route = (request: IncomingMessage, response: ServerResponse) => void;
type Refused = (url: string, request: IncomingMessage, response: ServerResponse) => void;

/** No route is there. */
const NOWHERE = "/nowhere";
const unreadable = new WeakSet<IncomingMessage>();

/** Whether its URL is no text, as `/%zz` is not. */
export function isUnreadable(request: IncomingMessage): boolean {
  return unreadable.has(request);
}

/**
 * What a router refuses before it has found a route passes every hook by: its answer would have no security headers, and
 * nobody would count it. So it is routed once more, to where nothing is.
 */
export function unroutable(route: Route): { readonly onBadUrl: Refused; readonly onMaxParamLength: Refused } {
  const toNowhere: Refused = (_url, request, response) => {
    request.url = NOWHERE;
    route(request, response);
  };
  return {
    onBadUrl: (url, request, response) => {
      unreadable.add(request);
      toNowhere(url, request, response);
    },
    // No id, ticker or number is that long, so that the path leads nowhere.
    onMaxParamLength: toNowhere,
  };
}
