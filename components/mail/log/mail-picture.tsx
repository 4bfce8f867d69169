import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import type { MailPicture as Picture } from "@/lib/mail/log/picture";

const MISSING = {
  secret: "This kind of mail carries a link that signs in. Its body is neither kept nor shown.",
  changed: "Mails of this kind are written from other things by now, so this one cannot be shown.",
};

/** A mail as its reader gets it. Its HTML runs no script and opens nothing: the frame allows neither. */
export function MailPicture({ picture }: { picture: Picture }) {
  if ("missing" in picture) return <Notice title="Without body">{MISSING[picture.missing]}</Notice>;
  const { subject, html, text } = picture.mail;
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
