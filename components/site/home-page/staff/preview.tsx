import { accentStyleWithin } from "@/components/layout/accent";
import { ConnectForm } from "@/components/people/connect/connect-form";
import { Connect } from "@/components/site/home-page/connect";
import type { Brand } from "@/lib/gate/brand/types";
import type { HomePageText } from "@/lib/site/home-page/queries";

/** The part of the home page that marketing writes, in the home page's own components. Its form sends nothing. */
export function HomePagePreview({ brand, text }: { brand: Brand; text: HomePageText }) {
  return (
    <section id="preview" aria-labelledby="preview-title" className="grid scroll-mt-20 gap-3">
      <div>
        <h2 id="preview-title" className="text-sm font-semibold">
          Preview
        </h2>
        <p className="text-sm text-muted">
          As {brand.name}’s home page would show it. The heading is on the button at the top of that page too.
        </p>
      </div>
      <div className="min-w-0 overflow-hidden rounded-lg border border-line" style={accentStyleWithin(brand.theme)}>
        <Connect brand={{ ...brand, home: { ...brand.home, ...text } }}>
          <div inert>
            <ConnectForm formId="" issued="" />
          </div>
        </Connect>
      </div>
    </section>
  );
}
