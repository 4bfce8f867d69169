import { randomBytes } from "node:crypto";
import { knownBrand } from "@/lib/gate/brand/known";
import { securityHeaders } from "@/lib/gate/csp";
import { refusalWords } from "./rules";

const WORDS: Readonly<Record<number, readonly [title: string, text: string]>> = {
  403: ["This form came from another site", "Open the page in the portal and send it from there."],
  404: ["There is nothing at this address", "It may have moved, or the link may be incomplete."],
  413: [
    "This is too much for one form",
    "Shorten what you typed, or attach it as a file. Go back: your browser has kept it.",
  ],
  500: [
    "This page did not load",
    "Something broke on our side. What you saved before is kept. Try again in a moment; if it stays, tell portal support the reference.",
  ],
};

/** Title and text of the page for a status; those of 500 for one without words. */
function wordsOf(status: number): readonly [title: string, text: string] {
  const refused = refusalWords(status);
  return refused ? [refused.title, `${refused.why} ${refused.back}`] : (WORDS[status] ?? WORDS[500] ?? ["", ""]);
}

const toEntities = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/**
 * A page that needs neither database nor framework, in the colours of the brand that was last known under this host. It
 * contains no text of the request.
 */
export function plainPage(
  status: number,
  host: string | null | undefined,
  reference: string | null = null,
): { body: string; headers: Record<string, string> } {
  const brand = knownBrand(host);
  const [title, text] = wordsOf(status);
  const nonce = randomBytes(16).toString("base64");
  const { light, dark } = brand?.theme ?? { light: { accent: "#334155" }, dark: { accent: "#cbd5e1" } };
  const name = brand ? `${brand.name} Client Portal` : "";
  const body = `<!doctype html>
<html lang="en-US"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>${toEntities(name ? `${title} · ${name}` : title)}</title>
<style nonce="${nonce}">
:root{color-scheme:light dark;--accent:light-dark(${light.accent},${dark.accent})}
body{margin:0;font:16px/1.55 system-ui,sans-serif;background:light-dark(#f9fafb,#0d1015);color:light-dark(#1a2230,#e6e9ee);overflow-wrap:anywhere}
header{padding:18px 24px;font-weight:600;border-bottom:1px solid light-dark(#dfe3e8,#2a303a);border-top:3px solid var(--accent)}
main{max-width:38rem;margin:0 auto;padding:64px 24px}h1{font-size:24px;line-height:1.3;margin:0 0 16px}
a{color:var(--accent)}</style></head>
<body>${name ? `<header>${toEntities(name)}</header>` : ""}<main><h1>${title}</h1><p>${text}</p>
${brand ? `<p>Portal support: <a href="mailto:${toEntities(brand.supportMailbox)}">${toEntities(brand.supportMailbox)}</a></p>` : ""}
${brand && status !== 503 ? `<p><a href="/">Go to the home page</a></p>` : ""}
${reference ? `<p>Reference ${toEntities(reference)}</p>` : ""}</main></body></html>`;
  return {
    body,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      ...securityHeaders(brand?.origin.startsWith("https://") ?? false),
      ...(status === 503 ? { "retry-after": "30" } : {}),
    },
  };
}
