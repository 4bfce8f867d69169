import { Text } from "@react-email/components";
import type { ReactNode } from "react";
import type { ThreadKind } from "@/db/schema/constants";
import { fileSizeText } from "@/lib/files/rules";
import type { Brand } from "@/lib/gate/brand/types";
import { plainLine } from "@/lib/mail/plain-text";
import type { MailContext } from "@/lib/mail/rendering";
import { REPLY_MARKER } from "@/lib/mail/reply-marker";
import { BrandedMail } from "./branded-mail";
import { Choices } from "./choices";
import { Lines, Paragraph } from "./parts";
import { LIGHT } from "./theme";

/** The props of every mail about a case or a request. */
export interface ThreadMailProps {
  readonly number: string;
  readonly subject: string;
  readonly companyName: string;
}

export interface MailFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** The file is executable and waits until staff release it; absent in mails queued before such files were held. */
  readonly isHeld?: boolean | undefined;
}

/** The subject, which is the same for every mail of a thread, so that mail programs group these mails. */
export const threadSubject = ({ number, subject }: ThreadMailProps) => `[${number}] ${subject}`;

/** The beginning of a text as the preview that an inbox shows beside the subject. */
export const beginningOf = (text: string) => plainLine(text, 120);

interface ThreadMailFrame {
  readonly context: MailContext;
  /** The word for the thread in the mail. */
  readonly noun: ThreadKind;
  readonly title: string;
  readonly preheader: string;
  readonly children: ReactNode;
}

/**
 * The frame of a mail about a thread. If the mail can be answered, it begins with the line above which replies are
 * written.
 */
export function ThreadMail({ context, noun, title, preheader, children }: ThreadMailFrame) {
  return (
    <BrandedMail
      brand={context.brand}
      title={title}
      preheader={preheader}
      above={context.canReply ? `— ${REPLY_MARKER} —` : null}
      footer={<Choices context={context} />}
    >
      {children}
      {context.canReply && <Paragraph quiet>Reply to this mail to answer the {noun}.</Paragraph>}
    </BrandedMail>
  );
}

/** What somebody wrote, visually separate from our own words. */
export function Said({ text }: { readonly text: string }) {
  return (
    <Text
      className="ink said"
      style={{
        margin: "0 0 16px",
        padding: "2px 0 2px 14px",
        borderLeft: `3px solid ${LIGHT.line}`,
        fontSize: "16px",
        lineHeight: "25px",
        color: LIGHT.ink,
        wordBreak: "break-word",
      }}
    >
      <Lines text={text} />
    </Text>
  );
}

function fileLine({ name, sizeBytes, isHeld }: MailFile): string {
  return `${name} (${fileSizeText(sizeBytes)})${isHeld ? ", held: it can run on a computer, and we look at it first" : ""}`;
}

/** The names and sizes of files. The files stay in the portal, which checks the rights at each download. */
export function MailFiles({ brand, files }: { readonly brand: Brand; readonly files: readonly MailFile[] }) {
  if (files.length === 0) return null;
  return (
    <Paragraph>
      <strong>
        {files.length === 1 ? "One file" : `${files.length} files`} in the {brand.name} client portal
      </strong>
      <br />
      <Lines text={files.map(fileLine).join("\n")} />
    </Paragraph>
  );
}
