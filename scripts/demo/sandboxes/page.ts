import { createHash } from "node:crypto";
import type { Context } from "hono";
import { html, raw } from "hono/html";
import { styles } from "./styles";

export type Markup = ReturnType<typeof html>;

const sourceHash = (source: string) => `'sha256-${createHash("sha256").update(source).digest("base64")}'`;

export type PageContent = {
  title: string;
  body: Markup;
  /** Source of a script; the page must also work without it. */
  script?: string;
  /** Seconds after which a browser without scripts loads the page again. */
  refreshSeconds?: number;
  status?: 200 | 404;
  /** Origins elsewhere that a form of the page leads to. */
  formTargets?: readonly string[];
  /** Without the sandboxes' header, for a page that replaces one of another site. */
  plain?: boolean;
};

/** Answers with a whole page of the sandboxes. It loads nothing from elsewhere and runs no script but the one given. */
export function renderPage(c: Context, page: PageContent): Response | Promise<Response> {
  const script = page.script ?? "";
  c.header(
    "content-security-policy",
    [
      "default-src 'none'",
      `style-src ${sourceHash(styles)}`,
      `script-src ${script === "" ? "'none'" : sourceHash(script)}`,
      "img-src data:",
      "connect-src 'self'",
      "frame-src 'self'",
      ["form-action 'self'", ...(page.formTargets ?? [])].join(" "),
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
  );
  c.header("referrer-policy", "no-referrer");
  c.header("x-content-type-options", "nosniff");
  c.header("cache-control", "no-store");
  const refresh = page.refreshSeconds
    ? html`<noscript><meta http-equiv="refresh" content="${page.refreshSeconds}"></noscript>`
    : "";
  return c.html(
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title}</title>
<link rel="icon" href="data:,">
${refresh}
<style>${raw(styles)}</style>
</head>
<body>
${page.plain ? "" : html`<header><a class="home" href="/">Sandboxes</a><nav aria-label="Sandboxes"><a href="/mail">Mail</a></nav></header>`}
<main>${page.body}</main>
${script === "" ? "" : html`<script>${raw(script)}</script>`}
</body>
</html>`,
    page.status ?? 200,
  );
}
