import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { v7 as uuidv7 } from "uuid";
import { AddReply, EditReply } from "@/components/threads/staff/reply-forms";
import { Callout } from "@/components/ui/callout";
import { Chip, ChipRow } from "@/components/ui/chip";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { firstParameter } from "@/lib/kit/lists/address";
import { kindOf } from "@/lib/threads/kinds";
import { editedKinds } from "@/lib/threads/staff/canned-replies/policy";
import { listEditedReplies } from "@/lib/threads/staff/canned-replies/queries";
import { PLACEHOLDERS } from "@/lib/threads/staff/canned-replies/rules";
import { REPLY_NOTES, type ReplyNote, repliesHref } from "@/lib/threads/staff/canned-replies/schema";

export const metadata: Metadata = { title: "Canned replies" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const NOTES: Readonly<Record<ReplyNote, string>> = { added: "Added.", saved: "Saved.", removed: "Removed." };
const KIND_WORDS = { case: "Cases", request: "Requests", chat: "Chat" } as const;

/** The texts with which staff answer: of each brand, and of each kind of thread that they answer. */
export default async function StaffRepliesPage({ searchParams }: Props) {
  const query = await searchParams;
  const known = await loadBrands();
  const found = await asViewer("staff", async (context, { brand: here, viewer }) => {
    const kinds = editedKinds(viewer);
    const [first] = kinds;
    if (!first) forbidden();
    const brands = known.filter(({ key }) => viewer.brands.includes(key));
    const wanted = firstParameter(query, "brand") ?? here.key;
    const brand = brands.find(({ key }) => key === wanted) ?? (query.brand ? undefined : brands[0]);
    const kind = query.kind ? kinds.find((one) => one === firstParameter(query, "kind")) : first;
    if (!brand || !kind) return null;
    return { brands, kinds, brand, kind, replies: await listEditedReplies(context, { brand: brand.key, kind }) };
  });
  if (!found) notFound();
  const { brands, kinds, brand, kind, replies } = found;
  const { noun } = kindOf(kind);
  const note = REPLY_NOTES.find((word) => word === firstParameter(query, "note"));
  return (
    <>
      <PageHeader
        title="Canned replies"
        detail={`Texts for answers of ${brand.name}. They are offered beside the composer of a ${noun}, filled in.`}
      />
      <div className="mb-6 flex flex-wrap gap-x-6 gap-y-2">
        <ChipRow label="Kinds">
          {kinds.map((one) => (
            <Chip key={one} href={repliesHref({ brand: brand.key, kind: one })} selected={one === kind}>
              {KIND_WORDS[one]}
            </Chip>
          ))}
        </ChipRow>
        {brands.length > 1 && (
          <ChipRow label="Brands">
            {brands.map(({ key, shortName }) => (
              <Chip key={key} href={repliesHref({ brand: key, kind })} selected={key === brand.key}>
                {shortName}
              </Chip>
            ))}
          </ChipRow>
        )}
      </div>
      <div className="grid max-w-[45rem] gap-6">
        {note && (
          <Callout tone="success" role="status">
            {NOTES[note]}
          </Callout>
        )}
        <Panel title={replies.length === 1 ? "One text" : `${replies.length} texts`} flush>
          {replies.length === 0 ? (
            <p className="px-4 pb-4 text-sm text-muted">
              None yet. What you answer again and again can be written once, below.
            </p>
          ) : (
            <ul className="divide-y divide-line border-t border-line">
              {replies.map((reply) => (
                <li key={`${reply.id} ${reply.seen}`}>
                  <EditReply reply={reply} />
                </li>
              ))}
            </ul>
          )}
        </Panel>
        <AddReply
          key={replies.map(({ id }) => id).join(" ")}
          formId={uuidv7()}
          brand={brand.key}
          kind={kind}
          placeholders={PLACEHOLDERS.filter((name) => name !== "product" || kind === "case")}
        />
      </div>
    </>
  );
}
