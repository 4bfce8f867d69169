import { describe, expect, it } from "vitest";
import { REPLY_MARKER } from "@/lib/mail/reply-marker";
import { renderMail } from "@/lib/mail/templates/render";
import { seedBrand } from "@/tests/support/brand";
import { NOTHING_KNOWN, type Ours } from "./lead";
import { readReply } from "./reply-text";

/* Replies to mails as they are really rendered, as the usual mail programs quote them. */

const brand = seedBrand("cimsoft");
const context = { brand, link: null, toName: null, canReply: true };
const aCase = { number: "C-100023", subject: "Historian stops", companyName: "Keystone Foods" };
const said = { author: "Dana Whitfield", text: "It stops every morning.\n\nWhat now?", files: [] };

const MAILS = {
  contact: await renderMail("case-message", { ...aCase, ...said, fromFirm: true }, context),
  agent: await renderMail(
    "case-for-agents",
    {
      ...{ ...aCase, ...said, product: "Historian 2023", severity: "impaired" },
      ...{ isNew: true, assigned: false, due: "Nov 23, 2026, 9:00 a.m. Eastern" },
    },
    context,
  ),
};

type Mail = (typeof MAILS)["contact"];
/** What a program makes of a reply: words above and below what it quotes. */
type Program = (mail: Mail, above: string, below: string) => { text: string | null; html: string | null };

const quote = (mail: Mail) => mail.text.trimEnd().replaceAll(/^/gm, "> ");
const inner = (mail: Mail) => /<body[^>]*>([\s\S]*)<\/body>/i.exec(mail.html)?.[1] ?? mail.html;
const paragraphs = (text: string) =>
  text
    .split("\n")
    .map((line) => `<div>${line || "<br>"}</div>`)
    .join("");
const asText = (text: string) => ({ text, html: null });
const asHtml = (html: string) => ({
  text: null,
  html: `<html><head><style>p{}</style></head><body>${html}</body></html>`,
});

const OUTLOOK_HEAD = [
  "From: Cimsoft <support@cimsoft.example>",
  "Sent: Tuesday, November 3, 2026 9:10 AM",
  "To: Dana Whitfield <dana@client.example>",
  "Subject: [C-100023] Historian stops",
];
const POLISH_HEAD = OUTLOOK_HEAD.map((line, index) =>
  line.replace(/^\w+/, ["Od", "Wysłano", "Do", "Temat"][index] ?? ""),
);
const bold = (lines: readonly string[]) =>
  lines
    .map((line) =>
      line.replace(
        /^(\S+:) (.+)$/,
        (_all, name: string, value: string) => `<b>${name}</b> ${value.replace("<", "&lt;").replace(">", "&gt;")}`,
      ),
    )
    .join("<br>");
const GMAIL = "On Tue, Nov 3, 2026 at 9:10 AM Cimsoft <support@cimsoft.example>";

