import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { v7 as uuidv7 } from "uuid";
import { needsCode } from "@/components/money/invoices/mixed";
import { BlockedInvoices } from "@/components/money/payments/checkout/blocked-invoices";
import { CreditOffer } from "@/components/money/payments/checkout/credit-offer";
import { CurrencyChoice } from "@/components/money/payments/checkout/currency-choice";
import { PayForm } from "@/components/money/payments/checkout/pay-form";
import { PayableList } from "@/components/money/payments/checkout/payable-list";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { asViewer } from "@/lib/gate/actions/context";
import { businessToday, formatDay } from "@/lib/kit/time";
import { readCreditParts } from "@/lib/money/invoices/credit/queries";
import { isPayOffered } from "@/lib/money/payments/checkout/policy";
import { listPayable, type PayGroup, readSelection } from "@/lib/money/payments/checkout/queries";
import { groupedAmount, leastPart, MOST_INVOICES } from "@/lib/money/payments/checkout/rules";
import { type PayQuery, parsePayQuery } from "@/lib/money/payments/checkout/schema";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Pay" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function PayPage({ searchParams }: Props) {
  const query = parsePayQuery(await searchParams);
  const { brand, zone, selection, payable, credit } = await asViewer(
    "client",
    async (context, { brand, signedIn, viewer }) => {
      if (!isPayOffered(viewer)) notFound();
      const today = businessToday(brand.zone);
      const isChosen = query.numbers.length > 0;
      return {
        brand,
        zone: signedIn.account.timeZone ?? brand.zone,
        selection: isChosen
          ? await readSelection(context, { brand: brand.key, numbers: query.numbers }, today)
          : { groups: [], blocked: [] },
        payable: isChosen ? [] : await listPayable(context, today),
        credit: await readCreditParts(context),
      };
    },
  );
  if (!selection) notFound();
  const { groups, blocked } = selection;
  const [only] = groups;
  return (
    <>
      <PageHeader
        back={{ href: routes.invoices, label: "Invoices" }}
        title="Pay"
        detail={only && groups.length === 1 ? counted(only.invoices.length) : undefined}
      />
      <div className="grid gap-6">
        <CreditOffer credit={credit} code={needsCode([...credit.usable, ...credit.notes], brand.currency)} />
        {query.tooMany && (
          <Callout tone="warning" title={`One payment takes at most ${MOST_INVOICES} invoices`}>
            These are the first {MOST_INVOICES} of your choice. Pay the rest in another payment.
          </Callout>
        )}
        {blocked.length > 0 && <BlockedInvoices blocked={blocked} zone={zone} brandCurrency={brand.currency} />}
        {groups.length > 1 && <CurrencyChoice groups={groups} />}
        {only && groups.length === 1 && (
          <PayForm
            // Other invoices make a new form: React would keep the amounts typed for the ones before.
            key={`${only.currency}|${only.invoices.map((invoice) => invoice.number).join("|")}`}
            paymentId={uuidv7()}
            {...formProps(only, query)}
            currency={only.currency}
            code={needsCode([only.balance], brand.currency)}
            leastPartMinor={leastPart(brand, only.currency)}
            poNumber={query.poNumber}
            note={query.note}
          />
        )}
        {query.numbers.length === 0 && <Choice payable={payable} brandCurrency={brand.currency} />}
        {query.numbers.length > 0 && groups.length === 0 && (
          <div>
            <ButtonLink href={routes.invoices}>Back to invoices</ButtonLink>
          </div>
        )}
      </div>
    </>
  );
}

const counted = (count: number) => (count === 1 ? "1 invoice" : `${count} invoices in one payment`);

function formProps(group: PayGroup, query: PayQuery) {
  return {
    rows: group.invoices.map((invoice) => ({
      number: invoice.number,
      dueOn: invoice.dueOn,
      dueText: formatDay(invoice.dueOn),
      dueWords: invoice.dueWords,
      balanceMinor: invoice.balance.minor,
    })),
    amounts: group.invoices.map(
      ({ number, balance }) => query.amounts.get(number) ?? groupedAmount(balance.minor, balance.currency),
    ),
  };
}

function Choice({ payable, brandCurrency }: { payable: readonly PayGroup[]; brandCurrency: string }) {
  if (payable.length === 0) {
    return (
      <Panel flush>
        <EmptyState title="Nothing to pay" action={<ButtonLink href={routes.invoices}>Back to invoices</ButtonLink>}>
          No invoice has a balance that can be paid now.
        </EmptyState>
      </Panel>
    );
  }
  const code = needsCode(
    payable.map((group) => group.balance),
    brandCurrency,
  );
  return payable.map((group) => (
    <PayableList key={group.currency} group={group} code={code} titled={payable.length > 1} />
  ));
}
