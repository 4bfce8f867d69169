import { Ban, FileText, LoaderCircle } from "lucide-react";
import { fileSizeText } from "@/lib/files/rules";
import { routes } from "@/lib/routes";
import type { ThreadFile } from "@/lib/threads/types";

interface Props {
  files: readonly ThreadFile[];
  /** Staff also see that a file was not scanned. */
  isStaff: boolean;
}

const isServed = ({ scan }: ThreadFile) => scan === "clean" || scan === "not_scanned";

/** Files of a message: images in boxes of one size, so that nothing moves when they load; other files as downloads. */
export function FileList({ files, isStaff }: Props) {
  const pictures = files.filter((file) => file.isImage && isServed(file));
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
                {isServed(file) ? (
                  <a href={routes.file(file.id)} className="inline-block min-h-6 wrap-anywhere">
                    {file.name}
                  </a>
                ) : (
                  <span className="min-h-6 wrap-anywhere text-muted">{file.name}</span>
                )}
                <Caption file={file} isStaff={isStaff} isNamed />
              </div>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function FileIcon({ file }: { file: ThreadFile }) {
  const Icon = file.scan === "infected" ? Ban : file.scan === "pending" ? LoaderCircle : FileText;
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
      {isStaff && file.scan === "not_scanned" && <span>not scanned</span>}
    </p>
  );
}
