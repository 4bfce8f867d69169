import { ZodError } from "zod";
import { env } from "@/lib/env";
import { brandByKey } from "@/lib/gate/brand/load";
import { isMailKind, MAIL_KINDS } from "@/lib/mail/kinds";
import { takesReply } from "@/lib/mail/one-way";
import { plainLine } from "@/lib/mail/plain-text";
import type { RenderedMail } from "@/lib/mail/rendering";
import { renderMail } from "@/lib/mail/templates/render";
import type { MailDetail } from "./queries";

export type MailContent =
  | { readonly mail: RenderedMail }
  /** `secret`: it has a link with a secret; `changed`: the kind is gone, or its template needs other props now. */
  | { readonly missing: "secret" | "changed" };

/** Renders a sent mail again from its stored props, with the brand's name and colours of today. */
export async function contentOf(detail: MailDetail): Promise<MailContent> {
  const { kind, props, toName, isOfThread } = detail;
  if (!isMailKind(kind)) return { missing: "changed" };
  if (MAIL_KINDS[kind].secret || props === null) return { missing: "secret" };
  try {
    const mail = await renderMail(kind, props, {
      brand: await brandByKey(detail.brand),
      toName: toName && plainLine(toName, 70),
      link: null,
      canReply: isOfThread && takesReply(kind) && env().INBOUND_MAIL_DOMAIN !== undefined,
    });
    return { mail };
  } catch (error) {
    if (error instanceof ZodError) return { missing: "changed" };
    throw error;
  }
}
