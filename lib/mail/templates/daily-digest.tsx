import { Text } from "@react-email/components";
import type { MailProps } from "@/lib/mail/kinds";
import { routes } from "@/lib/routes";
import { BrandedMail } from "./branded-mail";
import { Choices } from "./choices";
import { MailLink, Paragraph } from "./parts";
import type { MailTemplate } from "./template";
import { LIGHT } from "./theme";
import { beginningOf } from "./thread-parts";

type DailyDigestProps = MailProps<"daily-digest">;

const things = ({ items, more }: DailyDigestProps) => {
  const count = items.length + more;
  return count === 1 ? "one thing" : `${count} things`;
};

export const dailyDigest: MailTemplate<DailyDigestProps> = {
  subject: (props, { brand }) => `Your daily mail from ${brand.name}: ${things(props)}`,
  body: (props, context) => {
    const { brand } = context;
    return (
      <BrandedMail
        brand={brand}
        title="Since your last daily mail"
        preheader={beginningOf(props.items[0]?.title ?? "")}
        footer={<Choices context={context} />}
      >
        {props.items.map(({ title, path }, index) => (
          <Text
            // biome-ignore lint/suspicious/noArrayIndexKey: the same may have happened twice, and nothing moves
            key={index}
            className="ink"
            style={{
              margin: "0 0 14px",
              fontSize: "16px",
              lineHeight: "24px",
              color: LIGHT.ink,
              wordBreak: "break-word",
            }}
          >
            {title}
            <br />
            <MailLink brand={brand} href={`${brand.origin}${path}`} />
          </Text>
        ))}
        {props.more > 0 && (
          <Paragraph>
            And {props.more} more, which stand in the portal:{" "}
            <MailLink brand={brand} href={`${brand.origin}${routes.notices}`} />
          </Paragraph>
        )}
      </BrandedMail>
    );
  },
};
