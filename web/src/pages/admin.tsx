import { useTranslation } from "react-i18next";
import { LedgerCheck } from "../components/admin/ledger-check";
import { LiveStreams } from "../components/admin/live-streams";
import { MakeVouchers } from "../components/admin/make-vouchers";
import { RequestedPayouts } from "../components/admin/requested-payouts";
import { Notice } from "../components/notice";
import { Shell } from "../components/shell";
import { useTitle } from "../hooks/page";
import { useSession } from "../hooks/session";

export function AdminPage() {
  const { t } = useTranslation();
  useTitle(t("title.admin"));
  const { user } = useSession();
  const admin = user?.roles.includes("admin") ?? false;
  return (
    <Shell state={admin ? "ready" : "refused"}>
      <h1 className="pt-8 pb-6 text-3xl font-semibold tracking-tight">{t("money.admin.heading")}</h1>
      {admin ? (
        <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-2">
          <LiveStreams />
          <RequestedPayouts />
          <MakeVouchers />
          <LedgerCheck />
        </div>
      ) : (
        <Notice title={t("money.admin.refused")}>{t("money.admin.refusedHint")}</Notice>
      )}
    </Shell>
  );
}
