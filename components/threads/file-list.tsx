import { Ban, FileText, LoaderCircle, ShieldQuestion } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import { fileSizeText, HELD_SENTENCE, isServed } from "@/lib/files/rules";
import { routes } from "@/lib/routes";
import type { ThreadFile } from "@/lib/threads/types";
import type { ItemForm } from "./item-form";

interface Props {
  files: readonly ThreadFile[];
  /** Staff also see that a file was not scanned. */
  isStaff: boolean;
  /** The form to release or discard held files, for viewers who may do that. */
  decide?: ItemForm | undefined;
}

/** Files of a message: images in boxes of one size, so that nothing moves when they load; other files as downloads. */
export function FileList({ files, isStaff, decide }: Props) {
  const pictures = files.filter((file) => file.isImage && isServed(file.scan));
  const others = files.filter((file) => !pictures.includes(file));
  return (
    <div className="grid min-w-0 gap-2">
      {pictures.length > 0 && (
        <ul aria-label="Pictures" className="flex flex-wrap gap-2">
          {pictures.map((file) => (
            <li key={file.id} className="grid w-44 max-w-full gap-1">
              <a
                href={routes.file(file.id)}
                target="_blank"
                rel="noopener"
                className="block h-32 overflow-hidden rounded-lg border border-line bg-sunken"
              >
                {/* biome-ignore lint/performance/noImgElement: next/image would fetch it without the viewer's session */}
                <img
                  src={routes.file(file.id)}
                  alt={file.name}
                  width={176}
                  height={128}
                  loading="lazy"
                  decoding="async"
                  className="size-full object-cover"
                />
              </a>
              <Caption file={file} isStaff={isStaff} />
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <ul aria-label="Files" className="grid gap-1">
          {others.map((file) => (
            <li key={file.id} className="flex min-w-0 items-start gap-2 text-sm">
              <FileIcon file={file} />
              <div className="flex min-w-0 flex-wrap items-baseline gap-x-2">
                {isServed(file.scan) ? (
                  <a href={routes.file(file.id)} className="inline-block min-h-6 wrap-anywhere">
                    {file.name}
                  </a>
                ) : (
                  <span className="min-h-6 wrap-anywhere text-muted">{file.name}</span>
                )}
                <Caption file={file} isStaff={isStaff} isNamed />
                {file.scan === "held" && isStaff && <Decision file={file} decide={decide} />}
              </div>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const ICONS: Partial<Record<ThreadFile["scan"], typeof FileText>> = {
  pending: LoaderCircle,
  held: ShieldQuestion,
  infected: Ban,
  discarded: Ban,
};

function FileIcon({ file }: { file: ThreadFile }) {
  const Icon = ICONS[file.scan] ?? FileText;
  return <Icon aria-hidden size={16} className="mt-0.5 flex-none text-muted" />;
}

/** Name (unless it is shown elsewhere), size, and result of the scan. */
function Caption({ file, isStaff, isNamed }: { file: ThreadFile; isStaff: boolean; isNamed?: boolean }) {
  return (
    <p className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-xs text-muted">
      {!isNamed && <span className="max-w-full truncate">{file.name}</span>}
      <span className="tabular">{fileSizeText(file.sizeBytes)}</span>
      {file.scan === "pending" && <span>being checked</span>}
      {file.scan === "infected" && <span className="font-semibold text-danger">blocked, it may do harm</span>}
      {file.scan === "discarded" && <span>{isStaff ? `discarded: ${file.heldWords}` : "removed by us"}</span>}
      {file.scan === "held" && !isStaff && <span>{HELD_SENTENCE}</span>}
      {file.scan === "held" && isStaff && <span className="font-semibold text-warning">held: {file.heldWords}</span>}
      {isStaff && file.scan === "released" && <span>released: {file.heldWords}</span>}
      {isStaff && file.scan === "not_scanned" && <span>not scanned</span>}
    </p>
  );
}

/** Buttons to release and to discard. They are collapsed because neither can be undone. */
function Decision({ file, decide }: { file: ThreadFile; decide: ItemForm | undefined }) {
  if (!decide) return <p className="text-xs text-muted">Agents and administrators release it.</p>;
  return (
    <details className="no-print w-full">
      <summary className="inline-flex min-h-11 cursor-pointer items-center text-xs text-accent lg:min-h-6">
        Release or discard …<span className="sr-only">: {file.name}</span>
      </summary>
      <form action={decide.action} className="mt-1 grid justify-items-start gap-2 rounded-lg border border-line p-3">
        {Object.entries(decide.hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name="file" value={file.id} />
        <p className="text-sm">
          Nothing has looked for viruses in it. Released, it can be downloaded by everybody who sees this conversation.
          Discarded, it is deleted and its name stays.
        </p>
        <div className="flex flex-wrap gap-2">
          <button type="submit" name="decision" value="release" className={buttonClass("secondary", "small")}>
            Release
          </button>
          <button type="submit" name="decision" value="discard" className={buttonClass("secondary", "small")}>
            Discard
          </button>
        </div>
      </form>
    </details>
  );
}
