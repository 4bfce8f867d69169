import { AppError } from "@/lib/errors";
import { COMMON_PASSWORD_LIST } from "./common-password-list";

/*
 * Passwords that are refused although they keep the rules of new-password.ts. For the server only: the list would
 * cost every visitor 76 kB. So the checklist on the page does not mention them, but the action's answer does.
 */

const LIST: ReadonlySet<string> = new Set(COMMON_PASSWORD_LIST.split(" "));

/** Words that belong to the person: name, address, company, brand. `company` is null if there is none. */
export interface OwnWords {
  readonly name: string;
  readonly email: string;
  readonly company: string | null;
  /** Name and key of the brand on whose host the password is set. */
  readonly brand: { readonly name: string; readonly key: string };
}

/**
 * Throws AppError INVALID, for the field of the new password, if others would try this password first. Each action that
 * sets a password calls this before it computes a hash and before it uses up a link.
 */
export function refuseGuessable(password: string, own: OwnWords): void {
  const sentence = guessableFault(password, own);
  if (sentence) throw new AppError("INVALID", sentence, { field: "password" });
}

/** Why a password is too easy to guess, as a sentence; null if it is not. */
export function guessableFault(password: string, own: OwnWords): string | null {
  if (isCommon(password)) {
    return "This is one of the passwords that are tried first, with or without digits and special characters around it. Choose another.";
  }
  if (isOwn(password, own)) {
    return "This is only your own name, address, company or the portal’s name with digits and special characters. Choose another.";
  }
  return null;
}

/**
 * Is the password on the list, in any case? It is looked up as typed, and with the characters before its first letter
 * and after its last letter removed, all of them or some. `!Trustno12` is refused because the list has `trustno1`.
 */
function isCommon(password: string): boolean {
  const points = [...password.toLowerCase()];
  const letters = points.flatMap((point, index) => (isLetter(point) ? [index] : []));
  const [first] = letters;
  const last = letters.at(-1);
  if (first === undefined || last === undefined) return LIST.has(points.join(""));
  for (let from = 0; from <= first; from++) {
    for (let to = last + 1; to <= points.length; to++) {
      if (to - from <= LONGEST && LIST.has(points.slice(from, to).join(""))) return true;
    }
  }
  return false;
}

const LONGEST = Math.max(...[...LIST].map((word) => word.length));

const isLetter = (point: string) => /\p{L}/u.test(point);

/** The letters of a text in lower case, without anything between them. */
const lettersOf = (text: string) => [...text.toLowerCase()].filter(isLetter).join("");

/** Do the letters of the password consist only of own words, in any order and with repetitions? */
function isOwn(password: string, { name, email, company, brand }: OwnWords): boolean {
  const letters = lettersOf(password);
  const words = new Set(
    [name, email, company ?? "", brand.name, brand.key]
      .flatMap((text) => [text, ...text.split(/[^\p{L}]+/u)])
      .map(lettersOf)
      .filter((word) => word !== ""),
  );
  // reaches[n]: the first n letters are own words.
  const reaches = [true, ...Array<boolean>(letters.length).fill(false)];
  for (let end = 1; end <= letters.length; end++) {
    reaches[end] = [...words].some(
      (word) => word.length <= end && reaches[end - word.length] && letters.startsWith(word, end - word.length),
    );
  }
  return letters !== "" && reaches[letters.length] === true;
}
