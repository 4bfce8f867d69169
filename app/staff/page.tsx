import type { Metadata } from "next";
import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import type { StaffRole } from "@/db/schema/constants";
import { requireSignedIn } from "@/lib/actions/context";
import { loadBrands } from "@/lib/brand/load";

export const metadata: Metadata = { title: "Staff" };

const roleWords: Record<StaffRole, string> = {
  account_manager: "Account manager",
  subscription_manager: "Subscription manager",
  support_agent: "Support agent",
  administrator: "Administrator",
  marketing: "Marketing",
};

/** Who one is on the staff side: what the roles and brands in one's record open. */
export default async function StaffPage() {
  const { signedIn, viewer } = await requireSignedIn("staff");
  const brands = (await loadBrands()).filter((brand) => viewer.brands.includes(brand.key));
  return (
    <>
      <PageHeader title={`Hello, ${signedIn.account.name}`} detail="You are on the staff side of the portal." />
      <div className="max-w-reading">
        <Panel title="Your account">
          <DefinitionList>
            <Fact inline term="Name">
              {signedIn.account.name}
            </Fact>
            <Fact inline term="Email">
              {signedIn.account.email}
            </Fact>
            <Fact inline term={viewer.roles.length === 1 ? "Role" : "Roles"}>
              {viewer.roles.map((role) => roleWords[role]).join(", ")}
            </Fact>
            <Fact inline term={brands.length === 1 ? "Brand" : "Brands"}>
              {brands.map((brand) => brand.name).join(", ")}
            </Fact>
          </DefinitionList>
        </Panel>
      </div>
    </>
  );
}
