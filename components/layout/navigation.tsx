"use client";

import { useRouter } from "next/navigation";
import { type RefObject, useEffect, useEffectEvent, useRef, useTransition } from "react";
import { subscribe } from "@/components/live/live-events";
import { mayFetchAhead } from "@/lib/routes";

/** A pointer that only passes over a link stays on it for less time than this. */
const REST_MS = 120;
/** The longest that the answer to a page fetched ahead is thought to take. */
const ANSWER_MS = 15_000;
/** Next keeps it for 30 s from then on (`staleTimes.static` in next.config.ts), visited or not. */
const KEPT_MS = 30_000 + ANSWER_MS;
/** Until a sent form is answered, it may write at any time; one that has no answer, within this time. */
const WRITTEN_MS = 10_000;

/** The portal's own link (components/ui/link) that was pointed at or clicked; null for anything else. */
function pageLink(target: EventTarget | null): HTMLAnchorElement | null {
  return target instanceof Element ? target.closest<HTMLAnchorElement>("a[data-page]") : null;
}

/** A place on the page that is open. The browser goes there by itself, and no reload of the page's data can cancel it. */
const isOnThisPage = (link: HTMLAnchorElement) =>
  link.hash !== "" && link.pathname === location.pathname && link.search === location.search;

/**
 * Whether the browser should follow the link itself: into another window, to a file, to a place on the same page, or
 * because another handler has already stopped the click.
 */
function isForBrowser(event: MouseEvent, link: HTMLAnchorElement): boolean {
  if (event.defaultPrevented || event.button !== 0) return true;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return true;
  return (link.target !== "" && link.target !== "_self") || link.hasAttribute("download") || isOnThisPage(link);
}

/**
 * The time up to which a page may lack a change that the live stream reported or that a form made here, in ms since 1970.
 */
function useChanged(): RefObject<number> {
  const changed = useRef(0);
  useEffect(
    () =>
      subscribe(({ type }) => {
        if (type !== "typing") changed.current = Math.max(changed.current, Date.now());
      }),
    [],
  );

  useEffect(() => {
    const onSubmit = () => {
      changed.current = Date.now() + WRITTEN_MS;
    };
    document.addEventListener("submit", onSubmit);
    return () => document.removeEventListener("submit", onSubmit);
  }, []);

  useEffect(() => {
    // Next says nowhere that an action was answered, and the form may be gone by then.
    const observer = new PerformanceObserver((list) => {
      if (list.getEntries().some(isAnswerOfAction)) changed.current = Math.max(changed.current, Date.now());
    });
    observer.observe({ type: "resource" });
    return () => observer.disconnect();
  }, []);
  return changed;
}

/**
 * Whether the browser has just read the answer to a form that a script sent. It goes to the address of its page; what
 * Next asks for to show a page has `_rsc` in its address, and everything else of ours is under /api/.
 */
function isAnswerOfAction(entry: PerformanceEntry): boolean {
  if (!(entry instanceof PerformanceResourceTiming) || entry.initiatorType !== "fetch") return false;
  const { origin, pathname, searchParams } = new URL(entry.name);
  return origin === location.origin && !pathname.startsWith("/api/") && !searchParams.has("_rsc");
}

/**
 * Tells Next of each place on the page that the browser went to by itself. Without this, Next writes its own address over
 * that of the place as soon as the page has new data, and shows nothing when Back or Forward leads there.
 */
function usePlaces() {
  useEffect(() => {
    const onHashChange = ({ newURL }: HashChangeEvent) => {
      // An entry that Next knows has a state. Its own `replaceState` takes the address over.
      if (history.state === null) history.replaceState(null, "", newURL);
    };
    window.addEventListener("hashchange", onHashChange);
    return () => window.removeEventListener("hashchange", onHashChange);
  }, []);
}

/**
 * Follows the links of the portal without reloading the whole page, and shows a bar at the top of the screen while the
 * next page loads. Without JavaScript the browser follows the links.
 */
export function Navigation() {
  const router = useRouter();
  const [following, startFollowing] = useTransition();
  /** When each page began to be fetched ahead, by address, in ms since 1970. */
  const fetched = useRef(new Map<string, number>());
  const changed = useChanged();
  usePlaces();

  /** Since when Next may keep the page; null if it would ask the server. */
  const keptSince = (href: string) => {
    const since = fetched.current.get(href);
    return since !== undefined && Date.now() - since < KEPT_MS ? since : null;
  };

  const onClick = useEffectEvent((event: MouseEvent) => {
    const link = pageLink(event.target);
    if (!link || isForBrowser(event, link)) return;
    event.preventDefault();
    startFollowing(() => {
      router.push(link.href);
      const since = keptSince(link.href);
      if (since === null || since > changed.current) return;
      // Next forgets every page that it keeps, but keeps those whose answer is still to come.
      for (const [href, began] of fetched.current) if (Date.now() - began > ANSWER_MS) fetched.current.delete(href);
      router.refresh();
    });
  });

  const fetchAhead = useEffectEvent((link: HTMLAnchorElement) => {
    const { pathname, search } = new URL(link.href);
    if (mayFetchAhead(pathname, search) && pathname + search !== location.pathname + location.search) {
      // Next does not fetch again what it keeps.
      if (keptSince(link.href) === null) fetched.current.set(link.href, Date.now());
      // `full` fetches the whole page: without it Next fetches nothing of a page that is rendered for its viewer.
      router.prefetch(link.href, { kind: "full" as NonNullable<Parameters<typeof router.prefetch>[1]>["kind"] });
    }
  });

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
