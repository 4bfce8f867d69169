import { Button, Link, Text } from "@react-email/components";
import type { ReactNode } from "react";
import type { Brand } from "@/lib/gate/brand/types";
import { accentOf, LIGHT } from "./theme";

export function Paragraph({ children, quiet = false }: { readonly children: ReactNode; readonly quiet?: boolean }) {
  return (
    <Text
      className={quiet ? "quiet" : "ink"}
      style={{
        margin: "0 0 16px",
        fontSize: quiet ? "14px" : "16px",
        lineHeight: quiet ? "21px" : "25px",
        color: quiet ? LIGHT.quiet : LIGHT.ink,
        wordBreak: "break-word",
      }}
    >
      {children}
    </Text>
  );
}

export function Greeting({ name }: { readonly name: string | null }) {
  return <Paragraph>{name ? `Hello ${name},` : "Hello,"}</Paragraph>;
}

interface MailLinkProps {
  readonly brand: Brand;
  readonly href: string;
  readonly children?: ReactNode;
}

/** A link in running text. Without children it shows its address, which the plain text then has only once. */
export function MailLink({ brand, href, children }: MailLinkProps) {
  return (
    <Link
      className="link"
      href={href}
      style={{ color: accentOf(brand.theme, "light").accent, wordBreak: "break-word" }}
    >
      {children ?? href}
    </Link>
  );
}

interface ActionProps {
  readonly brand: Brand;
  readonly href: string;
  readonly label: string;
}

/** The button of a mail, with its full address below for programs that show no button. */
export function Action({ brand, href, label }: ActionProps) {
  const { accent, onAccent } = accentOf(brand.theme, "light");
  return (
    <>
      <Button
        className="button"
        href={href}
        style={{
          backgroundColor: accent,
          color: onAccent,
          borderRadius: "6px",
          padding: "13px 22px",
          fontSize: "16px",
          fontWeight: 600,
        }}
      >
        {label}
      </Button>
      {/* The plain text already has the address behind the label. */}
      <div data-skip-in-text="true">
        <Text className="quiet" style={{ margin: "16px 0", fontSize: "13px", lineHeight: "20px", color: LIGHT.quiet }}>
          If the button does not work, open this address:
          <br />
          <MailLink brand={brand} href={href}>
            {href}
          </MailLink>
        </Text>
      </div>
    </>
  );
}

/** Somebody's text with its line breaks as typed. */
export function Lines({ text }: { readonly text: string }) {
  return text.split("\n").map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text have no other identity and never move
    <span key={index}>
      {index > 0 && <br />}
      {line}
    </span>
  ));
}

/** Facts, each with its name above its value: this is easy to read in any width and as plain text. */
export function Facts({ rows }: { readonly rows: readonly (readonly [name: string, value: string])[] }) {
  return rows.map(([name, value]) => (
    <Text
      key={name}
      className="ink"
      style={{
        margin: "0 0 14px",
        fontSize: "16px",
        lineHeight: "24px",
        color: LIGHT.ink,
        wordBreak: "break-word",
      }}
    >
      <strong>{name}</strong>
      <br />
      <Lines text={value} />
    </Text>
  ));
}
