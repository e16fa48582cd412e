import { BlockList, isIPv6 } from "node:net";

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8);
LOOPBACK.addAddress("::1", "ipv6");

let last = { ip: "", isLoopback: false };

/** Asked on each request, mostly of the address that it was asked of before: that of a proxy. */
export function isLoopback(ip: string): boolean {
  if (ip !== last.ip) last = { ip, isLoopback: LOOPBACK.check(ip, isIPv6(ip) ? "ipv6" : "ipv4") };
  return last.isLoopback;
}

/**
 * What failed attempts from a network address count under: nothing on this machine itself, since a proxy here that does
 * not tell for whom it asks would have everybody wait for what anyone of them fails at.
 */
export function attemptsAddress(ip: string): string | undefined {
  return isLoopback(ip) ? undefined : clientAddress(ip);
}

/**
 * What stands for a network address. Whoever has one IPv6 address has all 2^64 of its network, so that those are one; an
 * IPv4 address reads the same whether or not it comes by way of IPv6.
 */
export function clientAddress(ip: string): string {
  const groups = groupsOf(ip);
  if (!groups) return ip;
  const [high = 0, low = 0] = groups.slice(6);
  const isMapped = groups.slice(0, 6).join() === "0,0,0,0,0,65535";
  if (isMapped) return [high >> 8, high & 255, low >> 8, low & 255].join(".");
  const network = groups.slice(0, 4).map((group) => group.toString(16));
  return `${network.join(":")}::/64`;
}

/** The eight numbers of an IPv6 address; null for anything else. */
function groupsOf(ip: string): readonly number[] | null {
  // A URL's host is written in one way only, and knows nothing of the interface that may stand after a %.
  const host = ip.includes(":") ? URL.parse(`http://[${ip.replace(/%.*$/, "")}]`)?.hostname : undefined;
  if (host === undefined) return null;
  const [head = "", tail] = host.slice(1, -1).split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => "0");
  return [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16));
}
