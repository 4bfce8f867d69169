import { Day } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import type { Change } from "@/lib/site/clients/changes/rules";

/** What changed of late, newest first. */
export function ChangesPanel({ changes }: { changes: readonly Change[] }) {
  return (
    <Panel title="What changed">
      {changes.length === 0 ? (
        <p className="text-sm text-muted">Nothing has happened yet.</p>
      ) : (
        <ol className="grid gap-3 text-sm">
          {changes.map(({ key, day, words, link, by }) => (
            <li key={key} className="grid gap-x-4 gap-y-0.5 sm:grid-cols-[7rem_minmax(0,1fr)]">
              <Day value={day} className="text-muted" />
              <span className="min-w-0 wrap-anywhere">
                {link && (
                  <>
                    <TextLink href={link.href}>{link.text}</TextLink>{" "}
                  </>
                )}
                {words}
                {by && <span className="text-muted"> ({by})</span>}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
