"use client";

import { useEffect } from "react";

const KEY = "portal-queue";
/** Rooms of threads, as lists link to them. */
const ROOM = /^\/staff\/(cases|requests|chat)\/[^/?#]+/;

/**
 * Remembers, in this tab, the order of the list from which a thread is opened, by pointer or by key, so that its room
 * leads to the next one of that list. In the frame, because it must outlive the list.
 */
export function QueueMemory() {
  useEffect(() => {
    const note = ({ target }: Event) => {
      const table = target instanceof Element && (target.closest("table") ?? document.querySelector("main table"));
      if (!table) return;
      const links = [...table.querySelectorAll<HTMLAnchorElement>("tbody a.stretched")];
      const rooms = links.flatMap((link) => ROOM.exec(link.pathname)?.[0] ?? []);
      if (rooms.length === 0) return;
      try {
        sessionStorage.setItem(KEY, [...new Set(rooms)].join(" "));
      } catch {
        // The browser forbids storage: rooms lead along the queue instead.
      }
    };
    document.addEventListener("click", note, true);
    document.addEventListener("keydown", note, true);
    return () => {
      document.removeEventListener("click", note, true);
      document.removeEventListener("keydown", note, true);
    };
  }, []);
  return null;
}

/**
 * The addresses before and after a room in the list that was left last, joined by a space, with nothing in the place of
 * one that is not there; "" where the room is not in that list.
 */
export function neighborsInList(path: string): string {
  try {
    const rooms = (sessionStorage.getItem(KEY) ?? "").split(" ");
    const place = rooms.indexOf(path);
    if (place === -1) return "";
    const [before, after] = [rooms[place - 1], rooms[place + 1]];
    return before || after ? `${before ?? ""} ${after ?? ""}` : "";
  } catch {
    return "";
  }
}
