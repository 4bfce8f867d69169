/*
 * Finds signatures and closings at the end of a text. They are folded, not removed, and only if no message follows
 * them.
 */

/** A longer text is not a signature: the writer may use a line of dashes in the middle of a message. */
const LONGEST = { lines: 14, characters: 1_000 };

const CLOSING =
  /^\s*((with |many |very )?(best|kind|warm|warmest|kindest)( |$)(regards|wishes)?|regards|best wishes|sincerely|yours( (truly|sincerely|faithfully))?|cheers|(many )?thanks( (again|in advance|and (best |kind )?regards|a lot|so much))?|thank you( (very much|in advance))?|br|mit (freundlichen|besten|herzlichen) grüßen|(freundliche|beste|viele|herzliche|liebe) grüße|mfg|lg|gruß|grüße|danke|vielen dank|(bien )?cordialement|(bien )?à vous|salutations( distinguées)?|merci( d'avance)?|(un )?(cordial )?saludos?( cordiales)?|atentamente|gracias|cordiali saluti|distinti saluti|saluti|grazie|atenciosamente|(com os )?(melhores )?cumprimentos|obrigad[oa]|met vriendelijke groet(en)?|(vriendelijke )?groet(en|jes)?|mvg|(med )?vänliga? hälsning(ar)?|mvh|(med )?venlig hilsen|hilsen|(med )?vennlig hilsen|ystävällisin terveisin|terveisin|pozdrawiam|z poważaniem|s pozdravem|с уважением|з повагою|saygılarımla|üdvözlettel)[\s,.!–-]*$/iu;

const THANKS = /^\s*(thank|thanks|many thanks|danke|vielen dank|merci|gracias|grazie|obrigad|cheers)/iu;

/** Lines that phones and mail programs add. */
const SENT_FROM = [
  /^(sent (from|via|with) (my|mail|outlook|yahoo|gmail|proton|samsung|galaxy|a mobile|the)\b(?:[^:;!?]|https?:){0,80}|get (outlook|yahoo mail) for .{1,80})$/iu,
  /^(von meinem|gesendet (von|mit)|envoyé (de|depuis)|inviato da|enviado d[eo](sde)?|(verzonden|verstuurd) (van|vanaf|met)|skickat (från|med)|sendt fra|lähetetty|wysłan[eo] (z|ze)|odesláno z|odoslané z|poslano (z|s)|отправлено (с|из)|надіслано (з|із)|изпратено от|küldve (az?|innen)|trimis (de pe|din)|στάλθηκε από|đã gửi từ|ส่งจาก|dikirim dari)\s.{1,60}$/iu,
  /^(lähetetty \S*(iphone|ipad|android)\S*|(iphone|ipad|android)\S{0,12} gönderildi|(iphone|ipad|android) ?から送信(され(まし)?た)?|从我的 ?(iphone|ipad|华为手机|手机) ?发送|[发發]自我的 ?\S{2,20}( \S{1,20})?|나의 (iphone|ipad)에서 보냄|נשלח מה?-?\S{2,30}( \S{1,20})?|(أُرسلت|أرسلت|تم الإرسال) من .{1,40})$/iu,
  /^diese (e-mail|mail|nachricht) wurde (von|mit) .{1,60} (gesendet|verschickt)\.?$/iu,
  /^(télécharger|obtenir|obtener|descargar|obter|baixar|scarica|ottieni|pobierz|stáhnout|získat|hämta|hent|скачать|загрузить|завантажити|获取|下載|取得) outlook \S{2,6} (ios|android|mac|windows)$/iu,
  /^(outlook \S{2,6} (ios|android|mac|windows) (beziehen|herunterladen|downloaden|ophalen|edinin)|(ios|android) 版 outlook を(入手|取得)(する)?)$/iu,
];

/** Is it a line that a phone or mail program added? The link that Outlook puts behind it is not looked at. */
const isSentFrom = (line: string) => {
  const text = line.replace(/\s*[<([]https?:\/\/[^\s<>]{1,300}>?$/, "").trim();
  return text.length <= 160 && SENT_FROM.some((pattern) => pattern.test(text));
};

const DISCLAIMER =
  /\b(confidential|privileged|intended (solely|only) for|unauthori[sz]ed|disclaimer|if you are not the intended|please consider the environment|vertrauliche?[nrsm]?|confidentiel(le)?s?|confidencia(l|is|les)|riservat[oaei]|vertrouwelijke?|poufn[eay]\w*|konfidentiell\w*|fortrolig\w*|luottamuksellis\w*|bizalmas|virus[- ]?(free|scanned))\b|důvěrn|конфиденциальн|конфіденційн|gizli(dir|lik)|機密|保密/i;

const CONTACT = /[@|·•]|\bhttps?:|\bwww\.|\+?\d[\d ()/.-]{6,}\d|\[?cid:|\b(tel|fax|phone|mobile|mob|cell)\b/i;
/**
 * A picture whose name is typical for signatures: other pictures below a closing may be photos that belong to the
 * message.
 */
const PICTURE =
  /^\[(image\d{3}|outlook-[^\]]{1,60}|[^\]]{0,60}(logo|signature|banner|icon|badge|facebook|linkedin|twitter|youtube|instagram|xing)[^\]]{0,60})\.(png|jpe?g|gif|svg|webp)\]$/i;
const SENTENCE_END = /[.!?…:;,]["'”)\]]?$/u;

/** Does the line only tell who the writer is? A line that may be a sentence is not part of a signature. */
function isOfSignature(line: string): boolean {
  const text = line.trim().slice(0, 2_000);
  if (text === "" || /^[-_=*—–]{2,}$/.test(text) || isSentFrom(text) || CLOSING.test(text)) return true;
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

/**
 * Are all lines part of a signature? A disclaimer may have several sentences, so lines below its first are not checked.
 */
function isTail(lines: readonly string[], disclaimers: ReadonlySet<string>): boolean {
  const disclaimer = lines.findIndex((line) => disclaimers.has(line));
  return (disclaimer < 0 ? lines : lines.slice(0, disclaimer)).every(isOfSignature);
}

export interface Folded {
  readonly shown: string;
  /** Signature and closing; empty if there are none. */
  readonly folded: string;
}

/** Splits a text into the message and the signature or closing at its end. `shown` may be empty. */
export function foldSignature(text: string): Folded {
  const lines = text.trimEnd().split("\n");
  const at = signatureStart(lines);
  if (at === null) return { shown: text.trim(), folded: "" };
  const shown = lines.slice(0, at).join("\n").trim();
  return { shown, folded: lines.slice(at).join("\n").trim() };
}

function signatureStart(lines: readonly string[]): number | null {
  const from = Math.max(0, lines.length - 40);
  // Disclaimers are searched once, because a line may be as long as the mail and is checked for every possible
  // beginning.
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
    if (isSentFrom(line) && isTail(below, disclaimers)) return at;
    if (CLOSING.test(line) && isTail(below, disclaimers) && !isAllThanks(lines, at)) return at;
  }
  return null;
}

/** Is the closing a thanks without a name below it? Then it belongs to the message. */
function isAllThanks(lines: readonly string[], at: number): boolean {
  return THANKS.test(lines[at] ?? "") && lines.slice(at + 1).every((line) => line.trim() === "");
}
