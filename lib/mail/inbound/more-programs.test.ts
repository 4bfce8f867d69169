import { describe, expect, it } from "vitest";
import { QUOTED_ADDRESS as ADDRESS, GMAIL, OUTLOOK } from "@/tests/fixtures/reply-introductions";
import table from "@/tests/fixtures/reply-mails.json";
import type { Ours } from "./lead";
import { readReply } from "./reply-text";

/* Replies as further mail programs and languages quote our mail, which the table of replies does not have. */

const OUR_TEXT = table.our_text.trimEnd();
const SUBJECT = "[C-100086] Historian stops A";
const OURS: Ours = { texts: [table.our_text], names: ["Cimsoft"], addresses: [ADDRESS], subjects: ["[C-100086]"] };

const quote = (mark = "> ") => OUR_TEXT.replaceAll(/^/gm, mark);
const head = (...fields: readonly [string, string][]) => fields.map(([name, value]) => `${name} ${value}`).join("\n");
const html = (body: string) =>
  `<html><head><meta charset="utf-8"><style>p{margin:0}</style></head><body>${body}</body></html>`;
const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const ourHtml = OUR_TEXT.split("\n\n")
  .map((part) => `<p>${escaped(part).replaceAll("\n", "<br>")}</p>`)
  .join("");

interface Written {
  readonly id: string;
  readonly text?: string;
  readonly html?: string;
  readonly shows: string;
  readonly folds?: string;
}

const answered = "It is 2023 R2, about 400 tags.";
const asked = "Which version is it?";
const lines = OUR_TEXT.split("\n");
const at = lines.indexOf(asked);

/** What is added below a word of ours, in the quotation. */
const between = (mark: string, words: string) =>
  lines.flatMap((line, index) => (index === at ? [`${mark}${line}`, words] : [`${mark}${line}`])).join("\n");

