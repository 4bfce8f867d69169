import { useRouter } from "next/navigation";
import { useCallback } from "react";

/**
 * Reloads the data of the page, wherever the layout tells of something new. Not on the page of a refusal (`data-refused`):
 * Next finds another page at its address than the one it shows, and so loads the whole document again. That would cut
 * off what the person has begun, a link that was followed included, and news that comes soon after would do it again.
 */
export function useReload(): () => void {
  const router = useRouter();
  return useCallback(() => {
    if (!document.querySelector("[data-refused]")) router.refresh();
  }, [router]);
}
