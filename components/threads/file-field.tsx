"use client";

import clsx from "clsx";
import { CircleAlert, CircleCheck, Paperclip, X } from "lucide-react";
import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from "react";
import { useField } from "@/components/forms/form-context";
import { Button, buttonClass } from "@/components/ui/button";
import { FieldError } from "@/components/ui/field";
import { FILE_LIMITS, fileSizeText } from "@/lib/files/rules";
import { type Upload, useUploads } from "./file-uploads";

interface Props {
  /** Of the hidden inputs that hold the ids: `files[]`. */
  name: string;
  /**
   * Told when something begins to go up, and when nothing does any more, with how many did not arrive. Without it the
   * field itself holds the form's sending back meanwhile.
   */
  onBusyChange?: (isBusy: boolean, failed: number) => void;
}

const never = () => () => {};
/** False on the server and in the first render of the browser. */
const useHydrated = () =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

const hasFiles = (transfer: DataTransfer | null) => transfer?.types.includes("Files") ?? false;

/**
 * Attachments of the form around it: chosen, dragged or pasted, each goes up at once and the form sends ids. Errors of
 * the field `files` stand under it. Without JavaScript only a sentence: files are added to what was sent.
 */
export function FileField({ name, onBusyChange }: Props) {
  const field = useField("files");
  const { uploads, isBusy, add, remove, retry } = useUploads();
  const isHydrated = useHydrated();
  const [isDragged, setDragged] = useState(false);
  const [said, setSaid] = useState("");
  const [isStopped, setStopped] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const done = uploads.filter(({ state }) => state === "done").length;
  const failed = uploads.filter(({ state }) => state === "failed").length;
  const isHeld = useHeldForm(box, isBusy && !onBusyChange, () => {
    if (failed === 0) return true;
    setStopped(true);
    return false;
  });

  const tellBusy = useEffectEvent((busy: boolean) => onBusyChange?.(busy, failed));
  useEffect(() => tellBusy(isBusy), [isBusy]);

  const take = useEffectEvent((files: FileList | null | undefined) => {
    if (!files?.length) return false;
    add(files);
    setSaid("");
    setStopped(false);
    return true;
  });

  useEffect(() => {
    const form = box.current?.closest("form");
    if (!form) return;
    const listening = new AbortController();
    const { signal } = listening;
    form.addEventListener("paste", (event) => take(event.clipboardData?.files) && event.preventDefault(), { signal });
    form.addEventListener(
      "dragover",
      (event) => {
        if (!hasFiles(event.dataTransfer)) return;
        event.preventDefault();
        setDragged(true);
      },
      { signal },
    );
    form.addEventListener(
      "dragleave",
      (event) => {
        if (!(event.relatedTarget instanceof Node && form.contains(event.relatedTarget))) setDragged(false);
      },
      { signal },
    );
    form.addEventListener(
      "drop",
      (event) => {
        if (!hasFiles(event.dataTransfer)) return;
        event.preventDefault();
        setDragged(false);
        take(event.dataTransfer?.files);
      },
      { signal },
    );
    return () => listening.abort();
  }, []);

  const takeAway = (upload: Upload) => {
    remove(upload);
    setStopped(false);
    setSaid(`${upload.file.name} was removed.`);
    input.current?.focus();
  };

  const tryAgain = (upload: Upload) => {
    retry(upload);
    setStopped(false);
  };

  const counted = isBusy
    ? ""
    : [done && `${done} attached.`, failed && `${failed} not sent.`].filter(Boolean).join(" ");
  const errorId = field.errors.length > 0 ? `${field.id}-error` : undefined;
  return (
    <div
      ref={box}
      data-uploading={isBusy || undefined}
      className={clsx("grid min-h-11 min-w-0 gap-2 rounded-lg", isDragged && "outline-2 outline-accent outline-dashed")}
    >
      <noscript>
        <p className="text-sm text-muted">You can add files after you have sent this.</p>
      </noscript>
      {isHydrated && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <label
            className={buttonClass(
              "secondary",
              "small",
              "relative has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2",
            )}
          >
            <Paperclip aria-hidden size={16} />
            Add files
            <input
              ref={input}
              id={field.id}
              type="file"
              multiple
              className="sr-only"
              aria-describedby={[`${field.id}-help`, errorId].filter(Boolean).join(" ")}
              aria-invalid={errorId ? true : undefined}
              onChange={(event) => {
                take(event.target.files);
                // The same file can be chosen again.
                event.target.value = "";
              }}
            />
          </label>
          <p id={`${field.id}-help`} className="text-xs text-muted">
            Drag or paste works too. Up to {FILE_LIMITS.filesPerMessage} files of 25 MB.
          </p>
        </div>
      )}
      {uploads.length > 0 && (
        <ul aria-label="Files to send" className="grid gap-1.5">
          {uploads.map((upload) => (
            <UploadRow key={upload.key} upload={upload} name={name} onRemove={takeAway} onRetry={tryAgain} />
          ))}
        </ul>
      )}
      <FieldError id={errorId} errors={field.errors} />
      <p role="status" className={isHeld || isStopped ? "text-sm text-muted" : "sr-only"}>
        {isHeld
          ? "It is sent as soon as your files are there."
          : isStopped
            ? "Nothing was sent yet: a file did not arrive. Try it again or remove it, then send."
            : said || counted}
      </p>
    </div>
  );
}

interface RowProps {
  upload: Upload;
  name: string;
  onRemove: (upload: Upload) => void;
  onRetry: (upload: Upload) => void;
}

function UploadRow({ upload, name, onRemove, onRetry }: RowProps) {
  const { file, state, progress, id, error, canRetry } = upload;
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

/**
 * While `isBusy`, the form's sending is put off until it no longer is; `maySend` is asked then. Answers whether a
 * sending waits.
 */
function useHeldForm(box: { readonly current: HTMLElement | null }, isBusy: boolean, maySend: () => boolean): boolean {
  const [held, setHeld] = useState<{ readonly button: HTMLElement | null } | null>(null);
  useEffect(() => {
    const form = box.current?.closest("form");
    if (!form || !isBusy) return;
    const hold = (event: SubmitEvent) => {
      event.preventDefault();
      // Before React, which hears of it further up.
      event.stopPropagation();
      setHeld({ button: event.submitter });
    };
    form.addEventListener("submit", hold);
    return () => form.removeEventListener("submit", hold);
  }, [box, isBusy]);
  const release = useEffectEvent((button: HTMLElement | null) => {
    setHeld(null);
    // The ids of the files are in the form by now.
    if (maySend()) box.current?.closest("form")?.requestSubmit(button);
  });
  useEffect(() => {
    if (!isBusy && held) release(held.button);
  }, [isBusy, held]);
  return held !== null;
}
