import type { HeldReason } from "@/db/schema/constants";
import { findMediaType } from "@/lib/files/media-type";
import { cleanFileName } from "@/lib/files/rules";
import { isGzip, isTar, isZip, type Part, partOfGzip, partsOfTar, partsOfZip, Sealed } from "./archive";
import { BeyondBudget, Budget } from "./budget";
import { isArchiveName, runsByName } from "./names";
import { hasMacroInText, isCompound, leadsOut, runsByPart, runsInCompound } from "./office";
import { isPdf, runsInPdf } from "./pdf";
import { hasRtfObject, hasScript, isMail, isPage, isRtf, isScript, namesInMail } from "./text";

/** Why a file is held. `part`: which file inside it is the reason, if it is an archive. */
export interface Held {
  readonly reason: HeldReason;
  readonly part: string | null;
}

/** The number of first bytes from which the type is detected. */
const SAMPLE_BYTES = 4_100;

/** Types, detected from the content, that are held whatever they contain. */
const BY_TYPE: Readonly<Record<string, HeldReason>> = {
  "application/x-msdownload": "program",
  "application/x-elf": "program",
  "application/x-mach-binary": "program",
  "application/java-vm": "program",
  "application/java-archive": "program",
  "application/vnd.android.package-archive": "program",
  "application/x-google-chrome-extension": "program",
  "application/x-xpinstall": "program",
  "application/x-deb": "program",
  "application/x-rpm": "program",
  "application/x-apple-diskimage": "program",
  "application/vnd.ms-htmlhelp": "program",
  "application/x-shockwave-flash": "program",
  "application/wasm": "program",
  "application/x.ms.shortcut": "script",
  "application/x.apple.alias": "script",
  "application/x-ms-regedit": "script",
  "application/x-7z-compressed": "sealed",
  "application/x-rar-compressed": "sealed",
  "application/x-bzip2": "sealed",
  "application/x-xz": "sealed",
  "application/x-lzip": "sealed",
  "application/x-lz4": "sealed",
  "application/x-lzh-compressed": "sealed",
  "application/x-compress": "sealed",
  "application/zstd": "sealed",
  "application/vnd.ms-cab-compressed": "sealed",
  "application/x-arj": "sealed",
  "application/x-ace-compressed": "sealed",
  "application/x-cpio": "sealed",
  "application/x-unix-archive": "sealed",
  "application/x-asar": "sealed",
};

/**
 * A file with a longer name is held without a check. Names in archives may have 65,535 bytes or more, and a sender
 * could choose one on which regular expressions take very long.
 */
const LONGEST_NAME = 1_024;

/** The first bytes of a OneNote notebook, which can hide files behind pictures. DISK_MARK_AT is for disk images. */
const NOTEBOOK = Buffer.from("e4525c7b8cd8a74daeb15378d02996d3", "hex");
const DISK_MARK_AT = 0x8001;

/**
 * Finds out whether a file, or a file in it, can run on a computer: by its name, by its content, and by looking into
 * nested archives as far as the budget allows. Null if it cannot run. Never opens or runs anything. What cannot be
 * looked into, or exceeds the budget, is treated like a file that can run.
 */
export async function findRunning(name: string, content: Buffer): Promise<Held | null> {
  const inspection = new Inspection();
  return inspection.of(name, content, true, 0);
}

class Inspection {
  readonly #budget = new Budget();

  async of(name: string, content: Buffer, isWhole: boolean, depth: number): Promise<Held | null> {
    if (name.length > LONGEST_NAME) return { reason: "too-much", part: null };
    try {
      const plain = runsByName(name) ?? (await this.#runs(name, content, isWhole));
      if (plain) return { reason: plain, part: null };
      return await this.#inArchive(name, content, isWhole, depth);
    } catch (error) {
      if (error instanceof Sealed) return { reason: "sealed", part: null };
      if (error instanceof BeyondBudget) return { reason: "too-much", part: null };
      throw error;
    }
  }

  /** Why the file itself is held; archives are looked into by #inArchive. */
  async #runs(name: string, content: Buffer, isWhole: boolean): Promise<HeldReason | null> {
    const type = await findMediaType(content.subarray(0, SAMPLE_BYTES));
    const byType = BY_TYPE[type] ?? (type.includes("macroenabled") ? "macro" : undefined);
    if (byType) return byType;
    if (
      content.subarray(0, 16).equals(NOTEBOOK) ||
      content.toString("latin1", DISK_MARK_AT, DISK_MARK_AT + 5) === "CD001"
    )
      return "sealed";
    if (isCompound(content)) return runsInCompound(content);
    if (isRtf(content)) return hasRtfObject(content) ? "object" : null;
    if (isPdf(content)) {
      // Script may be at the end of the PDF, which was not read.
      if (!isWhole) throw new BeyondBudget();
      return runsInPdf(content, this.#budget);
    }
    if (hasMacroInText(content)) return "macro";
    if (isScript(content)) return "script";
    if (isPage(name, content) && hasScript(content)) return "page";
    return isMail(name, content) ? runsInMail(content) : null;
  }

  async #inArchive(name: string, content: Buffer, isWhole: boolean, depth: number): Promise<Held | null> {
    if (!isWhole && isCompound(content)) throw new BeyondBudget();
    const isPacked = isZip(content) || isGzip(content) || isTar(content);
    if (!isPacked && isArchiveName(name)) throw new Sealed();
    if (!isPacked) return null;
    this.#budget.enter(depth);
    if (!isWhole) throw new BeyondBudget();
    if (isGzip(content)) return this.#ofPart(await partOfGzip(name, content, this.#budget), depth);
    const parts = isZip(content) ? partsOfZip(content, this.#budget) : partsOfTar(content, this.#budget);
    for await (const part of parts) {
      const held = await this.#ofPart(part, depth);
      if (held) return held;
    }
    return null;
  }

  async #ofPart({ path, content, isWhole }: Part, depth: number): Promise<Held | null> {
    if (path.length > LONGEST_NAME) return { reason: "too-much", part: cleanFileName(path.slice(-LONGEST_NAME)) };
    const reason = runsByPart(path) ?? (leadsOut(path, content) ? "object" : null);
    const held = reason ? { reason, part: null } : await this.of(path, content, isWhole, depth + 1);
    return held && { reason: held.reason, part: cleanFileName(held.part ?? path) };
  }
}

/** The most names that are checked in one mail. */
const MOST_NAMES = 2_000;

/** Why a saved mail is held, by the names of the files in it. */
function runsInMail(content: Buffer): HeldReason | null {
  let names = 0;
  for (const name of namesInMail(content)) {
    const reason = runsByName(cleanFileName(name));
    if (reason) return reason;
    names += 1;
    if (names > MOST_NAMES) return "too-much";
  }
  return null;
}
