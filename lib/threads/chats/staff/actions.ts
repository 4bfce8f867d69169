"use server";

import type { z } from "zod";
import type { StaffViewer } from "@/db/viewer";
import { defineAction, type WriteContext } from "@/lib/gate/actions/define";
import { loadBrands } from "@/lib/gate/brand/load";
import { routes } from "@/lib/routes";
import { chatSchema } from "@/lib/threads/chats/schema";
import { staffActions } from "@/lib/threads/staff/actions";
import {
  answerSchema,
  availabilitySchema,
  endSchema,
  handOverSchema,
  inviteSchema,
  noteSchema,
  talksSchema,
} from "./schema";
import {
  answerChat,
  type ChatContext,
  endChat,
  handOver,
  invite,
  makeCaseOfChat,
  noteChat,
  setAvailability,
  setTalks,
  takeChat,
} from "./service";

const { answer, note, tell, work, read, follow } = staffActions("chat");

/** The context with the name of the account and the brands of the deployment. */
const withBrands = async (context: WriteContext<StaffViewer>): Promise<ChatContext> => ({
  ...context,
  name: context.signedIn.account.name,
  brands: await loadBrands(),
});

const ofChat = <S extends z.ZodObject, T>(
  input: S,
  run: (context: ChatContext, sent: z.output<S>) => Promise<T>,
  then: (done: T) => string,
) => ({
  ...{ audience: "staff" as const, limit: "messageByAccount" as const, input },
  run: async (context: WriteContext<StaffViewer>, sent: z.output<S>) => run(await withBrands(context), sent),
  then,
});

export const takeChatAction = defineAction({ name: "chat.take", ...work(chatSchema, takeChat) });

export const answerChatAction = defineAction({
  name: "chat.answer",
  ...answer(answerSchema, answerChat),
  limit: "chatByAccount",
});

export const noteChatAction = defineAction({
  name: "chat.note",
  ...note(noteSchema, noteChat),
  limit: "chatByAccount",
});

export const endTalkAction = defineAction({
  name: "chat.end-talk",
  ...ofChat(endSchema, endChat, ({ number }) => routes.staffChat(number)),
});

export const staffMakeCaseAction = defineAction({
  name: "chat.staff-make-case",
  ...ofChat(chatSchema, makeCaseOfChat, ({ caseNumber }) => routes.staffCase(caseNumber)),
});

export const handOverAction = defineAction({ name: "chat.hand-over", ...tell(handOverSchema, handOver) });

export const inviteAction = defineAction({ name: "chat.invite", ...work(inviteSchema, invite) });

export const setAvailabilityAction = defineAction({
  name: "chat.set-availability",
  audience: "staff",
  input: availabilitySchema,
  limit: "workByAccount",
  run: (context, input) => setAvailability({ ...context, name: context.signedIn.account.name }, input),
  then: () => routes.staffChats,
});

export const setTalksAction = defineAction({
  name: "chat.set-talks",
  audience: "staff",
  input: talksSchema,
  limit: "workByAccount",
  run: (context, input) => setTalks({ ...context, name: context.signedIn.account.name }, input),
  then: () => routes.staffChats,
});

export const followChatAction = defineAction({ name: "chat.follow", ...follow });

export const staffMarkChatReadAction = defineAction({ name: "chat.staff-read", ...read });
