import { SelectField, TextAreaField, TextField } from "@/components/forms/fields";
import { choicesOf } from "@/components/ui/choices";
import { RESOURCE_AUDIENCES, RESOURCE_KINDS } from "@/db/schema/resource-constants";
import { AUDIENCE_LABELS, KIND_LABELS } from "@/lib/site/library/rules";

/** What an editor says about a resource; for a new one and for one that exists. */
export function ResourceFields({ products }: { products: readonly string[] }) {
  return (
    <>
      <TextField name="title" label="Title" maxLength={150} autoComplete="off" />
      <TextAreaField
        name="summary"
        label="Summary"
        help="What it is, in a sentence or two. Plain text, at most 600 characters."
        maxLength={600}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField name="kind" label="Kind">
          {choicesOf(RESOURCE_KINDS, KIND_LABELS).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </SelectField>
        <SelectField
          name="audience"
          label="Who sees it"
          help="Support clients have a support agreement in force. Checked each time somebody opens it."
        >
          {choicesOf(RESOURCE_AUDIENCES, AUDIENCE_LABELS).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </SelectField>
        <SelectField name="product" label="Product" optional>
          <option value="">All products</option>
          {products.map((product) => (
            <option key={product} value={product}>
              {product}
            </option>
          ))}
        </SelectField>
        <TextField name="productVersion" label="Version of the product" maxLength={50} autoComplete="off" optional />
      </div>
    </>
  );
}
