import type { Metadata } from "next";
import { headers } from "next/headers";
import { FaqAnswer } from "@/components/site/faq/faq-answer";
import { FaqContents } from "@/components/site/faq/faq-contents";
import { FaqSearch } from "@/components/site/faq/faq-search";
import { WasThisUseful } from "@/components/site/faq/was-this-useful";
import { asViewer } from "@/lib/gate/actions/context";
import { clientAddress } from "@/lib/gate/auth/client-address";
import { getSession } from "@/lib/gate/auth/session";
import { requireBrand } from "@/lib/gate/brand/current";
import { firstParameter } from "@/lib/kit/lists/address";
import { cleanQuery } from "@/lib/kit/lists/search";
import { searchFaq } from "@/lib/site/faq/match/rules";
import { listFaq, listPublicFaq } from "@/lib/site/faq/queries";
import { sectionsOf } from "@/lib/site/faq/rules";
import { noteMissed } from "@/lib/site/faq/service";

export const metadata: Metadata = { title: "FAQ guide" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The questions that whoever asks may read: with a client's session also those for clients. */
export default async function FaqPage({ searchParams }: Props) {
  const [brand, signedIn, query] = await Promise.all([requireBrand(), getSession(), searchParams]);
  const isClient = signedIn?.viewer.kind === "client";
  const rows = isClient
    ? await asViewer("client", (context) => listFaq(context, brand.key))
    : await listPublicFaq(brand.key);
  const sections = sectionsOf(rows, brand);
  const q = cleanQuery(firstParameter(query, "q") ?? "");
  const found = q === "" ? null : searchFaq(sections, q);
  if (found?.length === 0 && !signedIn?.viewing) await noteMissed(brand.key, q, clientAddress(await headers()));
  const thanked = firstParameter(query, "thanks");
  return (
    <div className="mx-auto grid max-w-[80rem] gap-x-16 gap-y-10 px-4 py-12 sm:px-8 lg:grid-cols-[18rem_minmax(0,1fr)] lg:py-16">
      <div className="grid gap-2 lg:col-span-2">
        <h1 className="text-display font-semibold tracking-[-0.025em]">How to make the portal yours</h1>
        <p className="max-w-[60ch] text-lg text-muted">
          What {brand.shortName} clients ask about signing in, what is inside, and where to get help.
        </p>
        <div className="pt-4">
          <FaqSearch q={q} found={found} />
        </div>
      </div>
      <FaqContents sections={sections} />
      <div className="grid content-start gap-14">
        {sections.map((section) => (
          <section key={section.id} id={section.id} aria-labelledby={`${section.id}-title`} className="grid gap-6">
            <h2 id={`${section.id}-title`} className="text-xl font-semibold tracking-[-0.015em]">
              {section.title}
            </h2>
            <div className="divide-y divide-line border-y border-line">
              {section.entries.map((entry) => (
                <article
                  key={entry.id}
                  id={entry.id}
                  className="grid grid-cols-1 gap-3 py-6 target:bg-accent-soft target:px-4"
                >
                  <h3 className="font-semibold wrap-anywhere">{entry.question}</h3>
                  <FaqAnswer blocks={entry.answer} />
                  <WasThisUseful entry={entry.id} question={entry.question} isThanked={thanked === entry.id} />
                </article>
              ))}
            </div>
          </section>
        ))}
      </div>
    </div>
  );
}
