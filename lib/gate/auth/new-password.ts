/** Longest password accepted, in code points: a longer one would only cost time to hash. */
export const MAX_PASSWORD_LENGTH = 256;

export interface PasswordRule {
  readonly id: "not-empty" | "length" | "lower-case" | "upper-case" | "number" | "special" | "no-repeats";
  /** What the checklist says. */
  readonly label: string;
  /** `password` exactly as typed: no trimming, no normalization. */
  readonly test: (password: string) => boolean;
}

/**
 * The rules that clients are told, each of one thing, for browser and server. What else the server refuses is in common-passwords.ts.
 * The rules look at code points: a full-width `！` is not `!`, and one emoji is one character. They apply when a
 * password is set, never when one is checked.
 */
export const PASSWORD_RULES: readonly PasswordRule[] = [
  { id: "not-empty", label: "Not empty", test: (password) => password !== "" },
  { id: "length", label: "At least eight characters", test: (password) => [...password].length >= 8 },
  { id: "lower-case", label: "A lower-case letter: a to z", test: (password) => /[a-z]/.test(password) },
  { id: "upper-case", label: "An upper-case letter: A to Z", test: (password) => /[A-Z]/.test(password) },
  { id: "number", label: "A number: 0 to 9", test: (password) => /[0-9]/.test(password) },
  {
    id: "special",
    label: "A special character: ! @ # $ % ^ & *",
    test: (password) => /[!@#$%^&*]/.test(password),
  },
  {
    id: "no-repeats",
    label: "No more than two identical characters in a row",
    test: (password) => !hasThreeInARow([...password]),
  },
];

/** Sentences about everything that is wrong with a new password; empty if it may be set. */
export function passwordFaults(password: string): string[] {
  if (password === "") return ["Enter a new password."];
  const broken = PASSWORD_RULES.filter((rule) => !rule.test(password));
  const faults = broken.map((rule) => FAULTS[rule.id]);
  if ([...password].length > MAX_PASSWORD_LENGTH) faults.push(`Use at most ${MAX_PASSWORD_LENGTH} characters.`);
  return faults;
}

const FAULTS: Readonly<Record<PasswordRule["id"], string>> = {
  "not-empty": "Enter a new password.",
  length: "Use at least eight characters.",
  "lower-case": "Use a lower-case letter: a to z",
  "upper-case": "Use an upper-case letter: A to Z",
  number: "Use a number: 0 to 9",
  special: "Use a special character: ! @ # $ % ^ & *",
  "no-repeats": "Use no character more than twice in a row.",
};

function hasThreeInARow(points: readonly string[]): boolean {
  return points.some((point, index) => index >= 2 && point === points[index - 1] && point === points[index - 2]);
}
