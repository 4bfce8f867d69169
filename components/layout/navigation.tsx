"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useRef, useTransition } from "react";
import { subscribe } from "@/components/live/live-events";
import { mayFetchAhead } from "@/lib/routes";

/** A pointer that only passes over a link stays on it for less time than this. */
const REST_MS = 120;

/** The portal's own link (components/ui/link) that was pointed at or clicked; null for anything else. */
function pageLink(target: EventTarget | null): HTMLAnchorElement | null {
  return target instanceof Element ? target.closest<HTMLAnchorElement>("a[data-page]") : null;
}

/**
 * Whether the browser should follow the link itself: into another window, to a file, or because another handler has
 * already stopped the click.
 */
function isForBrowser(event: MouseEvent, link: HTMLAnchorElement): boolean {
  if (event.defaultPrevented || event.button !== 0) return true;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return true;
  return (link.target !== "" && link.target !== "_self") || link.hasAttribute("download");
}

/**
 * Follows the links of the portal without reloading the whole page, and shows a bar at the top of the screen while the
 * next page loads. Without JavaScript the browser follows the links.
 */
export function Navigation() {
  const router = useRouter();
  const [following, startFollowing] = useTransition();
  /**
   * `fetched`: when each page was fetched ahead, by address. `heard`: when the live stream last reported a change. Both
   * in ms since 1970.
   */
  const fetched = useRef(new Map<string, number>());
  const heard = useRef(0);

  const onClick = useEffectEvent((event: MouseEvent) => {
    const link = pageLink(event.target);
    if (!link || isForBrowser(event, link)) return;
    event.preventDefault();
    startFollowing(() => {
      router.push(link.href);
      // A page that was fetched before the last change may lack that change.
      if ((fetched.current.get(link.href) ?? Number.POSITIVE_INFINITY) <= heard.current) router.refresh();
    });
    fetched.current.delete(link.href);
  });

  const fetchAhead = useEffectEvent((link: HTMLAnchorElement) => {
    const { pathname, search } = new URL(link.href);
    if (mayFetchAhead(pathname) && pathname + search !== location.pathname + location.search) {
      fetched.current.set(link.href, Date.now());
      // `full` fetches the whole page: without it Next fetches nothing of a page that is rendered for its viewer.
      router.prefetch(link.href, { kind: "full" as NonNullable<Parameters<typeof router.prefetch>[1]>["kind"] });
    }
  });

  useEffect(
    () =>
      subscribe(() => {
        heard.current = Date.now();
      }),
    [],
  );

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let rested: HTMLAnchorElement | null = null;
    const rest = (event: Event) => {
      // On a touch screen a finger on a link follows it or scrolls, so nothing is fetched ahead.
      if (event instanceof PointerEvent && event.pointerType !== "mouse") return;
      const link = pageLink(event.target);
      if (link === rested) return;
      clearTimeout(timer);
      rested = link;
      if (link) timer = setTimeout(() => fetchAhead(link), REST_MS);
    };
    const leave = () => {
      clearTimeout(timer);
      rested = null;
    };
    const click = (event: MouseEvent) => {
      leave();
      onClick(event);
    };
    document.addEventListener("click", click);
    document.addEventListener("pointerover", rest);
    document.addEventListener("focusin", rest);
    document.addEventListener("focusout", leave);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("click", click);
      document.removeEventListener("pointerover", rest);
      document.removeEventListener("focusin", rest);
      document.removeEventListener("focusout", leave);
    };
  }, []);

  return following && <div aria-hidden="true" className="following" />;
}
