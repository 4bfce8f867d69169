import { v7 as uuidv7 } from "uuid";
import { ActionForm } from "@/components/forms/action-form";
import { ARTICLE_TONES } from "@/components/site/articles/staff/tones";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import { draftArticleAction } from "@/lib/site/articles/actions";
import type { findArticleOf } from "@/lib/site/articles/queries";
import { ARTICLE_STATE_LABELS } from "@/lib/site/articles/rules";

interface Props {
  caseId: string;
  article: Awaited<ReturnType<typeof findArticleOf>>;
  isSolved: boolean;
}

/** Beside a closed case: the article that is written from it, or the way to begin one. */
export function CaseArticle({ caseId, article, isSolved }: Props) {
  if (!article && !isSolved) return null;
  return (
    <Panel title="Article">
      <div className="grid gap-3 text-sm">
        {article ? (
          <>
            <TextLink href={routes.staffArticle(article.id)} className="wrap-anywhere">
              {article.title}
            </TextLink>
            <StatusDot tone={ARTICLE_TONES[article.state]}>{ARTICLE_STATE_LABELS[article.state]}</StatusDot>
          </>
        ) : (
          <>
            <p className="text-muted">Would others have the same problem? Write down what helped.</p>
            <ActionForm action={draftArticleAction} formId={uuidv7()} label="Article">
              <input type="hidden" name="case" value={caseId} />
              <SubmitButton variant="secondary" size="small" className="justify-self-start">
                Draft an article
              </SubmitButton>
            </ActionForm>
          </>
        )}
      </div>
    </Panel>
  );
}
