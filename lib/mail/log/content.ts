import { ZodError } from "zod";
import { env } from "@/lib/env";
import { brandByKey } from "@/lib/gate/brand/load";
import { isMailKind, MAIL_KINDS } from "@/lib/mail/kinds";
import { plainLine } from "@/lib/mail/plain-text";
import type { RenderedMail } from "@/lib/mail/rendering";
import { renderMail } from "@/lib/mail/templates/render";
import type { MailDetail } from "./queries";

export type MailContent =
  | { readonly mail: RenderedMail }
  /** `secret`: it carries a link that signs in; `changed`: such mails are written from other things by now. */
  | { readonly missing: "secret" | "changed" };

/** A mail as it was written, made anew from what it says. The brand's name and colours are today's. */
export async function contentOf(detail: MailDetail): Promise<MailContent> {
  const { kind, props, toName, isOfThread } = detail;
  if (!isMailKind(kind)) return { missing: "changed" };
  if (MAIL_KINDS[kind].secret || props === null) return { missing: "secret" };
  try {
    const mail = await renderMail(kind, props, {
      brand: await brandByKey(detail.brand),
      toName: toName && plainLine(toName, 70),
      link: null,
      canReply: isOfThread && env().INBOUND_MAIL_DOMAIN !== undefined,
    });
    return { mail };
  } catch (error) {
    if (error instanceof ZodError) return { missing: "changed" };
    throw error;
  }
}
