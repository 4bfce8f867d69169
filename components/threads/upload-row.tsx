import { CircleAlert, CircleCheck, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { fileSizeText, HELD_SENTENCE } from "@/lib/files/rules";
import type { Upload } from "./file-uploads";

interface Props {
  upload: Upload;
  name: string;
  onRemove: (upload: Upload) => void;
  onRetry: (upload: Upload) => void;
}

/** One file with its progress, and the hidden input that sends its id. */
export function UploadRow({ upload, name, onRemove, onRetry }: Props) {
  const { file, state, progress, id, isHeld, error, canRetry } = upload;
  const isRunning = state === "waiting" || state === "sending";
  return (
    <li className="forced-border flex items-center gap-3 rounded-lg border border-line bg-surface py-1 pr-1 pl-3 text-sm">
      {state === "done" && <CircleCheck aria-label="Attached" size={16} className="flex-none text-success" />}
      {state === "failed" && <CircleAlert aria-hidden size={16} className="flex-none text-danger" />}
      <div className="grid min-w-0 flex-1 gap-1">
        <p className="flex min-w-0 items-baseline gap-2">
          <span className="truncate" title={file.name}>
            {file.name}
          </span>
          <span className="tabular flex-none text-xs text-muted">{fileSizeText(file.size)}</span>
        </p>
        {isRunning && (
          <progress
            aria-label={`Sending ${file.name}`}
            max={1}
            value={progress}
            className="h-1 w-full appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
          />
        )}
        {isHeld && <p className="text-xs text-muted">{HELD_SENTENCE}</p>}
        {error && <p className="text-danger">{error}</p>}
      </div>
      {canRetry && state === "failed" && (
        <Button variant="quiet" size="small" onClick={() => onRetry(upload)}>
          Try again<span className="sr-only">: {file.name}</span>
        </Button>
      )}
      <Button
        variant="quiet"
        size="small"
        aria-label={`Remove ${file.name}`}
        icon={<X aria-hidden size={16} />}
        onClick={() => onRemove(upload)}
      />
      {id && <input type="hidden" name={name} value={id} />}
    </li>
  );
}
