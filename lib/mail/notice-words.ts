import type { ThreadKind } from "@/db/schema/constants";
import { formatMoney, money } from "@/lib/kit/money";
import { routes } from "@/lib/routes";

/* The lines in the bell that several kinds of mail share, or that are long. */

interface Paid {
  readonly reference: string;
  readonly amountMinor: number;
  readonly currency: string;
}

/** With the code where the currency is not the one that most clients pay in. */
const inMoney = (minor: number, currency: string) => formatMoney(money(minor, currency), { code: currency !== "USD" });

export const arrived = ({ reference, amountMinor, currency }: Paid) =>
  `Your payment of ${inMoney(amountMinor, currency)} has arrived: ${reference}`;

export const failed = ({ reference, amountMinor, currency }: Paid) =>
  `Your payment of ${inMoney(amountMinor, currency)} failed: ${reference}`;

export const wentBack = ({ reference, refundMinor, currency }: Omit<Paid, "amountMinor"> & { refundMinor: number }) =>
  `${inMoney(refundMinor, currency)} of your payment ${reference} went back to you`;

export const wroteIn = ({ author, number, subject }: { author: string; number: string; subject: string }) =>
  `${author} wrote in ${number}: ${subject}`;

export const gave = ({ by, number, subject }: { by: string | null; number: string; subject: string }) =>
  `${by ?? "A colleague"} gave you ${number}: ${subject}`;

const STAFF_PATHS: Readonly<Record<ThreadKind, (number: string) => string>> = {
  case: routes.staffCase,
  request: routes.staffRequest,
  chat: routes.staffChat,
};

/** Where staff open a thread. */
export const staffThreadPath = (kind: ThreadKind, number: string) => STAFF_PATHS[kind](number);

export const asked = ({ by, number, subject }: { by: string; number: string; subject: string }) =>
  `${by} asks you in ${number}: ${subject}`;

export const isBack = ({ number, why, subject }: { number: string; why: "time" | "answer"; subject: string }) =>
  `${number} is back from snooze${why === "answer" ? ", the client wrote" : ""}: ${subject}`;

export const calls = ({ companyName, number, subject }: { companyName: string; number: string; subject: string }) =>
  `Production stopped at ${companyName}: you are called for ${number}: ${subject}`;

export const nears = ({ number, due, subject }: { number: string; due: string; subject: string }) =>
  `${number} is to be answered by ${due}: ${subject}`;
