import type { ChatOutcome } from "@/db/schema/constants";

/** One message of a chat. `by`: the client, or the agent. */
interface DemoSaid {
  readonly by: "client" | "agent";
  /** Minutes after the chat's beginning. */
  readonly after: number;
  readonly text: string;
}

export interface DemoChat {
  readonly company: string;
  /** The local part of the client's address. */
  readonly client: string;
  readonly subject: string;
  readonly product: string;
  /** When it began, in minutes before now. */
  readonly minutesAgo: number;
  /** After how many minutes the agent took it; null: it waits in the queue. */
  readonly takenAfter: number | null;
  /** How it ended; null: it goes on. */
  readonly outcome: Extract<ChatOutcome, "solved" | "left"> | null;
  readonly said: readonly DemoSaid[];
}

const DAY = 24 * 60;

export const CHAT_STORIES: readonly DemoChat[] = [
  {
    ...{ company: "C-1001", client: "plant.engineer", minutesAgo: 9 * DAY + 130, takenAfter: 2, outcome: "solved" },
    ...{ subject: "License says it expires tomorrow", product: "Licensing" },
    said: [
      { by: "client", after: 0, text: "The license manager says that InTouch expires tomorrow. We renewed in spring." },
      {
        by: "agent",
        after: 3,
        text: "Hello Robin, this is Marcus. Which license server is it, the old one or the new one?",
      },
      { by: "client", after: 5, text: "KF-LIC-01, the old one." },
      {
        by: "agent",
        after: 9,
        text: "Then it only shows the old contract. The new licenses are on KF-LIC-02 since April. Point the client there under Configure, License Server.",
      },
      { by: "client", after: 14, text: "That was it. Valid until next year now. Thank you." },
    ],
  },
  {
    ...{ company: "C-1001", client: "plant.engineer", minutesAgo: 3 * DAY + 45, takenAfter: 1, outcome: "solved" },
    ...{ subject: "Trend opens empty on one client", product: "AVEVA Historian Client" },
    said: [
      {
        by: "client",
        after: 0,
        text: "On one operator station the trend opens without any pens. The others are fine.",
      },
      { by: "agent", after: 2, text: "Does the station reach the Historian? A ping by name is enough." },
      { by: "client", after: 4, text: "By name it does not, by address it does." },
      {
        by: "agent",
        after: 6,
        text: "Then its name server is not yours. Set the one of the plant network, and open the trend again.",
      },
      { by: "client", after: 12, text: "Pens are back." },
    ],
  },
  {
    ...{ company: "C-1002", client: "controls", minutesAgo: 6 * DAY + 200, takenAfter: 4, outcome: "left" },
    ...{ subject: "How to export tags", product: "AVEVA System Platform" },
    said: [
      { by: "client", after: 0, text: "Is there a way to export all tags of one area as CSV?" },
      { by: "agent", after: 5, text: "Yes: Galaxy Dump in the IDE, with a filter by area." },
      { by: "client", after: 8, text: "Found it, thanks." },
    ],
  },
  {
    ...{ company: "S-2001", client: "plant.engineer", minutesAgo: 4 * DAY + 70, takenAfter: 3, outcome: "solved" },
    ...{ subject: "Alarm client asks for a password", product: "AVEVA InTouch HMI" },
    said: [
      { by: "client", after: 0, text: "Since this morning the alarm client asks for a password at every start." },
      { by: "agent", after: 4, text: "Was the station joined to the domain over the weekend?" },
      { by: "client", after: 6, text: "Yes, by IT." },
      {
        by: "agent",
        after: 8,
        text: "Give the alarm provider its new name as DOMAIN\\user and it will not ask again.",
      },
      { by: "client", after: 15, text: "Works." },
    ],
  },
  {
    ...{ company: "S-2002", client: "manager", minutesAgo: 8 * DAY + 20, takenAfter: 2, outcome: "solved" },
    ...{ subject: "Report at midnight is empty", product: "AVEVA Historian" },
    said: [
      { by: "client", after: 0, text: "Our report of the last day is empty when it is made at midnight." },
      {
        by: "agent",
        after: 3,
        text: "At midnight the last block is still open. Make it at ten past, or read with a retrieval of cyclic.",
      },
      { by: "client", after: 9, text: "Ten past it is." },
    ],
  },
  {
    ...{ company: "S-2006", client: "it", minutesAgo: 11, takenAfter: 1, outcome: null },
    ...{ subject: "Historian service does not start after a patch", product: "AVEVA Historian" },
    said: [
      {
        by: "client",
        after: 0,
        text: "After last night's Windows patch the Historian service stops a few seconds after its start.",
      },
      {
        by: "agent",
        after: 2,
        text: "Hello Sage, this is Marcus. What does the event log say under Application at that moment?",
      },
      { by: "client", after: 5, text: "Error 1053, the service did not respond in time." },
      {
        by: "agent",
        after: 7,
        text: "Then let us see whether its account still may log on as a service. Open Local Security Policy, User Rights Assignment.",
      },
      { by: "client", after: 10, text: "It is not listed there any more." },
    ],
  },
  {
    ...{ company: "C-1006", client: "electrical", minutesAgo: 1, takenAfter: null, outcome: null },
    ...{ subject: "Kiln picture is frozen", product: "AVEVA InTouch HMI" },
    said: [
      {
        by: "client",
        after: 0,
        text: "The kiln overview does not update any more. Values stand still since about ten minutes, everything else runs.",
      },
    ],
  },
];
