import { html } from "hono/html";
import type { Markup, renderPage } from "@/scripts/demo/sandboxes/page";
import { OUTCOMES } from "./deliveries";
import { mailTime } from "./mail-time";
import { asList, type Mail } from "./mailbox";

export type MailView = "html" | "text" | "headers";

type Page = Parameters<typeof renderPage>[1];

interface Controls {
  /** Whether a reply can be written here, and whether one was just sent. */
  readonly reply: "off" | "offered" | "sent";
  /** The event that was just sent for the mail; empty for none yet, null where none are sent. */
  readonly outcome: string | null;
}

export function mailPage(mail: Mail, view: MailView, { reply, outcome }: Controls): Page {
  const facts: [string, string[]][] = [
    ["From", [mail.from]],
    ["To", asList(mail.to)],
    ["Cc", asList(mail.cc)],
    ["Bcc", asList(mail.bcc)],
    ["Reply to", asList(mail.reply_to)],
    ["Files", (mail.attachments ?? []).map((file) => file.filename ?? file.path ?? "without a name")],
  ];
  return {
    title: `${mail.subject || "(no subject)"} – Mail`,
    body: html`
<p><a class="back" href="/mail">← All mail</a></p>
<h1>${mail.subject || "(no subject)"}</h1>
<dl class="panel">
${facts.filter(([, values]) => values.length > 0).map(([name, values]) => html`<dt>${name}</dt><dd>${values.join(", ")}</dd>`)}
<dt>Sent</dt><dd>${mailTime(mail.created_at, "full")}</dd>
</dl>
<nav class="views" aria-label="Views of this mail">
${mail.html === undefined ? "" : viewLink(mail, "html", "HTML", view)}
${viewLink(mail, "text", "Plain text", view)}
${viewLink(mail, "headers", "Headers", view)}
</nav>
<div class="view panel">${viewBody(mail, view)}</div>
${reply === "sent" ? html`<p class="notice" role="status">Your reply is on its way.</p>` : ""}
${reply === "off" ? "" : replyForm(mail)}
${outcome ? html`<p class="notice" role="status">The portal is told: ${outcome}.</p>` : ""}
${outcome === null ? "" : outcomeForm(mail)}`,
  };
}

/** A reply as a mail program would make it: from the recipient, to the mail's Reply-To. */
function replyForm(mail: Mail): Markup {
  const [from = ""] = asList(mail.to);
  const [to = mail.from] = asList(mail.reply_to);
  return html`
<form class="reply panel" method="post" action="/mail/${mail.id}/reply" enctype="multipart/form-data">
<h2>Reply</h2>
<p class="muted small">From ${from} to ${to}</p>
<label>Your reply<textarea name="text" rows="6"></textarea></label>
<label>File<input type="file" name="file" multiple></label>
<button type="submit">Send reply</button>
</form>`;
}

/** Chooses what the provider reports of the mail. */
function outcomeForm(mail: Mail): Markup {
  return html`
<form class="reply panel" method="post" action="/mail/${mail.id}/outcome">
<h2>Outcome</h2>
<p class="muted small">The portal has heard that it was delivered. Tell it something else:</p>
<label>Outcome<select name="outcome">${OUTCOMES.map((outcome) => html`<option>${outcome}</option>`)}</select></label>
<button type="submit">Tell the portal</button>
</form>`;
}

export function missingMailPage(): Page {
  return {
    title: "No such mail – Mail",
    status: 404,
    body: html`<div class="panel empty"><h1>No such mail</h1>
<p class="muted">Mail is kept in memory, so it is gone after a restart.</p>
<p><a class="back" href="/mail">Show all mail</a></p></div>`,
  };
}

/** The mail's own HTML with its links sent to a new tab. Only safe under the sandbox policy that it is served with. */
export function mailDocument(source: string): string {
  const base = '<base target="_blank">';
  const head = /<head(?:\s[^>]*)?>/i;
  if (head.test(source)) return source.replace(head, (tag) => tag + base);
  return `<!doctype html><html><head><meta charset="utf-8">${base}</head><body>${source}</body></html>`;
}

function viewLink(mail: Mail, view: MailView, label: string, current: MailView): Markup {
  return view === current
    ? html`<a href="/mail/${mail.id}?view=${view}" aria-current="page">${label}</a>`
    : html`<a href="/mail/${mail.id}?view=${view}">${label}</a>`;
}

function viewBody(mail: Mail, view: MailView): Markup {
  if (view === "html") {
    return html`<iframe title="The mail as HTML" src="/mail/${mail.id}/html" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`;
  }
  if (view === "text") return mail.text === undefined ? nothing("This mail has no plain text.") : linkedText(mail.text);
  const headers = Object.entries(mail.headers ?? {});
  if (headers.length === 0) return nothing("This mail has no headers of its own.");
  return html`<pre>${headers.map(([name, value]) => html`${name}: ${value}\n`)}</pre>`;
}

function nothing(sentence: string): Markup {
  return html`<p class="empty muted">${sentence}</p>`;
}

/** Escaped text with web addresses as links. Punctuation that ends a sentence is not part of an address. */
function linkedText(text: string): Markup {
  const parts = text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]'])/g);
  return html`<pre>${parts.map((part, index) =>
    index % 2 === 1 ? html`<a href="${part}" target="_blank" rel="noopener noreferrer">${part}</a>` : part,
  )}</pre>`;
}
