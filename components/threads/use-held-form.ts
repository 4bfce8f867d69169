import { useEffect, useEffectEvent, useState } from "react";

/**
 * Delays the form's submission while `isBusy`; afterwards it is submitted if `maySend()`. Returns whether a submission
 * waits.
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
      // Stops here, before React's listener further up gets the event.
      event.stopPropagation();
      setHeld({ button: event.submitter });
    };
    form.addEventListener("submit", hold);
    return () => form.removeEventListener("submit", hold);
  }, [box, isBusy]);
  const release = useEffectEvent((button: HTMLElement | null) => {
    setHeld(null);
    // The hidden inputs with the files' ids are in the form now.
    if (maySend()) box.current?.closest("form")?.requestSubmit(button);
  });
  useEffect(() => {
    if (!isBusy && held) release(held.button);
  }, [isBusy, held]);
  return held !== null;
}
