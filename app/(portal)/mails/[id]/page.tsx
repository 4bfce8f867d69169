import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { WholeMail } from "@/components/threads/received/whole-mail";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { kindOf } from "@/lib/threads/kinds";
import { findWholeMail } from "@/lib/threads/received/queries";
import { parseReceivedId } from "@/lib/threads/received/schema";
import { itemAnchor } from "@/lib/threads/types";

export const metadata: Metadata = { title: "Your mail" };

interface Props {
  params: Promise<{ id: string }>;
}

/** The whole text of a mail that the viewer wrote. The conversation shows the mail without its quoted text. */
export default async function WholeMailPage({ params }: Props) {
  const id = parseReceivedId((await params).id);
  const mail = await asViewer("client", async (context) => id && (await findWholeMail(context, id)));
  if (!mail) notFound();
  const { kind, number } = mail.thread;
  return (
    <>
      <PageHeader
        back={{ href: `${kindOf(kind).clientPath(number)}#${itemAnchor("message", mail.messageId)}`, label: number }}
        title="Your mail"
        detail="All of it, as it came."
      />
      <div className="max-w-180">
        <WholeMail mail={mail} files={mail.files.map((name) => ({ name, state: null }))} />
      </div>
    </>
  );
}
