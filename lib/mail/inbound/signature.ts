/* Signatures and closings: folded, not cut, and only where nothing that says something follows them. */

/** Longer than this is no signature: somebody drew a line under half of what they wrote. */
const LONGEST = { lines: 14, characters: 1_000 };

const CLOSING =
  /^\s*((with |many |very )?(best|kind|warm|warmest|kindest)( |$)(regards|wishes)?|regards|best wishes|sincerely|yours( (truly|sincerely|faithfully))?|cheers|(many )?thanks( (again|in advance|and (best |kind )?regards|a lot|so much))?|thank you( (very much|in advance))?|br|mit (freundlichen|besten|herzlichen) grüßen|(freundliche|beste|viele|herzliche|liebe) grüße|mfg|lg|gruß|grüße|danke|vielen dank|(bien )?cordialement|(bien )?à vous|salutations( distinguées)?|merci( d'avance)?|(un )?(cordial )?saludos?( cordiales)?|atentamente|gracias|cordiali saluti|distinti saluti|saluti|grazie|atenciosamente|(com os )?(melhores )?cumprimentos|obrigad[oa]|met vriendelijke groet(en)?|(vriendelijke )?groet(en|jes)?|mvg|(med )?vänliga? hälsning(ar)?|mvh|(med )?venlig hilsen|hilsen|(med )?vennlig hilsen|ystävällisin terveisin|terveisin|pozdrawiam|z poważaniem|s pozdravem|с уважением|з повагою|saygılarımla|üdvözlettel)[\s,.!–-]*$/iu;

const THANKS = /^\s*(thank|thanks|many thanks|danke|vielen dank|merci|gracias|grazie|obrigad|cheers)/iu;

/** What phones and programs add. */
const SENT_FROM =
  /^\s*(sent (from|via|with) (my|mail|outlook|yahoo|gmail|proton|samsung|galaxy|a mobile|the)\b(?:[^:;!?]|https?:){0,80}|get (outlook|yahoo mail) for .{1,80}|(von meinem|gesendet (von|mit)|envoyé (de|depuis)|inviato da|enviado d[eo](sde)?|verzonden (van|vanaf)|skickat från|sendt fra|lähetetty|wysłane z|odesláno z|отправлено с|надіслано з)\s.{1,60})\s*$/iu;

const DISCLAIMER =
  /\b(confidential|privileged|intended (solely|only) for|unauthori[sz]ed|disclaimer|if you are not the intended|please consider the environment|vertraulich|confidentiel|confidencial|riservat[oe]|virus[- ]?(free|scanned))\b/i;

const CONTACT = /[@|·•]|\bhttps?:|\bwww\.|\+?\d[\d ()/.-]{6,}\d|\[?cid:|\b(tel|fax|phone|mobile|mob|cell)\b/i;
/** A picture by itself that is called like one of a signature: what somebody photographed may stand below a closing, too. */
const PICTURE =
  /^\[(image\d{3}|outlook-[^\]]{1,60}|[^\]]{0,60}(logo|signature|banner|icon|badge|facebook|linkedin|twitter|youtube|instagram|xing)[^\]]{0,60})\.(png|jpe?g|gif|svg|webp)\]$/i;
const SENTENCE_END = /[.!?…:;,]["'”)\]]?$/u;

/** Does the line say nothing but who writes? What might be a sentence is one. */
function isOfSignature(line: string): boolean {
  const text = line.trim().slice(0, 2_000);
  if (text === "" || /^[-_=*—–]{2,}$/.test(text) || SENT_FROM.test(text) || CLOSING.test(text)) return true;
  if (/^\[[^\]]+\.(png|jpe?g|gif|heic|webp|bmp|svg|tiff?)\]$/i.test(text)) return PICTURE.test(text);
  if (/^p\.? ?s\.?\b/i.test(text) || text.startsWith(">")) return false;
  if (DISCLAIMER.test(text)) return true;
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (text.length <= 120 && CONTACT.test(text) && !(words.length > 8 && SENTENCE_END.test(text))) return true;
  if (text.length > 60 || words.length > 7 || /[?!]$/.test(text)) return false;
  if (SENTENCE_END.test(text) && words.length > 3) return false;
  const names = words.filter((word) => /^\p{L}{2,}/u.test(word));
  const capital = names.filter((word) => !/^\p{Ll}/u.test(word));
  return names.length > 0 && capital.length * 2 >= names.length && !/\d{2,}/.test(text);
}

/** Within a disclaimer sentences follow the one by which it is known. */
function isTail(lines: readonly string[], disclaimers: ReadonlySet<string>): boolean {
  const disclaimer = lines.findIndex((line) => disclaimers.has(line));
  return (disclaimer < 0 ? lines : lines.slice(0, disclaimer)).every(isOfSignature);
}

export interface Folded {
  readonly shown: string;
  /** Signature and closing; empty where there is none. */
  readonly folded: string;
}

/** Parts what somebody wrote from the signature or closing at its end. A text that is nothing else has nothing to show. */
export function foldSignature(text: string): Folded {
  const lines = text.trimEnd().split("\n");
  const at = signatureStart(lines);
  if (at === null) return { shown: text.trim(), folded: "" };
  const shown = lines.slice(0, at).join("\n").trim();
  return { shown, folded: lines.slice(at).join("\n").trim() };
}

function signatureStart(lines: readonly string[]): number | null {
  const from = Math.max(0, lines.length - 40);
  // Looked for once: each line is asked of every beginning, and may be as long as the mail.
  const disclaimers = new Set(lines.slice(from).filter((line) => DISCLAIMER.test(line)));
  const fits = (at: number) => {
    const tail = lines.slice(at);
    return tail.length <= LONGEST.lines || tail.some((line) => disclaimers.has(line));
  };
  const dashes = lines.filter((line) => /^\s*--\s*$/.test(line)).length;
  for (let at = from; at < lines.length; at++) {
    const line = (lines[at] ?? "").slice(0, 300);
    const below = lines.slice(at + 1);
    if (!fits(at)) continue;
    if (/^-- $/.test(line) && dashes === 1 && below.join("\n").length <= LONGEST.characters) {
      if (below.some((next) => next.trim())) return at;
    }
    if (/^\s*--\s*$/.test(line) && isTail(below, disclaimers)) return at;
    if (SENT_FROM.test(line) && isTail(below, disclaimers)) return at;
    if (CLOSING.test(line) && isTail(below, disclaimers) && !isAllThanks(lines, at)) return at;
  }
  return null;
}

/** Thanks with nobody's name below are what somebody says. */
function isAllThanks(lines: readonly string[], at: number): boolean {
  return THANKS.test(lines[at] ?? "") && lines.slice(at + 1).every((line) => line.trim() === "");
}
