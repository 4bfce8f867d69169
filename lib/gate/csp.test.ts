import { describe, expect, it } from "vitest";
import { contentSecurityPolicy, securityHeaders } from "./csp";

function directives(policy: string): Record<string, string[]> {
  return Object.fromEntries(policy.split("; ").map((part) => [part.split(" ")[0] ?? "", part.split(" ").slice(1)]));
}
const live = { secure: true, development: false };

describe("the content security policy", () => {
  it("lets forms go to the portal alone, unless the brand is paid at a checkout", () => {
    expect(directives(contentSecurityPolicy("n", live))["form-action"]).toEqual(["'self'"]);
    expect(directives(contentSecurityPolicy("n", { ...live, formTargets: [] }))["form-action"]).toEqual(["'self'"]);
    const paid = directives(contentSecurityPolicy("n", { ...live, formTargets: ["https://checkout.stripe.com"] }));
    expect(paid["form-action"]).toEqual(["'self'", "https://checkout.stripe.com"]);
    // The checkout is a place that forms lead to, and nothing else.
    expect(Object.entries(paid).filter(([, sources]) => sources.includes("https://checkout.stripe.com"))).toHaveLength(
      1,
    );
  });

  it("takes pictures from the origin of files where there is one, and nothing else from there", () => {
    expect(directives(contentSecurityPolicy("n", live))["img-src"]).toEqual(["'self'", "data:", "blob:"]);
    const policy = directives(contentSecurityPolicy("n", { ...live, filesOrigin: "https://files.example" }));
    expect(policy["img-src"]).toEqual(["'self'", "data:", "blob:", "https://files.example"]);
    expect(Object.values(policy).filter((sources) => sources.includes("https://files.example"))).toHaveLength(1);
  });

  it("runs scripts by nonce, with eval in development only", () => {
    expect(directives(contentSecurityPolicy("n0nce", live))["script-src"]).toEqual([
      "'self'",
      "'nonce-n0nce'",
      "'strict-dynamic'",
    ]);
    const development = directives(contentSecurityPolicy("n", { secure: false, development: true }));
    expect(development["script-src"]).toContain("'unsafe-eval'");
    expect(development).not.toHaveProperty("upgrade-insecure-requests");
  });

  it("takes style sheets by nonce, style attributes as they are, and both freely in development only", () => {
    const styles = directives(contentSecurityPolicy("n0nce", live));
    expect(styles["style-src"]).toEqual(["'self'", "'nonce-n0nce'"]);
    expect(styles["style-src-elem"]).toEqual(["'self'", "'nonce-n0nce'"]);
    expect(styles["style-src-attr"]).toEqual(["'unsafe-inline'"]);
    const development = directives(contentSecurityPolicy("n", { secure: false, development: true }));
    expect(development["style-src"]).toEqual(["'self'", "'unsafe-inline'"]);
    expect(development).not.toHaveProperty("style-src-elem");
  });

  it("says where a browser tells what it kept from loading", () => {
    expect(directives(contentSecurityPolicy("n", live))["report-uri"]).toEqual(["/api/csp-reports"]);
  });

  it("keeps frames, objects and base addresses out", () => {
    expect(directives(contentSecurityPolicy("n", live))).toMatchObject({
      "frame-ancestors": ["'none'"],
      "frame-src": ["'none'"],
      "object-src": ["'none'"],
      "base-uri": ["'none'"],
    });
  });
});

it("security headers ask for https for good only where the portal is served so", () => {
  expect(securityHeaders(true)).toHaveProperty("strict-transport-security");
  expect(securityHeaders(false)).not.toHaveProperty("strict-transport-security");
});
