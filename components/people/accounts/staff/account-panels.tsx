import { ActionForm } from "@/components/forms/action-form";
import type { BrandNames } from "@/components/ui/brand-field";
import { ButtonLink } from "@/components/ui/button";
import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { deviceWords } from "@/lib/gate/auth/device-words";
import { businessInstant, formatInstant } from "@/lib/kit/time";
import {
  changeStaffAction,
  disableStaffAction,
  enableStaffAction,
  endStaffSessionAction,
  endStaffSessionsAction,
  mailStaffLinkAction,
} from "@/lib/people/accounts/actions";
import type { StaffAccount, StaffSession } from "@/lib/people/accounts/queries";
import { STAFF_ROLE_LABELS } from "@/lib/people/accounts/rules";
import { routes } from "@/lib/routes";
import { AccountFields } from "./account-fields";
import { AccountStateDot } from "./account-table";

interface Props {
  account: StaffAccount;
  brands: BrandNames;
}

/** The form of an account, or its facts where the viewer may not change it. */
export function AccountPanel({ account, brands, isOwn }: Props & { isOwn: boolean }) {
  return (
    <Panel title="Account">
      <div className="grid gap-4">
        <DefinitionList>
          <Fact inline term="State">
            <AccountStateDot state={account.state} />
          </Fact>
          <Fact inline term="Email">
            <TextLink href={`mailto:${account.email}`}>{account.email}</TextLink>
          </Fact>
          {!account.isManaged && (
            <>
              <Fact inline term="Roles">
                {account.roles.map((role) => STAFF_ROLE_LABELS[role]).join(", ")}
              </Fact>
              <Fact inline term="Your brands">
                {account.brands.map((key) => brands[key] ?? key).join(", ") || "None"}
              </Fact>
            </>
          )}
        </DefinitionList>
        {account.isManaged && account.state !== "disabled" && (
          <ActionForm
            key={account.seen}
            action={changeStaffAction}
            label="Change the account"
            values={{
              ...{ name: account.name, jobTitle: account.jobTitle ?? "", phone: account.phone ?? "" },
              ...{ "roles[]": account.roles, "brands[]": account.brands },
            }}
            className="grid gap-4 border-t border-line pt-4"
          >
            <input type="hidden" name="account" value={account.id} />
            <input type="hidden" name="seen" value={account.seen} />
            <AccountFields brands={brands} />
            <SubmitButton className="justify-self-start">Save</SubmitButton>
          </ActionForm>
        )}
        {!account.isManaged && (
          <p className="text-sm text-muted">
            {isOwn
              ? "Nobody changes their own account. Another administrator of your brands does."
              : "This account has a brand that is not yours, so administrators of that brand change it."}
          </p>
        )}
      </div>
    </Panel>
  );
}

/** Disables or enables an account. Disabling is asked for first, on the same page with `?ask=disable`. */
export function AccessPanel({ account, isAsked, open }: { account: StaffAccount; isAsked: boolean; open: number }) {
  const { id, name, state } = account;
  return (
    <Panel title={<span id="access">Access</span>}>
      <div className="grid gap-4 text-sm">
        {state === "disabled" ? (
          <>
            <p>
              {name} cannot sign in. Enabling the account mails a link by which they set a new password; roles and
              brands are as before.
            </p>
            <Deed action={enableStaffAction} id={id} label="Enable the account" />
          </>
        ) : (
          <>
            <p>{state === "invited" ? `${name} has not set a password yet.` : `${name} signs in with a password.`}</p>
            <Deed action={mailStaffLinkAction} id={id} label="Mail a sign-in link" />
            {isAsked ? (
              <div className="grid gap-3 border-t border-line pt-4">
                <p>
                  Sessions, open pages, mailed links, remembered browsers and the password of {name} end at once, and
                  their picture goes.{" "}
                  {open > 0
                    ? `${open.toLocaleString("en-US")} open cases, requests and chats stay theirs until you hand them over.`
                    : "They hold no open work."}
                </p>
                <div className="flex flex-wrap gap-3">
                  <Deed action={disableStaffAction} id={id} label="Disable the account" isDanger />
                  <ButtonLink href={routes.staffAccount(id)} variant="quiet">
                    Keep it
                  </ButtonLink>
                </div>
              </div>
            ) : (
              <ButtonLink href={`${routes.staffAccount(id)}?ask=disable#access`} className="justify-self-start">
                Disable the account…
              </ButtonLink>
            )}
          </>
        )}
      </div>
    </Panel>
  );
}

function Deed(props: { action: typeof enableStaffAction; id: string; label: string; isDanger?: boolean }) {
  return (
    <ActionForm action={props.action} label={props.label} className="grid gap-2">
      <input type="hidden" name="account" value={props.id} />
      <SubmitButton variant={props.isDanger ? "danger" : "secondary"} className="justify-self-start">
        {props.label}
      </SubmitButton>
    </ActionForm>
  );
}

interface SessionsProps {
  account: string;
  sessions: readonly StaffSession[];
  brands: BrandNames;
  zone: string;
}

/** Where a colleague is signed in, and the buttons that end it. */
export function StaffSessionsPanel({ account, sessions, brands, zone }: SessionsProps) {
  const time = (at: Date) => formatInstant(businessInstant(at), zone);
  return (
    <Panel title={<span id="sessions">Sessions</span>}>
      {sessions.length === 0 ? (
        <p className="text-sm text-muted">Signed in nowhere.</p>
      ) : (
        <div className="grid gap-4 text-sm">
          <ul className="grid divide-y divide-line">
            {sessions.map(({ id, brand, createdAt, lastSeenAt, userAgent }, place) => (
              <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
                <span className="grid gap-0.5">
                  <span className="font-semibold">{deviceWords(userAgent)}</span>
                  <span className="text-muted">
                    Last seen {time(lastSeenAt)}, on the portal of {brands[brand] ?? "another brand"}
                  </span>
                  <span className="text-muted">Logged in {time(createdAt)}</span>
                </span>
                <ActionForm action={endStaffSessionAction} label={`Session ${place + 1}`} className="grid gap-2">
                  <input type="hidden" name="account" value={account} />
                  <input type="hidden" name="session" value={id} />
                  <SubmitButton variant="secondary" size="small">
                    End session
                    <span className="sr-only"> {place + 1}</span>
                  </SubmitButton>
                </ActionForm>
              </li>
            ))}
          </ul>
          <Deed action={endStaffSessionsAction} id={account} label="End all sessions" />
        </div>
      )}
    </Panel>
  );
}
