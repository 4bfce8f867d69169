import { ActionForm } from "@/components/forms/action-form";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { followProductAction } from "@/lib/site/library/actions";

interface Props {
  /** Every product of the brand. */
  products: readonly string[];
  follows: readonly string[];
  /** Query of the list's address, to come back to. */
  list: string;
}

/** **Tell me about new ones**, for each product. */
export function FollowPanel({ products, follows, list }: Props) {
  if (products.length === 0) return null;
  return (
    <Panel title="Tell me about new ones">
      <p className="mb-3 text-sm text-muted">
        You get a mail and a notice once for each new resource that you can open. What concerns every product is told to
        all who follow one.
      </p>
      <ul className="grid grid-cols-1 gap-x-8 text-sm lg:grid-cols-2">
        {products.map((product) => {
          const isOn = follows.includes(product);
          return (
            <li key={product} className="flex items-center justify-between gap-4 border-t border-line py-2">
              <span className="min-w-0 wrap-anywhere">
                <span className="font-semibold">{product}</span>
                {isOn && <span className="block text-muted">You are told</span>}
              </span>
              <ActionForm
                action={followProductAction}
                className="grid flex-none gap-2"
                label={`New ones about ${product}`}
              >
                <input type="hidden" name="product" value={product} />
                <input type="hidden" name="follow" value={isOn ? "no" : "yes"} />
                <input type="hidden" name="list" value={list} />
                <SubmitButton variant={isOn ? "quiet" : "secondary"} size="small">
                  {isOn ? "Stop telling me" : "Tell me"}
                  <span className="sr-only"> about new ones for {product}</span>
                </SubmitButton>
              </ActionForm>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
