import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { formatMoney, type Money } from "@/lib/kit/money";
import { PAY_BLOCK_WORDS, type PayBlock } from "@/lib/money/payments/rules";

interface Props {
  number: string;
  balance: Money;
  block: PayBlock | null;
  checked?: boolean;
}

/** Checkbox that chooses an invoice to pay. For one that cannot be chosen, it gives the reason to screen readers. */
export function SelectBox({ number, balance, block, checked }: Props) {
  if (block !== null) return <VisuallyHidden>{PAY_BLOCK_WORDS[block]}</VisuallyHidden>;
  return (
    <label className="row-box">
      <VisuallyHidden>
        Pay {number}, {formatMoney(balance)}
      </VisuallyHidden>
      <input
        type="checkbox"
        name="invoice"
        value={number}
        defaultChecked={checked}
        data-minor={balance.minor}
        data-currency={balance.currency}
      />
    </label>
  );
}
