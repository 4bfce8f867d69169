import { useEffect, useEffectEvent, useState } from "react";

/**
 * While `isBusy`, the form's sending is put off until it no longer is; `maySend` is asked then. Answers whether a
 * sending waits.
 */
export function useHeldForm(
  box: { readonly current: HTMLElement | null },
  isBusy: boolean,
  maySend: () => boolean,
): boolean {
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
