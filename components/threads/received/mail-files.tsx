import type { MailFileView } from "@/lib/threads/received/rules";

/** The files of a received mail by name. None can be opened here: they can be once the mail is joined. */
export function MailFiles({ files }: { files: readonly MailFileView[] }) {
  return (
    <ul aria-label="Files" className="grid gap-1 text-sm">
      {files.map(({ name, state }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two files of a mail may have one name, and none moves
        <li key={index} className="flex flex-wrap items-baseline gap-x-2">
          <span className="min-w-0 wrap-anywhere">{name}</span>
          {state && <span className="text-xs text-muted">{state}</span>}
        </li>
      ))}
    </ul>
  );
}
