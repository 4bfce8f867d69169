"use client";

import clsx from "clsx";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { formatMoney, money } from "@/lib/kit/money";

interface Chosen {
  readonly count: number;
  readonly offered: number;
  readonly sums: readonly { readonly currency: string; readonly minor: number }[];
}

/**
 * Sends the chosen invoices of the form around it to the pay page, and shows their number and sum. Without scripts only
 * the button.
 */
export function SelectionBar({ code }: { code: boolean }) {
  const bar = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<Chosen | null>(null);

  useEffect(() => {
    const form = bar.current?.closest("form");
    if (!form) return;
    const count = () => setChosen(readChoice(form));
    count();
    form.addEventListener("change", count);
    // The browser's Back restores the ticks after this ran.
    window.addEventListener("pageshow", count);
    return () => {
      form.removeEventListener("change", count);
      window.removeEventListener("pageshow", count);
    };
  }, []);

  const tick = (checked: boolean) => {
    const form = bar.current?.closest("form");
    if (!form) return;
    for (const box of boxesOf(form)) box.checked = checked;
    form.dispatchEvent(new Event("change"));
  };

  const some = chosen !== null && chosen.count > 0;
  return (
    <div
      ref={bar}
      className={clsx(
        "no-print z-10 flex flex-wrap items-center justify-between gap-x-6 gap-y-2 rounded-b-lg border-t border-line px-4 py-3 text-sm",
        some ? "sticky bottom-16 bg-accent-soft lg:bottom-0" : "bg-surface",
      )}
    >
      <p role="status" className="tabular">
        {some ? (
          <>
            {chosen.count} selected,{" "}
            <span className="font-semibold">
              {chosen.sums
                .map((sum) => formatMoney(money(sum.minor, sum.currency), { code: code || chosen.sums.length > 1 }))
                .join(" and ")}
            </span>
          </>
        ) : (
          <span className="text-muted">Select invoices to pay them together.</span>
        )}
      </p>
      <div className="flex flex-wrap gap-2">
        {chosen !== null && chosen.offered > 1 && chosen.count < chosen.offered && (
          <Button
            variant="quiet"
            size="small"
            className={clsx("md:hidden", some && "max-sm:hidden")}
            onClick={() => tick(true)}
          >
            Select all {chosen.offered}
          </Button>
        )}
        {some && (
          <Button variant="quiet" size="small" onClick={() => tick(false)}>
            Clear
          </Button>
        )}
        <Button type="submit" size="small" variant={some ? "primary" : "secondary"}>
          Pay selected
        </Button>
      </div>
    </div>
  );
}

const boxesOf = (form: HTMLFormElement) => [
  ...form.querySelectorAll<HTMLInputElement>('input[type="checkbox"][name="invoice"]'),
];

function readChoice(form: HTMLFormElement): Chosen {
  const boxes = boxesOf(form);
  const ticked = boxes.filter((box) => box.checked);
  const sums = new Map<string, number>();
  for (const { dataset } of ticked) {
    const currency = dataset.currency ?? "";
    sums.set(currency, (sums.get(currency) ?? 0) + Number(dataset.minor));
  }
  return {
    count: ticked.length,
    offered: boxes.length,
    sums: [...sums].map(([currency, minor]) => ({ currency, minor })),
  };
}
