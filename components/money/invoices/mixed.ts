import type { Money } from "@/lib/kit/money";

/** Do amounts need their currency's code: more than one currency, or one that is not the brand's own? */
export function needsCode(amounts: readonly Money[], brandCurrency: string): boolean {
  return amounts.some((amount) => amount.currency !== brandCurrency);
}
