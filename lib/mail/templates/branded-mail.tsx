import { Body, Container, Head, Heading, Hr, Html, Preview, Section, Text } from "@react-email/components";
import type { ReactNode } from "react";
import type { Brand } from "@/lib/gate/brand/types";
import { MailLink } from "./parts";
import { accentOf, darkStyles, FONT, LIGHT } from "./theme";

interface BrandedMailProps {
  readonly brand: Brand;
  /** What an inbox shows beside the subject. */
  readonly preheader: string;
  readonly title: string;
  /** A line above everything else. */
  readonly above?: string | null;
  /** Lines in small print above the last two lines. */
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

/**
 * The frame of every mail: the brand's name in its colour, one panel, and the address for questions. It loads no
 * picture and no font.
 */
export function BrandedMail({ brand, preheader, title, above, footer, children }: BrandedMailProps) {
  const { accent } = accentOf(brand.theme, "light");
  return (
    <Html lang="en">
      <Head>
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{title}</title>
        <style>{darkStyles(brand.theme)}</style>
      </Head>
      {/* A Section has the colour, because Body would set it on a cell that cannot get a class. */}
      <Body className="page" style={{ margin: 0, padding: 0, fontFamily: FONT }}>
        <Preview>{preheader}</Preview>
        <Section className="page" style={{ backgroundColor: LIGHT.page }}>
          <Container style={{ maxWidth: "584px", margin: "0 auto", padding: "24px 12px" }}>
            {above && (
              <Text
                className="quiet"
                style={{ margin: "0 0 12px", padding: "0 4px", fontSize: "12px", color: LIGHT.quiet }}
              >
                {above}
              </Text>
            )}
            <Text
              className="link"
              style={{ margin: "0 0 12px", padding: "0 4px", fontSize: "16px", fontWeight: 700, color: accent }}
            >
              {brand.name}
            </Text>
            <Section
              className="panel"
              style={{
                backgroundColor: LIGHT.panel,
                border: `1px solid ${LIGHT.line}`,
                borderRadius: "8px",
                padding: "28px 28px 20px",
              }}
            >
              <Heading
                as="h1"
                className="ink"
                style={{ margin: "0 0 16px", fontSize: "22px", lineHeight: "28px", fontWeight: 650, color: LIGHT.ink }}
              >
                {title}
              </Heading>
              {children}
            </Section>
            <Hr className="rule" style={{ margin: "24px 0 12px", borderColor: LIGHT.line }} />
            <Text
              className="quiet"
              style={{
                margin: 0,
                padding: "0 4px",
                fontSize: "13px",
                lineHeight: "20px",
                color: LIGHT.quiet,
                wordBreak: "break-word",
              }}
            >
              {footer}
              Questions? Write to {brand.supportMailbox}.
              <br />
              {/* No full stop follows the address: programs that find links in plain text would add it to the link. */}
              Sent by the {brand.name} client portal: <MailLink brand={brand} href={brand.origin} />
            </Text>
          </Container>
        </Section>
      </Body>
    </Html>
  );
}
