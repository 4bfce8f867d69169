import { ActionForm } from "@/components/forms/action-form";
import { TextAreaField } from "@/components/forms/fields";
import { SeenField } from "@/components/forms/seen-field";
import { Instant } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { businessInstant } from "@/lib/kit/time";
import { moveArticleAction } from "@/lib/site/articles/actions";
import type { Article } from "@/lib/site/articles/queries";
import type { ArticleMove } from "@/lib/site/articles/schema";

interface Props {
  article: Article;
  /** The viewer's words are in it: somebody else approves it. */
  isAuthor: boolean;
  zone: string;
}

/** How far the article is, and the next step. */
export function ReleasePanel({ article, isAuthor, zone }: Props) {
  const { state, reason, standing, releasedAt, approverName } = article;
  const move = (of: ArticleMove) => ({ article, of });
  return (
    <Panel title="Release">
      <div className="grid gap-4 text-sm">
        {state === "draft" && reason !== null && <Said words="Why it came back" reason={reason} />}
        {state === "withdrawn" && reason !== null && <Said words="Withdrawn" reason={reason} />}
        {state === "submitted" && (
          <p>
            {isAuthor
              ? "It waits for a second person. You wrote in it, so somebody else approves it."
              : `Read it as a client of another company would. ${article.authorName} wrote last.`}
          </p>
        )}
        {releasedAt && (
          <p>
            {`Released ${approverName ? `by ${approverName} ` : ""}`}
            <Instant value={businessInstant(releasedAt).toString()} zone={zone} />.
            {standing && ` Opened ${timesWords(standing.uses)}, solved it ${timesWords(standing.solved)}.`}
            {standing?.state === "archived" &&
              state === "released" &&
              " It is archived in the library: no client finds it."}
          </p>
        )}
        {state === "draft" && (
          <Move {...move("submit")} button="Hand over for approval">
            A second agent or an administrator reads it before clients do.
          </Move>
        )}
        {state === "submitted" && !isAuthor && (
          <Move {...move("approve")} button="Approve and release">
            Support clients of the brand find it at once. Marketing may edit it after that.
          </Move>
        )}
        {state === "submitted" && <Move {...move("return")} button="Send back" asks="What should change?" isQuiet />}
        {article.resourceId !== null && state !== "withdrawn" && (
          <Move {...move("withdraw")} button="Withdraw" asks="What is wrong with it?" isQuiet />
        )}
        {(state === "released" || state === "withdrawn") && (
          <Move {...move("revise")} button="Write it anew" isQuiet>
            Begins from the text that clients read now. They read that until the new one is approved.
          </Move>
        )}
      </div>
    </Panel>
  );
}

const timesWords = (times: number) => (times === 1 ? "once" : `${times.toLocaleString("en-US")} times`);

function Said({ words, reason }: { words: string; reason: string }) {
  return (
    <p className="wrap-anywhere whitespace-pre-wrap">
      <span className="font-semibold">{words}:</span> {reason}
    </p>
  );
}

interface MoveProps {
  article: Article;
  of: ArticleMove;
  button: string;
  /** Label of the field for the reason. */
  asks?: string;
  isQuiet?: boolean;
  children?: string;
}

function Move({ article, of, button, asks, isQuiet, children }: MoveProps) {
  return (
    <ActionForm
      key={`${of} ${article.revision}`}
      action={moveArticleAction}
      label={button}
      className="grid gap-3 border-t border-line pt-4"
    >
      {children && <p className="text-muted">{children}</p>}
      <input type="hidden" name="article" value={article.id} />
      <SeenField value={String(article.revision)} />
      {asks && <TextAreaField name="reason" label={asks} help="Your colleagues read it." rows={2} maxLength={600} />}
      <SubmitButton
        name="move"
        value={of}
        variant={isQuiet ? "secondary" : "primary"}
        size={isQuiet ? "small" : "medium"}
        className="justify-self-start"
      >
        {button}
      </SubmitButton>
    </ActionForm>
  );
}
