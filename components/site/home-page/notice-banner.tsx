import clsx from "clsx";
import { Info } from "lucide-react";
import { TextLink } from "@/components/ui/text-link";
import type { HomePageNotice } from "@/db/schema/brand-content";

interface Props {
  notice: HomePageNotice | null;
  /** Within the frame of signed-in pages, else across the whole page. */
  inside?: boolean;
}

/** What the brand wants everybody to know for a while. */
export function NoticeBanner({ notice, inside }: Props) {
  if (!notice) return null;
  return (
    <aside
      aria-label="Notice"
      className={clsx(
        "no-print forced-border bg-info-soft text-sm",
        inside ? "mb-6 rounded-lg px-4 py-3" : "border-b border-line px-4 py-3 sm:px-8",
      )}
    >
      <div className={clsx("flex gap-3", !inside && "mx-auto max-w-[76rem]")}>
        <Info aria-hidden size={18} className="mt-px flex-none text-info" />
        <p className="min-w-0 wrap-anywhere">
          {notice.text}
          {notice.url && (
            <>
              {" "}
              <TextLink href={notice.url} className="font-semibold">
                {notice.linkLabel ?? notice.url}
              </TextLink>
            </>
          )}
        </p>
      </div>
    </aside>
  );
}
