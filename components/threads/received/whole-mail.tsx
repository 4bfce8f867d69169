import { Panel } from "@/components/ui/panel";
import type { WholeMailView } from "@/lib/threads/received/queries";
import type { MailFileView } from "@/lib/threads/received/rules";
import { MailFiles } from "./mail-files";

const flat = (text: string) => text.replaceAll(/[\s>*|]+/g, " ").trim();

interface Props {
  mail: Pick<WholeMailView, "headers" | "text" | "html">;
  files: readonly MailFileView[];
}

/** A whole mail as text. Nothing in it is run or loaded, and its HTML is not rendered. */
export function WholeMail({ mail, files }: Props) {
  const both = mail.text !== "" && mail.html !== "" && flat(mail.text) !== flat(mail.html);
  return (
    <div className="grid min-w-0 gap-5">
      <Panel title="Headers">
        <dl className="grid gap-x-4 gap-y-1.5 text-sm sm:grid-cols-[12rem_minmax(0,1fr)]">
          {mail.headers.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd className="min-w-0 wrap-anywhere">{value}</dd>
            </div>
          ))}
        </dl>
      </Panel>
      <Panel title="Text">
        <pre className="font-sans text-base whitespace-pre-wrap wrap-anywhere">
          {mail.text || mail.html || "This mail has no text."}
        </pre>
      </Panel>
      {both && (
        <Panel>
          <details>
            <summary className="w-fit cursor-pointer text-sm font-semibold">The same as HTML, as text</summary>
            <pre className="mt-3 font-sans text-base whitespace-pre-wrap wrap-anywhere">{mail.html}</pre>
          </details>
        </Panel>
      )}
      {files.length > 0 && (
        <Panel title="Files">
          <MailFiles files={files} />
        </Panel>
      )}
    </div>
  );
}
