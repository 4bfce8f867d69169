/** Words that do not tell what a text is about. */
const COMMON = new Set(
  (
    "about after again all also and any are because been before being but can cannot could did does doing don done for " +
    "from get got had has have how into its just like more most need not now off only other our out over please problem " +
    "question same should since some still such than thank thanks that the their them then there these they thing this " +
    "those too try under until use using very was way were what when where which while who why will with would you your"
  ).split(" "),
);

/**
 * Words by which texts are compared: in lower case, of at least three letters or digits, each once, in order of first
 * appearance, at most `limit`. Common words are left out.
 */
export function significantWords(text: string, limit = 12): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  return [...new Set(words)].filter((word) => !COMMON.has(word)).slice(0, limit);
}
