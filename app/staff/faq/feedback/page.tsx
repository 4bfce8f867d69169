import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { FeedbackPanels } from "@/components/site/faq/staff/feedback-panels";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { firstParameter } from "@/lib/kit/lists/address";
import { together } from "@/lib/kit/together";
import { withFacts } from "@/lib/site/faq/rules";
import { readFaqDesk, readFeedback } from "@/lib/site/faq/staff/queries";
import { faqDeskHref } from "@/lib/site/faq/staff/schema";
import { editsContent } from "@/lib/site/versions/policy";

export const metadata: Metadata = { title: "What people say" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** What people said of a brand's FAQ, and looked for without a hit. */
export default async function StaffFaqFeedbackPage({ searchParams }: Props) {
  const query = await searchParams;
  const known = await loadBrands();
  const { brand, desk, feedback, zone } = await asViewer(
    "staff",
    async (context, { brand: here, viewer, signedIn }) => {
      if (!editsContent(viewer)) forbidden();
      const wanted = firstParameter(query, "brand") ?? here.key;
      const brand = known.find(({ key }) => key === wanted && viewer.brands.includes(key));
      if (!brand) notFound();
      return together({
        ...{ brand, zone: signedIn.account.timeZone ?? brand.zone },
        desk: readFaqDesk(context, brand.key),
        feedback: readFeedback(context, brand.key),
      });
    },
  );
  const entries = desk.document.groups.flatMap((group) => group.entries);
  return (
    <>
      <PageHeader
        back={{ href: faqDeskHref(brand.key), label: "FAQ" }}
        title="What people say"
        detail={`Answers to Was this useful, and searches of ${brand.name} that found nothing. No names are stored.`}
      />
      <FeedbackPanels
        brand={brand.key}
        feedback={feedback}
        questions={new Map(entries.map(({ id, question }) => [id, withFacts(question, brand)]))}
        zone={zone}
      />
    </>
  );
}
