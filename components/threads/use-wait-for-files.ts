import { useEffect, useEffectEvent, useRef, useState } from "react";

/** Delays sending until the form's files are uploaded; `onArrived` gets the number of failed uploads. */
export function useWaitForFiles(onArrived: (failed: number) => void) {
  const [isUploading, setUploading] = useState(false);
  const [isWaiting, setWaiting] = useState(false);
  const failedFiles = useRef(0);
  const arrived = useEffectEvent(() => {
    setWaiting(false);
    onArrived(failedFiles.current);
  });
  // In an effect, after both states are rendered, in whatever order they came: the form's submit handler must see them.
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