const MAILS: readonly Written[] = [
  ...OUTLOOK.flatMap(([language, from, sent, to, subject, date, said]): Written[] => {
    const fields = head([from, `Cimsoft <${ADDRESS}>`], [sent, date], [to, "Robin Meyer"], [subject, SUBJECT]);
    return [
      { id: `Outlook, text, ${language}`, text: `${said}\n\n${fields}\n\n${OUR_TEXT}\n`, shows: said },
      {
        id: `Outlook, HTML, ${language}`,
        html: html(
          `<p class="MsoNormal">${escaped(said).replaceAll("\n\n", "</p><p class=MsoNormal>")}</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>${fields
            .split("\n")
            .map(escaped)
            .join("<br><b>")
            .replaceAll(/<b>(\S+ ?[:：])/g, "<b>$1</b>")}</p></div>${ourHtml}`,
        ),
        shows: said,
      },
      {
        id: `Outlook on a phone, ${language}`,
        text: `${said}\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\n${fields}\n\n${OUR_TEXT}\n`,
        shows: said,
      },
    ];
  }),
  ...GMAIL.flatMap(([language, introduction, said]): Written[] => [
    { id: `Gmail, ${language}`, text: `${said}\n\n${introduction}\n\n${quote()}\n`, shows: said },
    { id: `Gmail, answered below, ${language}`, text: `${introduction}\n\n${quote()}\n\n${said}\n`, shows: said },
    {
      id: `Gmail, HTML, ${language}`,
      html: html(
        `<div dir="auto">${said}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">${escaped(introduction)}<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex">${ourHtml}</blockquote></div>`,
      ),
      shows: said,
    },
  ]),
  {
    id: "Apple Mail, with the quotation's text changed by smart punctuation",
    text: `${answered}\n\nSent from my iPad\n\n> On Nov 28, 2026, at 8:15 PM, Cimsoft <${ADDRESS}> wrote:\n> \n${quote("> ").replaceAll("—", "—")}\n`,
    shows: answered,
    folds: "Sent from my iPad",
  },
  {
    id: "Apple Mail, nested in a non-breaking space",
    text: `${answered}\n\n> Am 28.11.2026 um 20:15 schrieb Cimsoft <${ADDRESS}>:\n>\u00a0\n${quote(">\u00a0")}\n`,
    shows: answered,
  },
  {
    id: "Thunderbird, French, answered below",
    text: `Le 28/11/2026 à 20:15, Cimsoft a écrit :\n${quote()}\n\nC'est la 2023 R2.\n\n-- \nRobin Meyer\nKeystone Foods\n`,
    shows: "C'est la 2023 R2.",
    folds: "Robin Meyer",
  },
  {
    id: "Thunderbird, inline",
    text: `On 11/28/26 20:15, Cimsoft wrote:\n${between("> ", `\n${answered}\n`)}\n`,
    shows: answered,
  },
  {
    id: "Thunderbird, with a head and a foot",
    text: `Hi Marcus,\n\nsee below.\n\nOn 11/28/26 20:15, Cimsoft wrote:\n${between("> ", `\n${answered}\n`)}\n\nThat is all for today.\n\n-- \nRobin\n`,
    shows: `Hi Marcus,\n\nsee below.\n\n${answered}\n\nThat is all for today.`,
    folds: "Robin",
  },
  {
    id: "Yahoo",
    text: `${answered}\n\nSent from Yahoo Mail on Android \n \n  On Sat, Nov 28, 2026 at 20:15, Cimsoft<${ADDRESS}> wrote:   ${OUR_TEXT.replaceAll("\n", "   ")}`,
    shows: answered,
  },
  {
    id: "Yahoo on the web",
    text: `${answered}\n\n    On Saturday, November 28, 2026 at 08:15:00 PM EST, Cimsoft <${ADDRESS}> wrote:  \n \n ${OUR_TEXT.replaceAll("\n", "  \n ")}`,
    shows: answered,
  },
  {
    id: "Proton Mail",
    text: `${answered}\n\nSent with Proton Mail secure email.\n\nOn Saturday, November 28th, 2026 at 8:15 PM, Cimsoft <${ADDRESS}> wrote:\n\n${quote()}\n`,
    shows: answered,
    folds: "Sent with Proton Mail secure email.",
  },
  {
    id: "Lotus Notes",
    text: `${answered}\n\n\n\n\nFrom:   "Cimsoft" <${ADDRESS}>\nTo:     robin.meyer@keystone.example\nDate:   11/28/2026 08:15 PM\nSubject:        ${SUBJECT}\n\n\n\n${OUR_TEXT}\n`,
    shows: answered,
  },
  {
    id: "Lotus Notes, Portuguese",
    text: `${answered}\n\n\n\nDe:     Cimsoft <${ADDRESS}>\nPara:   Robin Meyer/BR/Keystone@Keystone, \nData:   28/11/2026 20:15\nAssunto:        ${SUBJECT}\n\n\n${OUR_TEXT}\n`,
    shows: answered,
  },
  {
    id: "K-9 Mail",
    text: `${answered}\n-- \nDiese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.\n\nAm 28. November 2026 20:15:00 MEZ schrieb Cimsoft <${ADDRESS}>:\n${quote(">")}\n`,
    shows: answered,
  },
  {
    id: "Samsung",
    text: `${answered}\n\nSent from my Galaxy\n\n\n-------- Original message --------\nFrom: Cimsoft <${ADDRESS}>\nDate: 11/28/26  20:15  (GMT-05:00)\nTo: robin.meyer@keystone.example\nSubject: ${SUBJECT}\n\n${OUR_TEXT}\n`,
    shows: answered,
    folds: "Sent from my Galaxy",
  },
  {
    id: "Zimbra",
    text: `${answered}\n\n----- Mail original -----\nDe: "Cimsoft" <${ADDRESS}>\nÀ: "robin meyer" <robin.meyer@keystone.example>\nEnvoyé: Samedi 28 Novembre 2026 20:15:00\nObjet: ${SUBJECT}\n\n${OUR_TEXT}\n`,
    shows: answered,
  },
  {
    id: "Roundcube",
    text: `On 2026-11-28 20:15, Cimsoft wrote:\n\n${quote()}\n\n${answered}`,
    shows: answered,
  },
  {
    id: "GroupWise",
    text: `${answered}\n\n>>> Cimsoft <${ADDRESS}> 11/28/2026 8:15 PM >>>\n${OUR_TEXT}\n`,
    shows: answered,
  },
  {
    id: "mutt, with initials as marks",
    text: `On Sat, Nov 28, 2026 at 08:15:00PM -0500, Cimsoft wrote:\n${quote("C> ")}\n\n${answered}\n`,
    shows: answered,
  },
  {
    id: "a forwarded mail of a colleague below our mail's answer",
    text: `${answered} See what Kim found:\n\n---------- Forwarded message ---------\nFrom: Kim Duarte <kim@keystone.example>\nDate: Fri, Nov 27, 2026 at 9:00 AM\nSubject: tags\nTo: Robin Meyer <robin.meyer@keystone.example>\n\nWe store 400 tags.\n\nOn Sat, Nov 28, 2026 at 8:15 PM Cimsoft <${ADDRESS}> wrote:\n\n${quote()}\n`,
    shows: `${answered} See what Kim found:\n\n---------- Forwarded message ---------\nFrom: Kim Duarte <kim@keystone.example>\nDate: Fri, Nov 27, 2026 at 9:00 AM\nSubject: tags\nTo: Robin Meyer <robin.meyer@keystone.example>\n\nWe store 400 tags.`,
  },
  {
    id: "Outlook, with more answers between the lines than lines of ours",
    text: `${head(["From:", `Cimsoft <${ADDRESS}>`], ["Sent:", "Saturday, November 28, 2026 8:15 PM"], ["To:", "Robin Meyer"], ["Subject:", SUBJECT])}\n\n${between("", Array.from({ length: 14 }, (_one, index) => `Server ${index}: patch ${index} of the spring release.`).join("\n"))}`,
    shows: Array.from({ length: 14 }, (_one, index) => `Server ${index}: patch ${index} of the spring release.`).join(
      "\n",
    ),
  },
  {
    id: "Outlook, HTML, answered in colour between the lines",
    html: html(
      `<p>See my answers in <span style="color:red">red</span>.</p><div><p><b>From:</b> Cimsoft &lt;${ADDRESS}&gt;<br><b>Sent:</b> Saturday, November 28, 2026 8:15 PM<br><b>To:</b> Robin<br><b>Subject:</b> ${SUBJECT}</p></div>${ourHtml.replace(`<p>${asked}</p>`, `<p>${asked}</p><p style="color:red">${answered}</p>`)}`,
    ),
    shows: `See my answers in red.\n\n${answered}`,
  },
  {
    id: "format=flowed, whose lines end in blanks",
    text: `${answered} \n\nOn 11/28/26 20:15, Cimsoft wrote:\n${OUR_TEXT.replaceAll(/(.{30,60}) /g, "$1 \n").replaceAll(/^/gm, "> ")}\n`,
    shows: answered,
  },
  {
    id: "a program that quotes with a bar",
    text: `${answered}\n\nCimsoft <${ADDRESS}> wrote on 11/28/2026:\n${quote("| ")}\n`,
    shows: answered,
  },
  {
    id: "a program that quotes with the writer's name, answered between",
    text: `Cimsoft wrote:\n${between("Cimsoft> ", `\n${answered}\n`)}\n`,
    shows: answered,
  },
  {
    id: "Hebrew with marks of direction around our line",
    text: `\u200f${"הגרסה היא 2023 R2."}\n\n\u202bבתאריך 28.11.2026, Cimsoft <${ADDRESS}> כתב/ה:\u202c\n${quote("\u202b> ")}\n`,
    shows: "\u200fהגרסה היא 2023 R2.",
  },
  {
    id: "Gmail with a picture in the text",
    text: `${answered}\n\n[image: panel.png]\n\nThe red one.\n\nOn Sat, Nov 28, 2026 at 8:15 PM Cimsoft <${ADDRESS}> wrote:\n\n${quote()}\n`,
    shows: `${answered}\n\n[image: panel.png]\n\nThe red one.`,
  },
  {
    id: "Word's HTML, with conditional comments",
    html: `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]--><style><!-- p.MsoNormal{margin:0} --></style></head><body><div class="WordSection1"><p class="MsoNormal">${answered}<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p></div><div style="border-top:solid"><p><b>From:</b> Cimsoft &lt;${ADDRESS}&gt; <br><b>Sent:</b> Saturday<br><b>To:</b> Robin<br><b>Subject:</b> ${SUBJECT}<o:p></o:p></p></div>${ourHtml}</body></html>`,
    shows: answered,
  },
  {
    id: "a text part that says to read the HTML",
    text: "Diese Nachricht ist im HTML-Format. Bitte verwenden Sie ein Programm, das HTML anzeigen kann.",
    html: html(`<p>${answered}</p>`),
    shows: answered,
  },
  {
    id: "a hidden preheader of the writer's program",
    html: html(
      `<div style="display:none;max-height:0;overflow:hidden">Keystone Foods newsletter</div><p>${answered}</p>`,
    ),
    shows: answered,
  },
  {
    id: "nothing but an answer with a closing word in it",
    text: "Thanks,\nthe patch helped on one server. The other still stops at night.",
    shows: "Thanks,\nthe patch helped on one server. The other still stops at night.",
  },
  {
    id: "a list below dashes",
    text: `The tags:\n---\nLine 1: 400\nLine 2: 20\n---\nThat is all.\n\nOn Sat, Nov 28, 2026 at 8:15 PM Cimsoft <${ADDRESS}> wrote:\n\n${quote()}\n`,
    shows: "The tags:\n---\nLine 1: 400\nLine 2: 20\n---\nThat is all.",
  },
  {
    id: "a log with fields as in a head",
    text: `The collector says:\nFrom: 2026-11-01 08:00\nTo: 2026-11-01 09:00\nDate: 2026-11-02\nIt stops then.\n\nOn Sat, Nov 28, 2026 at 8:15 PM Cimsoft <${ADDRESS}> wrote:\n\n${quote()}\n`,
    shows: "The collector says:\nFrom: 2026-11-01 08:00\nTo: 2026-11-01 09:00\nDate: 2026-11-02\nIt stops then.",
  },
  {
    id: "a chain: a colleague's answer is quoted above our mail",
    text: `I agree.\n\nRobin Meyer <robin.meyer@keystone.example> wrote on Sun, Nov 29:\n> It is 2023 R2, says Kim.\n>\n> On Sat, Nov 28, 2026 at 8:15 PM Cimsoft <${ADDRESS}> wrote:\n>\n${quote(">> ")}\n`,
    shows: "I agree.",
    folds: "It is 2023 R2, says Kim.",
  },
  {
    id: "our mail quoted twice, as two replies in a row do",
    text: `${answered}\n\nOn Sat, Nov 28, 2026 at 8:15 PM Cimsoft <${ADDRESS}> wrote:\n\n${quote()}\n>\n> On Fri, Nov 27, 2026 at 8:15 PM Cimsoft <${ADDRESS}> wrote:\n>\n${quote(">> ")}\n`,
    shows: answered,
  },
  {
    id: "a table of HTML",
    html: html(
      `<p>The rates:</p><table><tr><th>Tag</th><th>Rate</th></tr><tr><td>Line 1</td><td>400/s</td></tr><tr><td>Line 2</td><td>20/s</td></tr></table><p>Regards,<br>Robin</p><hr><p><b>From:</b> Cimsoft &lt;${ADDRESS}&gt;<br><b>Sent:</b> Saturday, November 28, 2026 8:15 PM<br><b>To:</b> Robin<br><b>Subject:</b> ${SUBJECT}</p>${ourHtml}`,
    ),
    shows: "The rates:\n\nTag Rate\nLine 1 400/s\nLine 2 20/s",
    folds: "Regards,",
  },
  {
    id: "a signature with telephones and a disclaimer",
    text: `${answered}\n\nMit freundlichen Grüßen\n\ni. A. Robin Meyer\nInstandhaltung\n\nKeystone Foods GmbH\nTel. +49 89 1234-567\nFax +49 89 1234-568\nMobil +49 171 1234567\nwww.keystone.example\n\nGeschäftsführer: Kim Duarte | Amtsgericht München HRB 12345\n\nDiese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, löschen Sie sie bitte.\n\nVon: Cimsoft <${ADDRESS}>\nGesendet: Samstag, 28. November 2026 20:15\nAn: Robin Meyer\nBetreff: ${SUBJECT}\n\n${OUR_TEXT}`,
    shows: answered,
    folds: "Tel. +49 89 1234-567",
  },
  {
    id: "a warning of the writer's own server above our mail",
    text: `${answered}\n\nFrom: Cimsoft <${ADDRESS}>\nSent: Saturday, November 28, 2026 8:15 PM\nTo: Robin Meyer\nSubject: [EXTERNAL] ${SUBJECT}\n\nCAUTION: This email originated from outside of the organization.\n\n${OUR_TEXT}`,
    shows: answered,
    folds: "CAUTION",
  },
  ...[
    "Sent from my iPhone",
    "Von meinem iPhone gesendet",
    "Envoyé de mon iPhone",
    "Enviado desde mi iPhone",
    "Enviado do meu iPhone",
    "Inviato da iPhone",
    "Verstuurd vanaf mijn iPhone",
    "Wysłane z iPhone'a",
    "Odesláno z iPhonu",
    "Skickat från min iPhone",
    "Sendt fra min iPhone",
    "Lähetetty iPhonesta",
    "iPhone'umdan gönderildi",
    "Отправлено с iPhone",
    "iPhoneから送信",
    "从我的 iPhone 发送",
    "發自我的 iPhone",
    "나의 iPhone에서 보냄",
    "Küldve az iPhone-omról",
    "Trimis de pe iPhone-ul meu",
    "Στάλθηκε από το iPhone μου",
    "נשלח מה-iPhone שלי",
    "Sent from Outlook for Android",
    "Sent from Mail for Windows",
    "Enviado desde mi Samsung Mobile de Claro",
    "Gesendet mit der GMX Mail App",
    "Diese Nachricht wurde von meinem Android-Mobiltelefon mit GMX Mail gesendet.",
    "Sent from my Verizon, Samsung Galaxy smartphone",
    "Télécharger Outlook pour iOS",
    "Outlook für iOS beziehen",
    "Obtener Outlook para Android",
    "Scarica Outlook per iOS",
    "Outlook für iOS beziehen<https://aka.ms/o0ukef>",
    "Télécharger Outlook pour Android<https://aka.ms/AAb9ysg>",
    "Enviado desde Outlook para iOS<https://aka.ms/o0ukef>",
  ].map(
    (line): Written => ({
      id: `a phone that adds: ${line}`,
      text: `${answered}\n\n${line}\n\nOn Nov 28, 2026, at 20:15, Cimsoft <${ADDRESS}> wrote:\n\n${quote()}\n`,
      shows: answered,
      folds: line,
    }),
  ),
];

const flat = (text: string) => text.replaceAll(/\s+/g, " ").trim();
const read = ({ text = undefined, html: page = undefined }: Written) =>
  readReply({ text: text ?? null, html: page ?? null }, { ours: OURS });

describe("what the case shows of a reply", () => {
  it.each(MAILS.map((mail) => [mail.id, mail] as const))("by %s", (_id, mail) => {
    const { shown, folded } = read(mail);
    expect(flat(shown)).toBe(flat(mail.shows));
    if (mail.folds) expect(folded).toContain(mail.folds);
  });
});
