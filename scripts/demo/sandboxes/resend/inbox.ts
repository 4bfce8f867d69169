import { Hono } from "hono";
import { renderPage } from "@/scripts/demo/sandboxes/page";
import type { SandboxEnv } from "./api";
import { ResendError } from "./errors";
import { type Faults, faultSchema } from "./faults";
import type { InboundMails } from "./inbound";
import { createInboundRoutes } from "./inbound-routes";
import { inboxPage } from "./inbox-page";
import { type MailView, mailDocument, mailPage, missingMailPage } from "./mail-page";
import { isSentTo, type Mail, type Mailbox, matches } from "./mailbox";

const PAGE_SIZE = 50;

/** For people and tests: the inbox, its JSON, and the control for faults. Not part of Resend's API. */
export function createInbox(
  mailbox: Mailbox,
  faults: Faults,
  inbound: InboundMails,
  tellsOutcomes: boolean,
): Hono<SandboxEnv> {
  const inbox = new Hono<SandboxEnv>();

  inbox.get("/mail", (c) => {
    const filter = { to: c.req.query("to") ?? "", text: c.req.query("q") ?? "" };
    const all = mailbox.list();
    const found = all.filter((mail) => matches(mail, filter));
    const start = found.findIndex((mail) => mail.id === c.req.query("after")) + 1;
    const mails = found.slice(start, start + PAGE_SIZE);
    return renderPage(
      c,
      inboxPage({
        mails,
        filter,
        total: all.length,
        found: found.length,
        isFirstPage: start === 0,
        hasOlder: start + PAGE_SIZE < found.length,
        updates: c.req.query("updates") !== "off",
        fault: faults.current(),
      }),
    );
  });

  inbox.get("/mail.json", (c) => {
    const to = c.req.query("to");
    const mails = mailbox.list().filter((mail) => to === undefined || isSentTo(mail, to));
    c.header("cache-control", "no-store");
    return c.json(mails.map(toJson));
  });

  inbox.post("/mail/faults", async (c) => {
    const parsed = faultSchema.safeParse(await c.req.json().catch(() => null));
    if (!parsed.success) {
      const fields = parsed.error.issues.map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`);
      return c.json(new ResendError(422, "validation_error", fields.join("; ")).body(), 422);
    }
    faults.set(parsed.data);
    return c.json(faults.current());
  });

  inbox.route("/", createInboundRoutes(mailbox, inbound));

  inbox.get("/mail/:id", (c) => {
    const mail = mailbox.find(c.req.param("id"));
    if (!mail) return renderPage(c, missingMailPage());
    const reply = inbound.isOn ? (c.req.query("replied") === "yes" ? "sent" : "offered") : "off";
    const outcome = tellsOutcomes ? (c.req.query("outcome") ?? "") : null;
    return renderPage(c, mailPage(mail, chooseView(mail, c.req.query("view")), { reply, outcome }));
  });

  inbox.get("/mail/:id/html", (c) => {
    const mail = mailbox.find(c.req.param("id"));
    if (mail?.html === undefined) return renderPage(c, missingMailPage());
    c.header(
      "content-security-policy",
      "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data: http: https:; style-src 'unsafe-inline'; frame-ancestors 'self'",
    );
    c.header("referrer-policy", "no-referrer");
    c.header("x-content-type-options", "nosniff");
    c.header("cache-control", "no-store");
    return c.html(mailDocument(mail.html));
  });

  return inbox;
}

function chooseView(mail: Mail, asked: string | undefined): MailView {
  if (asked === "headers" || asked === "text") return asked;
  return mail.html === undefined ? "text" : "html";
}

/** An entry of `/mail.json`. `to` and `reply_to` are a string or an array, as they were given. */
function toJson(mail: Mail) {
  return {
    id: mail.id,
    created_at: mail.created_at,
    from: mail.from,
    to: mail.to,
    reply_to: mail.reply_to ?? null,
    subject: mail.subject,
    html: mail.html ?? null,
    text: mail.text ?? null,
    headers: mail.headers ?? {},
  };
}
