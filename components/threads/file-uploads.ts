"use client";

import { useEffect, useReducer, useRef } from "react";
import { FILE_LIMITS, type UploadedFile, uploadRefusal } from "@/lib/files/rules";
import { routes } from "@/lib/routes";

/** Uploads at a time: browsers open six connections to a host over HTTP/1.1, and the page needs some of them. */
const AT_ONCE = 3;

export interface Upload {
  readonly key: number;
  readonly file: File;
  readonly state: "waiting" | "sending" | "done" | "failed";
  /** From 0 to 1. */
  readonly progress: number;
  /** The stored file's id, once done. */
  readonly id: string | null;
  /** The upload succeeded, and the file is held until staff release it. */
  readonly isHeld: boolean;
  readonly error: string | null;
  /** The same file may be taken at another try. */
  readonly canRetry: boolean;
}

type Step =
  | { readonly kind: "add"; readonly uploads: readonly Upload[] }
  | { readonly kind: "change"; readonly key: number; readonly to: Partial<Upload> }
  | { readonly kind: "remove"; readonly key: number };

function reduce(uploads: readonly Upload[], step: Step): readonly Upload[] {
  if (step.kind === "add") return [...uploads, ...step.uploads];
  if (step.kind === "remove") return uploads.filter(({ key }) => key !== step.key);
  return uploads.map((upload) => (upload.key === step.key ? { ...upload, ...step.to } : upload));
}

const CONNECTION_LOST = "The connection was lost. Try again.";
const NOT_ALLOWED = "It could not be sent. Sign in again in another tab, then try again.";

/** The state of an upload after this answer. */
function outcomeOf(status: number, body: string): Partial<Upload> {
  try {
    const answer = JSON.parse(body) as { files?: readonly UploadedFile[]; error?: string };
    const [file] = answer.files ?? [];
    if (status === 200 && file) return { state: "done", progress: 1, id: file.id, isHeld: file.isHeld };
    if (answer.error) return { state: "failed", error: answer.error, canRetry: status >= 500 };
  } catch {
    // Not JSON: for this person the address no longer exists.
  }
  return { state: "failed", error: status === 0 ? CONNECTION_LOST : NOT_ALLOWED, canRetry: true };
}

/**
 * Uploads of files, each a request of its own. A file that is removed before the form is sent is deleted on the server
 * too.
 */
export function useUploads() {
  const [uploads, step] = useReducer(reduce, []);
  const running = useRef(new Map<number, XMLHttpRequest>());
  const serial = useRef(0);

  useEffect(() => {
    const free = AT_ONCE - running.current.size;
    for (const { key, file } of uploads.filter(({ state }) => state === "waiting").slice(0, Math.max(free, 0))) {
      const request = new XMLHttpRequest();
      running.current.set(key, request);
      step({ kind: "change", key, to: { state: "sending" } });
      request.upload.onprogress = ({ loaded, total }) => {
        step({ kind: "change", key, to: { progress: total > 0 ? loaded / total : 0 } });
      };
      request.onloadend = () => {
        // The upload was removed meanwhile.
        if (running.current.get(key) !== request) return;
        running.current.delete(key);
        step({ kind: "change", key, to: outcomeOf(request.status, request.responseText) });
      };
      const form = new FormData();
      form.append("file", file);
      request.open("POST", routes.apiFiles);
      request.send(form);
    }
  }, [uploads]);

  useEffect(() => {
    const requests = running.current;
    return () => {
      for (const [key, request] of requests) {
        requests.delete(key);
        request.abort();
      }
    };
  }, []);

  const add = (files: Iterable<File>) => {
    let room = FILE_LIMITS.filesPerMessage - uploads.filter(({ state }) => state !== "failed").length;
    const added = Array.from(files, (file): Upload => {
      const refusal =
        file.size > FILE_LIMITS.fileBytes ? "too-large" : file.size === 0 ? "empty" : room <= 0 ? "too-many" : null;
      if (!refusal) room -= 1;
      serial.current += 1;
      return {
        key: serial.current,
        file,
        state: refusal ? "failed" : "waiting",
        progress: 0,
        id: null,
        isHeld: false,
        error: uploadRefusal(refusal),
        canRetry: false,
      };
    });
    if (added.length) step({ kind: "add", uploads: added });
  };

  const remove = ({ key, id }: Upload) => {
    const request = running.current.get(key);
    running.current.delete(key);
    request?.abort();
    step({ kind: "remove", key });
    // If this fails, the server deletes the file within a day.
    if (id) fetch(routes.file(id), { method: "DELETE", keepalive: true }).catch(() => {});
  };

  const retry = ({ key }: Upload) => {
    step({ kind: "change", key, to: { state: "waiting", progress: 0, error: null } });
  };

  const isBusy = uploads.some(({ state }) => state === "waiting" || state === "sending");
  return { uploads, isBusy, add, remove, retry };
}
