import { type Context, Hono } from "hono";
import type { SandboxEnv } from "./api";
import { ResendError } from "./errors";
import { type InboundMails, inboundSchema, toRawEmail } from "./inbound";
import { asList, type Mail, type Mailbox } from "./mailbox";

/** Lets people and tests send mail to the portal, and serves the attachments of such mail. */
export function createInboundRoutes(mailbox: Mailbox, inbound: InboundMails): Hono<SandboxEnv> {
  const routes = new Hono<SandboxEnv>();

  routes.post("/mail/inbound", async (c) => {
    const parsed = inboundSchema.safeParse(await c.req.json().catch(() => null));
    if (parsed.success) return c.json({ id: inbound.receive(parsed.data).id });
    const fields = parsed.error.issues.map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`);
    return c.json(new ResendError(422, "validation_error", fields.join("; ")).body(), 422);
  });

  routes.get("/mail/inbound/:id/files/:file", (c) => {
    const file = inbound.findFile(c.req.param("id"), c.req.param("file"));
    if (!file) return c.text("Not found", 404);
    c.header("content-type", file.contentType);
    c.header("content-disposition", "attachment");
    c.header("content-security-policy", "default-src 'none'; sandbox");
    c.header("x-content-type-options", "nosniff");
    return c.body(new Uint8Array(file.content));
  });

  routes.get("/mail/inbound/:id/raw", (c) => {
    const mail = inbound.find(c.req.param("id"));
    if (!mail) return c.text("Not found", 404);
    c.header("content-type", "application/octet-stream");
    c.header("content-disposition", "attachment");
    c.header("x-content-type-options", "nosniff");
    return c.body(toRawEmail(mail));
  });

  routes.post("/mail/:id/reply", async (c) => {
    const mail = mailbox.find(c.req.param("id"));
    if (!mail) return c.redirect(`/mail/${encodeURIComponent(c.req.param("id"))}`, 303);
    inbound.receive(inboundSchema.parse(await readReply(c, mail)));
    return c.redirect(`/mail/${mail.id}?replied=yes`, 303);
  });

  return routes;
}

/** The mail that a mail program would send for the form, with the original quoted below. */
async function readReply(c: Context, mail: Mail) {
  const form = await c.req.formData();
  const typed = String(form.get("text") ?? "").replaceAll("\r\n", "\n");
  const files = form.getAll("file").filter((value): value is File => value instanceof File && value.name !== "");
  const quoted = (mail.text ?? "").split("\n").map((line) => `> ${line}`);
  const before = mail.headers?.["Message-ID"];
  const references = [mail.headers?.References, before].filter(Boolean).join(" ");
  return {
    from: asList(mail.to)[0] ?? "",
    to: asList(mail.reply_to)[0] ?? mail.from,
    subject: /^re:/i.test(mail.subject) ? mail.subject : `Re: ${mail.subject}`,
    text: [typed, "", `On ${new Date(mail.created_at).toUTCString()}, ${mail.from} wrote:`, "", ...quoted].join("\n"),
    headers: before ? { "In-Reply-To": before, References: references } : {},
    attachments: await Promise.all(
      files.map(async (file) => ({
        filename: file.name,
        content: Buffer.from(await file.arrayBuffer()).toString("base64"),
        content_type: file.type || "application/octet-stream",
      })),
    ),
  };
}
