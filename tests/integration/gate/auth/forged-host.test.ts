import { describe, expect, it } from "vitest";
import { requestReset } from "@/lib/gate/auth/reset";
import { runResetTask } from "@/lib/gate/auth/reset-link";
import { requestHost } from "@/lib/gate/brand/current";
import { brandByHost } from "@/lib/gate/brand/load";
import { buildMessage } from "@/lib/mail/send";
import { renderMail } from "@/lib/mail/templates/render";
import { createContact } from "@/tests/support/world";
import { cimsoft, insource, jobs, mailsTo, START } from "./support";

const good = new URL(cimsoft.origin).host;
const other = new URL(insource.origin).host;

/** What a request with these headers leads to: the whole way from the header to the message that is sent. */
async function linksAfter(headers: Record<string, string>): Promise<string[] | "refused"> {
  const { email } = await createContact(null);
  const brand = await brandByHost(requestHost(new Headers(headers)));
  if (!brand) return "refused";
  await requestReset(brand, email, { address: null, now: START });
  const job = (await jobs("auth.reset")).find((payload) => payload.email === email);
  await runResetTask(job, START);
  const links: string[] = [];
  for (const mail of await mailsTo(email)) {
    const message = await buildMessage(mail, new Date(START.epochMilliseconds), { render: renderMail });
    if ("ended" in message) throw new Error(message.ended);
    const text = `${message.html.replace(/<!DOCTYPE[^>]*>/i, "")}\n${message.text}`;
    expect(text).not.toContain("evil");
    links.push(...[...text.matchAll(/https?:\/\/[^\s"'<>)]+/g)].map(([link]) => new URL(link).origin));
  }
  return links;
}

describe("whatever host a request for a reset link names", () => {
  it.each([
    ["the configured one", { host: good }],
    ["in capitals and with another port", { host: `${good.split(":")[0]?.toUpperCase()}:8443` }],
    ["behind a forged Forwarded header", { host: good, forwarded: "host=evil.test;proto=https" }],
    ["behind a forged origin and referrer", { host: good, origin: "https://evil.test", referer: "https://evil.test/" }],
    ["behind a forged scheme", { host: good, "x-forwarded-proto": "https", "x-forwarded-port": "666" }],
    ["first of several forwarded", { host: "evil.test", "x-forwarded-host": `${good}, evil.test` }],
  ] as const)("the link leads to the brand's configured origin: %s", async (_, headers) => {
    const links = await linksAfter(headers);
    expect(links).not.toBe("refused");
    expect(links.length).toBeGreaterThan(0);
    expect(new Set(links)).toEqual(new Set([cimsoft.origin]));
  });

  it.each([
    ["a stranger", { host: "evil.test" }],
    ["a stranger forwarded", { host: good, "x-forwarded-host": "evil.test" }],
    ["a stranger first of several", { host: good, "x-forwarded-host": `evil.test, ${good}` }],
    ["the brand as user of a stranger", { host: `${good}@evil.test` }],
    ["the brand as a label of a stranger", { host: `${good.split(":")[0]}.evil.test` }],
    ["the brand before a path", { host: `${good}/evil.test` }],
    ["an absolute address", { host: `http://${good}` }],
    ["none", {}],
  ] as const)("no mail is sent for %s", async (_, headers) => {
    expect(await linksAfter(headers)).toBe("refused");
  });

  it("another brand's host makes no link for an account of this one", async () => {
    expect(await linksAfter({ host: other })).toEqual([]);
  });
});
