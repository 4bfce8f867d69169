import { Callout } from "@/components/ui/callout";
import { Panel } from "@/components/ui/panel";
import type { MailContent as Content } from "@/lib/mail/log/content";

const MISSING = {
  secret: "This kind of mail carries a link that signs in. Its body is neither kept nor shown.",
  changed: "Mails of this kind are written from other things by now, so this one cannot be shown.",
};

/** A mail as its recipient gets it. Its HTML runs no script and opens no window: the frame's sandbox allows neither. */
export function MailContent({ content }: { content: Content }) {
  if ("missing" in content) return <Callout title="Without body">{MISSING[content.missing]}</Callout>;
  const { subject, html, text } = content.mail;
  return (
    <div className="grid gap-5">
      <Panel title="Mail" flush>
        <p className="px-4 pb-3 text-sm wrap-anywhere">
          <span className="text-muted">Subject: </span>
          {subject}
        </p>
        <iframe
          title="The mail as HTML"
          sandbox=""
          srcDoc={html}
          className="h-160 w-full rounded-b-lg border-t border-line bg-white"
        />
      </Panel>
      <Panel title="Plain text">
        <pre className="text-sm whitespace-pre-wrap wrap-anywhere">{text}</pre>
      </Panel>
    </div>
  );
}