const PROGRAMS: Record<string, Program> = {
  "Gmail, text": (mail, above, below) => asText(`${above}\n\n${GMAIL} wrote:\n\n${quote(mail)}\n\n${below}`),
  "Gmail, text, wrapped": (mail, above, below) => asText(`${above}\n\n${GMAIL}\nwrote:\n\n${quote(mail)}\n${below}`),
  "Gmail, HTML": (mail, above, below) =>
    asHtml(`<div dir="ltr">${paragraphs(above)}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">${GMAIL.replace("<", "&lt;").replace(">", "&gt;")} wrote:<br></div>
      <blockquote class="gmail_quote" style="margin:0">${inner(mail)}</blockquote></div><div>${paragraphs(below)}</div>`),
  "Outlook, text": (mail, above, below) =>
    asText(`${above}\n\n________________________________\n${OUTLOOK_HEAD.join("\n")}\n\n${mail.text}\n${below}`),
  "Outlook, text, without a rule": (mail, above, below) =>
    asText(`${above}\n\n${OUTLOOK_HEAD.join("\r\n")}\r\n\r\n${mail.text}\n${below}`),
  "Outlook, text, in Polish": (mail, above, below) =>
    asText(`${above}\n\n________________________________\n${POLISH_HEAD.join("\n")}\n\n${mail.text}\n${below}`),
  "Outlook, HTML": (mail, above, below) =>
    asHtml(`${paragraphs(above)}<hr style="width:98%"><div id="divRplyFwdMsg" dir="ltr"><font>${bold(OUTLOOK_HEAD)}</font><div>&nbsp;</div></div>
      <div>${inner(mail)}</div>${paragraphs(below)}`),
  "Outlook, HTML, in Polish": (mail, above, below) =>
    asHtml(
      `${paragraphs(above)}<div style="border-top:solid 1pt"><p>${bold(POLISH_HEAD)}</p></div><div>${inner(mail)}</div>${paragraphs(below)}`,
    ),
  "Apple Mail, text": (mail, above, below) =>
    asText(
      `${above}\n\n> On 3 Nov 2026, at 9:10, Cimsoft <support@cimsoft.example> wrote:\n> \n${quote(mail)}\n\n${below}`,
    ),
  "Apple Mail, HTML": (mail, above, below) =>
    asHtml(`${paragraphs(above)}<br><div><blockquote type="cite"><div>On 3 Nov 2026, at 9:10, Cimsoft &lt;support@cimsoft.example&gt; wrote:</div><br>
      <div>${inner(mail)}</div></blockquote></div><br>${paragraphs(below)}`),
  "nothing but the mail": (mail, above, below) => asText(`${above}\n${mail.text}\n${below}`),
};

const cases = Object.keys(MAILS).flatMap((to) => Object.keys(PROGRAMS).map((program) => [to, program] as const));

/** As it is in service, where the mail that is answered is looked up; and where it is not found. */
const KNOWN = {
  "its mail known": (mail: Mail): Ours => ({
    ...{ texts: [mail.text], names: ["Cimsoft"], addresses: ["support@cimsoft.example"], subjects: ["[C-100023]"] },
  }),
  "its mail unknown": () => NOTHING_KNOWN,
};
const ways = cases.flatMap(([to, program]) =>
  Object.keys(KNOWN).map((way) => [to, program, way as keyof typeof KNOWN] as const),
);

describe.each(ways)("a reply of the %s by %s, %s", (to, program, way) => {
  const write = (above: string, below = "") => {
    const mail = MAILS[to as keyof typeof MAILS];
    expect(mail.text).toContain(REPLY_MARKER);
    const made = PROGRAMS[program]?.(mail, above, below);
    if (!made) throw new Error("expected a program");
    return readReply(made, { ours: KNOWN[way](mail) }).shown;
  };

  it.each([
    ["nothing", ""],
    ["blank lines", "\n \n"],
    ["what a phone adds", "Sent from my iPhone"],
    ["what a phone adds elsewhere", "Inviato da iPhone"],
    ["a signature", "-- \nKim Duarte\nCimsoft"],
  ])("is empty when it says %s", (_what, above) => {
    expect(write(above)).toBe("");
  });

  it("is what stands above", () => {
    expect(write("It is 2023 R2.\nSince Monday.")).toBe("It is 2023 R2.\nSince Monday.");
    expect(write("It is 2023 R2.\n\nSent from my iPhone")).toBe("It is 2023 R2.");
  });

  it("is what stands below, and nothing of ours", () => {
    expect(write("", "It is 2023 R2.\nSince Monday.")).toBe("It is 2023 R2.\nSince Monday.");
  });
});

it("a reply by mail may answer line by line, and keeps nothing of ours", () => {
  const lines = quote(MAILS.agent).split("\n");
  const at = lines.findIndex((line) => line.includes("What now?"));
  const text = [
    "See below.",
    "",
    `${GMAIL} wrote:`,
    "",
    ...lines.slice(0, at + 1),
    "Install patch 4.",
    ...lines.slice(at + 1),
  ];
  expect(readReply({ text: text.join("\n"), html: null }).shown).toBe("See below.\n\nInstall patch 4.");
});

it("a reply by mail is empty when a program has wrapped our marker line", () => {
  const text = `\n> — Write your reply above this\n> line —\n> Cimsoft\n> What now?`;
  expect(readReply({ text, html: null }).shown).toBe("");
  expect(readReply({ text: text.replaceAll("> ", ""), html: null }).shown).toBe("");
});
