import { ActionForm } from "@/components/forms/action-form";
import { Callout } from "@/components/ui/callout";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import type { KeptWord } from "@/db/schema/resource-constants";
import { keepWordAction } from "@/lib/site/articles/actions";
import { FLAG_LABELS, type Flag } from "@/lib/site/articles/rules";

interface Props {
  article: string;
  open: readonly Flag[];
  kept: readonly KeptWord[];
}

/** What in the text may tell whose case it was. While one is not resolved, the article does not go out. */
export function FlagsPanel({ article, open, kept }: Props) {
  return (
    <Panel title={<span id="flags">What may tell whose case it was</span>}>
      <div className="grid gap-4 text-sm">
        {open.length === 0 ? (
          <Callout tone="success">Nothing is flagged that nobody has looked at.</Callout>
        ) : (
          <Callout tone="warning" title={open.length === 1 ? "1 flagged word" : `${open.length} flagged words`}>
            Take each out of the text, or keep it if it tells nothing about the client. Before that the article does not
            go out.
          </Callout>
        )}
        {open.length > 0 && (
          <ul aria-label="Flagged words" className="divide-y divide-line">
            {open.map((flag) => (
              <Word key={`${flag.kind} ${flag.word}`} article={article} flag={flag} keep="yes" />
            ))}
          </ul>
        )}
        {kept.length > 0 && (
          <>
            <h3 className="text-muted">Kept, because they tell nothing</h3>
            <ul aria-label="Kept words" className="divide-y divide-line">
              {kept.map((flag) => (
                <Word key={`${flag.kind} ${flag.word}`} article={article} flag={flag} keep="no" />
              ))}
            </ul>
          </>
        )}
      </div>
    </Panel>
  );
}

interface WordProps {
  article: string;
  flag: Flag & { readonly by?: string };
  keep: "yes" | "no";
}

function Word({ article, flag: { kind, word, by }, keep }: WordProps) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2">
      <span className="grid min-w-0">
        <code className="wrap-anywhere">{word}</code>
        <span className="text-xs text-muted">
          {FLAG_LABELS[kind]}
          {by && `, kept by ${by}`}
        </span>
      </span>
      <ActionForm action={keepWordAction} label={word}>
        <input type="hidden" name="article" value={article} />
        <input type="hidden" name="kind" value={kind} />
        <input type="hidden" name="word" value={word} />
        <SubmitButton variant="secondary" size="small" name="keep" value={keep}>
          {keep === "yes" ? "Keep" : "Flag again"}
          <span className="sr-only"> {word}</span>
        </SubmitButton>
      </ActionForm>
    </li>
  );
}
