"use client";

import clsx from "clsx";
import { Paperclip } from "lucide-react";
import { type Ref, useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from "react";
import { useField } from "@/components/forms/form-context";
import { buttonClass } from "@/components/ui/button";
import { FieldError } from "@/components/ui/field";
import { FILE_LIMITS } from "@/lib/files/rules";
import { type Upload, useUploads } from "./file-uploads";
import { UploadRow } from "./upload-row";
import { useDroppedFiles } from "./use-dropped-files";
import { useHeldForm } from "./use-held-form";

interface Props {
  /** Name of the hidden inputs that hold the ids: `files[]`. */
  name: string;
  /**
   * Called when uploads begin, and when all have ended, with the number that failed. Without it, the field itself
   * delays the form's submission until uploads have ended.
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

/**
 * Attachments of the form around it. A file that is chosen, dragged or pasted is uploaded at once, and the form sends
 * ids. Shows errors of the field `files`. Without JavaScript only a sentence: files are added after sending.
 */
export function FileField({ name, onBusyChange }: Props) {
  const field = useField("files");
  const { uploads, isBusy, add, remove, retry } = useUploads();
  const isHydrated = useHydrated();
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

  const take = (files: FileList | null | undefined) => {
    if (!files?.length) return false;
    add(files);
    setSaid("");
    setStopped(false);
    // What was dropped or pasted elsewhere in the form is seen at once.
    box.current?.closest("details")?.setAttribute("open", "");
    return true;
  };
  const isDragged = useDroppedFiles(box, take);

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
      {isHydrated && <AddFiles input={input} id={field.id} errorId={errorId} onFiles={take} />}
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

interface AddFilesProps {
  input: Ref<HTMLInputElement>;
  id: string;
  errorId: string | undefined;
  onFiles: (files: FileList | null) => void;
}

function AddFiles({ input, id, errorId, onFiles }: AddFilesProps) {
  return (
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
          id={id}
          type="file"
          multiple
          className="sr-only"
          aria-describedby={[`${id}-help`, errorId].filter(Boolean).join(" ")}
          aria-invalid={errorId ? true : undefined}
          onChange={(event) => {
            onFiles(event.target.files);
            // Emptied, so that the same file can be chosen again.
            event.target.value = "";
          }}
        />
      </label>
      <p id={`${id}-help`} className="text-xs text-muted">
        Drag or paste works too. Up to {FILE_LIMITS.filesPerMessage} files of 25 MB.
      </p>
    </div>
  );
}
