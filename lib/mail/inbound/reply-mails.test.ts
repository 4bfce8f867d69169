import { describe, expect, it } from "vitest";
import table from "@/tests/fixtures/reply-mails.json";
import { automaticReason, bareAddress } from "./headers";
import type { Ours } from "./lead";
import { readReply } from "./reply-text";

/* Replies as mail programs really write them, each with what the case must show. */

interface TableMail {
  readonly id: string;
  readonly text?: string;
  readonly html?: string;
  readonly subject?: string;
  readonly from?: string;
  readonly headers?: Record<string, string>;
  readonly expect: string;
}

const MAILS = table.mails as unknown as readonly TableMail[];
/** The mail about a case, as it is rendered; the table has one text for two cases. */
const textFor = (letter: string, number: string) =>
  table.our_text.replace("Historian stops A", `Historian stops ${letter}`).replaceAll("C-100086", number);

const OURS: Ours = {
  texts: [textFor("A", "C-100086"), textFor("B", "C-100087")],
  names: ["Cimsoft"],
  addresses: ["clientportalsupport@insourcess.com"],
  subjects: ["[C-100086]", "[C-100087]"],
};
const flat = (text: string) => text.replaceAll(/\s+/g, " ").trim();
const read = (
  { text = null, html = null }: Pick<TableMail, "text" | "html"> | { text: null; html: null },
  ours = OURS,
) => flat(readReply({ text, html }, { ours }).shown);

const isAutomatic = ({ expect: shows }: TableMail) => shows.startsWith("(automatic");
const isForwarded = ({ id }: TableMail) => id.startsWith("fwd/");
const named = (mails: readonly TableMail[]) => mails.map((mail) => [mail.id, mail] as const);

describe("what the case shows of a reply", () => {
  it.each(named(MAILS.filter((mail) => !isAutomatic(mail) && !isForwarded(mail))))("%s", (_id, mail) => {
    expect(read(mail)).toBe(flat(mail.expect));
  });

  it.each(named(MAILS.filter(isForwarded)))("%s, whole", (_id, mail) => {
    expect(read(mail)).toBe(flat(mail.text ?? ""));
  });

  it.each(named(MAILS.filter(({ from }) => from !== undefined)))("%s is of its one sender", (_id, { from }) => {
    expect(bareAddress(from ?? "")).toBe("plant.engineer@keystone.example");
  });

  it.each(named(MAILS.filter((mail) => !isAutomatic(mail))))(
    "%s is somebody's",
    (_id, { headers = {}, subject = "" }) => {
      expect(automaticReason(headers, subject)).toBeNull();
    },
  );
});

describe("an automatic answer", () => {
  it.each(named(MAILS.filter(isAutomatic)))("%s is known for one", (_id, { headers = {}, subject = "" }) => {
    expect(automaticReason(headers, subject)).not.toBeNull();
  });
});
