import { describe, expect, it } from "vitest";
import { attemptsAddress, clientAddress } from "../src/client-address.ts";

describe("what stands for an address", () => {
  it.each([
    ["an IPv4 address", "192.0.2.7", "192.0.2.7"],
    ["an IPv4 address by way of IPv6", "::ffff:192.0.2.7", "192.0.2.7"],
    ["the same, in hexadecimal", "::FFFF:c000:0207", "192.0.2.7"],
    ["the same, at length", "0:0:0:0:0:ffff:c000:207", "192.0.2.7"],
    ["an IPv6 address", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["another one of its network", "2001:DB8:1:2:ffff::1", "2001:db8:1:2::/64"],
    ["one written short", "2001:db8::1", "2001:db8:0:0::/64"],
    ["one written long", "2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8:0:0::/64"],
    ["one that ends in zeros", "2001:db8:1:2::", "2001:db8:1:2::/64"],
    ["one of an interface", "fe80::1%eth0", "fe80:0:0:0::/64"],
    ["this machine's", "::1", "0:0:0:0::/64"],
    ["what is no address", "unknown", "unknown"],
    ["what only looks like one", "1:2:3", "1:2:3"],
  ])("%s", (_, ip, counted) => {
    expect(clientAddress(ip)).toBe(counted);
  });

  it("is another one for the next network", () => {
    expect(clientAddress("2001:db8:1:3::1")).not.toBe(clientAddress("2001:db8:1:2::1"));
  });
});

describe("what failed attempts count under", () => {
  it.each(["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])("is nothing on this machine itself: %s", (ip) => {
    expect(attemptsAddress(ip)).toBeUndefined();
  });

  it.each(["192.0.2.7", "::ffff:192.0.2.7", "2001:db8::1", "::2", "128.0.0.1", "unknown"])(
    "is the address: %s",
    (ip) => {
      expect(attemptsAddress(ip)).toBe(clientAddress(ip));
    },
  );
});
