import { CircleQuestionMark, LayoutTemplate, Library, type LucideIcon } from "lucide-react";
import { Link } from "@/components/ui/link";
import { Panel } from "@/components/ui/panel";
import type { StaffViewer } from "@/db/viewer";
import { routes } from "@/lib/routes";
import { editsHomePage } from "@/lib/site/home-page/policy";
import { editsLibrary } from "@/lib/site/library/policy";
import { editsContent } from "@/lib/site/versions/policy";

/** For who answers nobody: where their work begins. */
export function StartingPoints({ viewer }: { viewer: StaffViewer }) {
  const points: { readonly href: string; readonly icon: LucideIcon; readonly title: string; readonly help: string }[] =
    [];
  if (editsHomePage(viewer)) {
    const help = "What visitors read: words and pictures, ways to reach people, the upgrade link.";
    points.push({ href: routes.staffHomePage, icon: LayoutTemplate, title: "Home page", help });
  }
  if (editsContent(viewer)) {
    const help = "What is answered before anybody asks, for visitors and for clients.";
    points.push({ href: routes.staffFaq, icon: CircleQuestionMark, title: "FAQ", help });
  }
  if (editsLibrary(viewer)) {
    const help = "Documents, links and videos for clients, with drafts and dates.";
    points.push({ href: routes.staffResources, icon: Library, title: "Resources", help });
  }
  if (points.length === 0) {
    return (
      <Panel>
        <p className="text-sm text-muted">Your account has no role yet. An administrator gives it one.</p>
      </Panel>
    );
  }
  return (
    <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
      {points.map(({ href, icon: Icon, title, help }) => (
        <li
          key={href}
          className="relative flex gap-3 rounded-lg border border-line bg-surface p-4 hover:border-control"
        >
          <Icon aria-hidden size={20} className="mt-0.5 flex-none text-accent" />
          <span className="grid text-sm">
            <Link href={href} className="stretched font-semibold text-ink no-underline">
              {title}
            </Link>
            <span className="text-muted">{help}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
