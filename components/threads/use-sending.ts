import { useEffect, useEffectEvent, useState, useTransition } from "react";
import { v7 as uuidv7 } from "uuid";
import { keptId } from "@/components/forms/action-form";
import { UNREACHED } from "@/components/forms/unanswered";
import type { ActionResult, FormAction } from "@/lib/gate/actions/result";
import { itemAnchor } from "@/lib/threads/types";
import { endingOf } from "./sending";
import { askForNews, sendOut, takeBack, useShared } from "./thread-store";
import type { TypedText } from "./use-typed-text";

interface Options {
  action: FormAction;
  /** The answer to the form where it was posted without JavaScript. */
  posted: ActionResult | null;
  threadId: string;
  kind: "message" | "note";
  /** Id of the form: the same one sent twice is one message. */
  id: string;
  setId: (id: string) => void;
  typed: TypedText;
  onSent: () => void;
}

/** Sends a composer's form without leaving the page. `round` counts the messages sent. */
export function useSending({ action, posted, threadId, kind, id, setId, typed, onSent }: Options) {
  const [answer, setAnswer] = useState<ActionResult | null>(null);
  const state = answer ?? posted;
  const [isSending, start] = useTransition();
  // React ends a transition only with the reload of the page's data that is under way, which waits for the portal too.
  const pending = isSending && answer !== UNREACHED;
  const [round, setRound] = useState(0);
  const shared = useShared(threadId);

  const reset = (wasOnItsWay: boolean) => {
    typed.clear(wasOnItsWay);
    setAnswer(null);
    setId(uuidv7());
    setRound((now) => now + 1);
    onSent();
  };

  // The message was stored although no answer came, or another tab has sent this form.
  const onStored = useEffectEvent(() => {
    if (pending || !document.getElementById(itemAnchor(kind, id))) return;
    if (typed.wasSentAs(id)) reset(false);
    else setId(uuidv7());
  });
  useEffect(() => {
    if (shared.last !== null) onStored();
  }, [shared.last]);

  const onAnswer = (result: ActionResult, body: string) => {
    takeBack(threadId, id);
    if (result.message !== null) {
      // The refusal may be about what others wrote, so the thread fetches it before the form is sent again.
      askForNews(threadId);
      typed.forgetSeen();
    }
    // The server answers a form id that was used before with a new one.
    const given = keptId(result.values.id);
    if (given && given !== id) {
      setId(given);
      typed.forgetSent(body);
    }
    setAnswer(result);
  };

  const send = async (data: FormData) => {
    const body = String(data.get("body") ?? "");
    const files = data.getAll("files[]").length;
    if (body.trim() || files) sendOut(threadId, { id, body, isNote: kind === "note", files });
    typed.markSent(id, body);
    try {
      onAnswer(await action(state, data), body);
    } catch (error) {
      const ending = endingOf(error);
      if (ending.kind !== "redirected" || ending.path !== window.location.pathname) takeBack(threadId, id);
      if (ending.kind === "redirected") {
        askForNews(threadId);
        reset(true);
        typed.box.current?.focus({ preventScroll: true });
      } else if (ending.kind === "unreachable") {
        setAnswer(UNREACHED);
      } else if (ending.kind === "other") throw error;
    }
  };

  const begin = (data: FormData) => {
    if (answer === UNREACHED) setAnswer(null);
    start(() => send(data));
  };
  return { state, pending, round, send: begin };
}
