import { ActionForm } from "@/components/forms/action-form";
import { SelectField, TextAreaField, TextField } from "@/components/forms/fields";
import { SeenField } from "@/components/forms/seen-field";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { saveArticleAction } from "@/lib/site/articles/actions";
import type { Article } from "@/lib/site/articles/queries";
import { ARTICLE_LENGTH } from "@/lib/site/library/staff/schema";

interface Props {
  article: Article;
  products: readonly string[];
}

export function ArticleForm({ article, products }: Props) {
  const { id, revision, title, summary, symptom, cause, fix, product, productVersion } = article;
  return (
    <Panel title="Text">
      <ActionForm
        key={`${id} ${revision}`}
        action={saveArticleAction}
        label="Text"
        values={{ title, summary, symptom, cause, fix, product: product ?? "", productVersion: productVersion ?? "" }}
      >
        <input type="hidden" name="article" value={id} />
        <SeenField value={String(revision)} />
        <TextField name="title" label="Title" maxLength={150} autoComplete="off" />
        <TextAreaField
          name="summary"
          label="Summary"
          help="Whom it helps, in a sentence or two."
          rows={2}
          maxLength={600}
          optional
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField name="product" label="Product" optional>
            <option value="">All products</option>
            {products.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </SelectField>
          <TextField
            name="productVersion"
            label="Versions of the product"
            help="Several with commas: 14.2, 14.3. Empty for all."
            maxLength={50}
            autoComplete="off"
            optional
          />
        </div>
        <TextAreaField name="symptom" label="Symptom" rows={3} maxLength={ARTICLE_LENGTH} optional />
        <TextAreaField name="cause" label="Cause" rows={3} maxLength={ARTICLE_LENGTH} optional />
        <TextAreaField name="fix" label="Fix" rows={6} maxLength={ARTICLE_LENGTH} optional />
        <SubmitButton className="justify-self-start">Save</SubmitButton>
      </ActionForm>
    </Panel>
  );
}
