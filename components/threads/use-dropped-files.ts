import { useEffect, useEffectEvent, useState } from "react";

const hasFiles = (transfer: DataTransfer | null) => transfer?.types.includes("Files") ?? false;

/**
 * Files dragged over or pasted into the form around `box`; `onFiles` returns whether it took any. True while files are
 * dragged over it.
 */
export function useDroppedFiles(
  box: { readonly current: HTMLElement | null },
  onFiles: (files: FileList | null | undefined) => boolean,
): boolean {
  const [isDragged, setDragged] = useState(false);
  const take = useEffectEvent(onFiles);
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
  }, [box]);
  return isDragged;
}
