import type { HeldReason } from "@/db/schema/constants";

/** The first bytes of a compound file: Office before 2007, installers, saved mails of Outlook. */
const COMPOUND = Buffer.from("d0cf11e0a1b11ae1", "hex");
/** The mark of an Access database. Its modules appear in it with the same names as in a compound file. */
const DATABASE = /^Standard (Jet|ACE) DB/;

export function isCompound(content: Buffer): boolean {
  return content.subarray(0, 8).equals(COMPOUND) || DATABASE.test(content.toString("latin1", 4, 32));
}

const wide = (text: string) => Buffer.from(text, "utf16le");

/**
 * Names of entries that show what a compound file contains. They are searched in all bytes, so that a damaged directory
 * cannot hide an entry.
 */
const ENTRIES: readonly (readonly [Buffer, HeldReason])[] = [
  // The class ids of an installer, of an update and of a transform.
  [Buffer.from("84100c0000000000c000000000000046", "hex"), "program"],
  [Buffer.from("86100c0000000000c000000000000046", "hex"), "program"],
  [Buffer.from("82100c0000000000c000000000000046", "hex"), "program"],
  [wide("_VBA_PROJECT"), "macro"],
  [wide("VBA\0"), "macro"],
  [wide("Macros\0"), "macro"],
  [wide("Ole10Native"), "object"],
  [wide("Equation Native"), "object"],
  // An attached file in a saved mail.
  [wide("__attach_version1.0_"), "sealed"],
  // Office stores an encrypted document in a compound file.
  [wide("EncryptedPackage"), "sealed"],
];

/** How macros appear in documents that are saved as text: packed in base64, or as a part with this name. */
const IN_TEXT = ["QWN0aXZlTWltZQ", "vbaProject.bin"];

/** Whether a document that is saved as text (a web page in one file, XML) has macros. */
export const hasMacroInText = (content: Buffer): boolean => IN_TEXT.some((mark) => content.includes(mark));

/** Why a compound file is held; null if nothing in it runs. */
export function runsInCompound(content: Buffer): HeldReason | null {
  for (const [entry, reason] of ENTRIES) if (content.includes(entry)) return reason;
  return hasMacroSheet(content) ? "macro" : null;
}

/** Excel 4.0 macros are sheets: a BoundSheet8 record (85 00) whose type is 1. */
function hasMacroSheet(content: Buffer): boolean {
  for (let at = 0; at + 9 < content.length; at++) {
    if (content[at] !== 0x85 || content[at + 1] !== 0 || content[at + 3] !== 0) continue;
    const length = content[at + 2] ?? 0;
    if (length >= 8 && length <= 0x48 && (content[at + 8] ?? 9) <= 2 && content[at + 9] === 1) return true;
  }
  return false;
}

/** Why a part of an Office document since 2007 is held, by its path; null if the path gives no reason. */
export function runsByPart(path: string): HeldReason | null {
  // No regular expressions here: a name in an archive may have 65,535 bytes, and the sender chooses it.
  const part = `/${path.toLowerCase()}`;
  const file = part.slice(part.lastIndexOf("/") + 1);
  const isMacro = file.startsWith("vbaproject") || file.startsWith("vbadata");
  if (isMacro && (file.endsWith(".bin") || file.endsWith(".xml"))) return "macro";
  if (part.includes("/macrosheets/")) return "macro";
  // OpenDocument keeps Basic and scripts in folders of their own.
  if (["/basic/", "/scripts/"].some((folder) => part.startsWith(folder) && part.length > folder.length)) return "macro";
  return part.includes("/activex/") || (part.includes("/customui/") && part.endsWith(".xml")) ? "object" : null;
}

/**
 * Whether a part of an Office document refers to something outside that is fetched when the document is opened: a
 * template, an object or a field.
 */
export function leadsOut(path: string, content: Buffer): boolean {
  if (path.toLowerCase().endsWith(".rels")) {
    const text = content.toString("latin1");
    return [...text.matchAll(/<Relationship\b[^<>]*>/gi)].some(
      ([one]) =>
        /TargetMode\s*=\s*["']External/i.test(one) && /\/(attachedTemplate|oleObject|frame|subDocument)["']/i.test(one),
    );
  }
  if (!path.toLowerCase().endsWith(".xml")) return false;
  return /<w:instrText[^<>]*>\s*DDE|w:instr\s*=\s*["']\s*DDE|<ddeLink[\s>]/i.test(content.toString("latin1"));
}
