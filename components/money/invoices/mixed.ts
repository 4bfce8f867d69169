import type { Money } from "@/lib/kit/money";

/** Whether amounts need their currency's code: there are several currencies, or one that is not the brand's. */
export function needsCode(amounts: readonly Money[], brandCurrency: string): boolean {
  return amounts.some((amount) => amount.currency !== brandCurrency);
}
