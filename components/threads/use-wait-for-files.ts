import { useEffect, useEffectEvent, useRef, useState } from "react";

/** Puts a sending off until the files of the form are there; `onArrived` is told how many did not arrive. */
export function useWaitForFiles(onArrived: (failed: number) => void) {
  const [isUploading, setUploading] = useState(false);
  const [isWaiting, setWaiting] = useState(false);
  const failedFiles = useRef(0);
  const arrived = useEffectEvent(() => {
    setWaiting(false);
    onArrived(failedFiles.current);
  });
  // Once both are on screen, whichever came last: the form's own answer to being sent must know of it.
  useEffect(() => {
    if (isWaiting && !isUploading) arrived();
  }, [isWaiting, isUploading]);
  return {
    isUploading,
    isWaiting,
    wait: () => setWaiting(true),
    onUploading: (isBusy: boolean, failed: number) => {
      failedFiles.current = failed;
      setUploading(isBusy);
    },
  };
}
