import { html } from "hono/html";
import type { Markup, renderPage } from "@/scripts/demo/sandboxes/page";
import type { Fault } from "./faults";
import { mailTime } from "./mail-time";
import { asList, type Mail } from "./mailbox";

type Inbox = {
  /** One page of the list, newest first. */
  mails: Mail[];
  filter: { to: string; text: string };
  total: number;
  found: number;
  isFirstPage: boolean;
  hasOlder: boolean;
  updates: boolean;
  fault: Fault;
};

const UPDATE_SECONDS = 4;

/** Replaces the list by a newer one, unless it has focus. */
const updateScript = `
const list = document.getElementById("inbox");
const count = document.getElementById("count");
async function update() {
  if (document.hidden || list.contains(document.activeElement)) return;
  const answer = await fetch(location.href, { cache: "no-store" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.getElementById("inbox");
  if (!next || next.dataset.newest === list.dataset.newest) return;
  list.dataset.newest = next.dataset.newest;
  list.replaceChildren(...next.childNodes);
  count.textContent = page.getElementById("count").textContent;
}
setInterval(() => update().catch(() => undefined), ${UPDATE_SECONDS * 1000});
`;

export function inboxPage(inbox: Inbox): Parameters<typeof renderPage>[1] {
  const live = inbox.updates && inbox.isFirstPage;
  return {
    title: "Mail – Sandboxes",
    ...(live ? { script: updateScript, refreshSeconds: UPDATE_SECONDS } : {}),
    body: html`
<div class="head"><h1>Mail</h1><p class="muted" id="count" role="status">${countText(inbox)}</p></div>
${faultNotice(inbox.fault)}
<form class="filter" method="get" action="/mail">
<label>Recipient<input type="search" name="to" value="${inbox.filter.to}" autocomplete="off" spellcheck="false"></label>
<label>Text<input type="search" name="q" value="${inbox.filter.text}" autocomplete="off"></label>
${inbox.updates ? "" : html`<input type="hidden" name="updates" value="off">`}
<button type="submit">Filter</button>
</form>
<div id="inbox" data-newest="${inbox.mails[0]?.id ?? ""}">${inbox.mails.length === 0 ? emptyState(inbox) : mailList(inbox.mails)}</div>
${moreLinks(inbox)}`,
  };
}

function mailList(mails: Mail[]): Markup {
  return html`<ul class="mails panel">${mails.map(
    (mail) => html`<li><a href="/mail/${mail.id}">
<div class="who"><div class="line">${asList(mail.to).join(", ")}</div><div class="line small">from ${mail.from}</div></div>
<div class="what"><div class="line subject">${mail.subject || "(no subject)"}</div><div class="line small">${snippet(mail)}</div></div>
<div class="small">${mailTime(mail.created_at, "short")}</div>
</a></li>`,
  )}</ul>`;
}

/** The beginning of the mail's text in one line. */
function snippet(mail: Mail): string {
  const text = mail.text ?? "";
  return text.slice(0, 1_000).replace(/\s+/g, " ").trim().slice(0, 160) || "No plain text";
}

function emptyState(inbox: Inbox): Markup {
  if (inbox.total > 0) {
    return html`<div class="panel empty"><h2>No mail fits this filter</h2>
<p class="muted">${inbox.total === 1 ? "One mail is" : `${inbox.total} mails are`} here without it.</p>
<p><a class="back" href="/mail">Show all mail</a></p></div>`;
  }
  return html`<div class="panel empty"><h2>No mail yet</h2>
<p class="muted">Whatever the portal sends arrives here and goes nowhere else. Ask for a new password on a sign-in page, and the mail will be here in a moment.</p></div>`;
}

function faultNotice(fault: Fault): Markup | "" {
  if (fault.mode === "ok") return "";
  const sends = fault.times === 1 ? "The next send meets" : `The next ${fault.times} sends meet`;
  return html`<p class="notice">${sends} the fault <code>${fault.mode}</code>.</p>`;
}

function countText({ total, found, filter }: Inbox): string {
  if (filter.to.trim() || filter.text.trim()) return `${found} of ${total}`;
  return total === 1 ? "1 mail" : `${total.toLocaleString("en-US")} mails`;
}

function moreLinks(inbox: Inbox): Markup {
  const last = inbox.mails.at(-1);
  const older = inbox.hasOlder && last ? inboxAddress(inbox, { after: last.id, updates: inbox.updates }) : null;
  return html`<nav class="more" aria-label="List">
${inbox.isFirstPage ? "" : html`<a href="${inboxAddress(inbox, { updates: inbox.updates })}">Newest mail</a>`}
${older ? html`<a href="${older}">Older mail</a>` : ""}
${
  inbox.isFirstPage
    ? html`<a href="${inboxAddress(inbox, { updates: !inbox.updates })}">${inbox.updates ? "Pause updates" : "Update by itself"}</a>`
    : ""
}
</nav>`;
}

function inboxAddress({ filter }: Inbox, { after, updates }: { after?: string; updates: boolean }): string {
  const query = new URLSearchParams();
  if (filter.to) query.set("to", filter.to);
  if (filter.text) query.set("q", filter.text);
  if (after) query.set("after", after);
  if (!updates) query.set("updates", "off");
  return query.size > 0 ? `/mail?${query}` : "/mail";
}
