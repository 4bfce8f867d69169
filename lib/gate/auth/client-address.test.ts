import { describe, expect, it } from "vitest";
import { clientAddress } from "./client-address";

const address = (forwarded: string | null, hops: number) =>
  clientAddress(new Headers(forwarded === null ? {} : { "x-forwarded-for": forwarded }), hops);

describe("clientAddress", () => {
  it.each([
    ["203.0.113.7", 0, null],
    [null, 1, null],
    ["", 1, null],
    ["203.0.113.7", 1, "203.0.113.7"],
    // What the client wrote itself stands further left and changes nothing.
    ["1.2.3.4, 203.0.113.7", 1, "203.0.113.7"],
    ["5.6.7.8,1.2.3.4,203.0.113.7", 1, "203.0.113.7"],
    ["1.2.3.4, 203.0.113.7, 10.0.0.2", 2, "203.0.113.7"],
    ["203.0.113.7", 2, null],
    ["unknown", 1, null],
    ["203.0.113.7:51514", 1, "203.0.113.7"],
    ["::ffff:203.0.113.7", 1, "203.0.113.7"],
    ["[2001:db8:1:2:3::4]:443", 1, "2001:db8:1:2::/64"],
    ["2001:DB8:0001:2:aaaa:bbbb:cccc:dddd", 1, "2001:db8:1:2::/64"],
    ["2001:db8::1", 1, "2001:db8:0:0::/64"],
    ["fe80::1%eth0", 1, "fe80:0:0:0::/64"],
    ["::1", 1, "0:0:0:0::/64"],
  ])("%j with %i hops is %j", (forwarded, hops, expected) => {
    expect(address(forwarded, hops)).toBe(expected);
  });
});
