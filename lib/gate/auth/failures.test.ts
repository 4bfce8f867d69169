import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { holdMs } from "./failures";

describe("how long the answer to a failed sign-in is held", () => {
  it("is not at all for the first failures of a network and of a quiet portal", () => {
    expect(holdMs({ inAll: 5, fromNetwork: 5, waiting: 5 })).toBe(0);
    expect(holdMs({ inAll: 20, fromNetwork: 1, waiting: 0 })).toBe(0);
  });

  it("grows with the failures of a network, as for one password on 28 addresses", () => {
    expect(holdMs({ inAll: 6, fromNetwork: 6, waiting: 0 })).toBe(250);
    expect(holdMs({ inAll: 28, fromNetwork: 28, waiting: 0 })).toBe(5_750);
  });

  it("grows with the failures in all, however many networks they come from", () => {
    expect(holdMs({ inAll: 21, fromNetwork: 1, waiting: 0 })).toBe(100);
    expect(holdMs({ inAll: 70, fromNetwork: 1, waiting: 0 })).toBe(5_000);
  });

  it("grows with the strangers that wait for the lane, from the first failure on", () => {
    expect(holdMs({ inAll: 1, fromNetwork: 1, waiting: 6 })).toBe(200);
    expect(holdMs({ inAll: 1, fromNetwork: 1, waiting: 55 })).toBe(10_000);
  });

  it("never falls as failures grow, and ends at twenty seconds", () => {
    const count = fc.nat({ max: 100_000 });
    fc.assert(
      fc.property(count, count, count, count, count, (inAll, fromNetwork, waiting, more, moreHere) => {
        const less = holdMs({ inAll, fromNetwork, waiting });
        expect(
          holdMs({ inAll: inAll + more, fromNetwork: fromNetwork + moreHere, waiting: waiting + more }),
        ).toBeGreaterThanOrEqual(less);
        expect(less).toBeLessThanOrEqual(20_000);
      }),
    );
    expect(holdMs({ inAll: 100_000, fromNetwork: 1, waiting: 0 })).toBe(20_000);
  });
});
