import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useWallet } from "../hooks/money";
import { useSession } from "../hooks/session";
import { buttonClasses } from "./button";
import { classes } from "./classes";
import { PersonIcon, WalletIcon } from "./icons";
import { useAmounts } from "./money/amount";

/** The name makes room on a phone for who is signed in and has more up here. */
function Wordmark({ short }: { short: boolean }) {
  const { t } = useTranslation();
  return (
    <Link to="/" aria-label={t("nav.home")} className="flex items-center gap-2.5 rounded-md">
      <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
        <path
          d="M9 6v20h15"
          fill="none"
          stroke="currentColor"
          strokeWidth="3.4"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
        <circle cx="21.5" cy="10" r="4" className="fill-accent" />
      </svg>
      <span className={classes("text-[1.0625rem] font-semibold tracking-tight", short && "max-sm:hidden")}>Lyceum</span>
    </Link>
  );
}

function Header() {
  const { t } = useTranslation();
  const { status, user } = useSession();
  const link = classes(buttonClasses("quiet", "sm"), "aria-[current=page]:bg-raised aria-[current=page]:text-ink");
  return (
    <header className="mx-auto flex h-16 w-full max-w-7xl items-center justify-between gap-3 px-4 sm:px-6">
      <Wordmark short={status === "signed-in"} />
      <nav aria-label={t("nav.main")} className="flex min-w-0 items-center gap-1">
        {status === "signed-in" && (
          <>
            <Link to="/dashboard" className={link}>
              {t("nav.streams")}
            </Link>
            <WalletLink className={classes(link, "min-w-0")} />
            <Link to="/account" className={link} title={t("nav.account")}>
              <PersonIcon />
              <span className="sr-only">{t("nav.account")}</span>
              <span className="hidden max-w-40 truncate sm:inline">{user?.displayName}</span>
            </Link>
          </>
        )}
        {status === "signed-out" && (
          <Link to="/login" className={link}>
            {t("nav.signIn")}
          </Link>
        )}
      </nav>
    </header>
  );
}

/** The way to the wallet, with what is in it. On a phone the unit stays away. */
function WalletLink({ className }: { className: string }) {
  const { t } = useTranslation();
  const { data: wallet } = useWallet();
  const amounts = useAmounts();
  const [digits, unit] = wallet ? amounts(wallet.balance).split("\u00a0") : [];
  const name = wallet ? t("money.walletWith", { amount: amounts(wallet.balance) }) : t("money.wallet");
  return (
    <Link to="/wallet" className={className} title={name} aria-label={name}>
      <WalletIcon className="shrink-0" />
      <span className="truncate tabular-nums sm:max-w-40" data-testid="header-balance">
        {digits}
        <span className="max-sm:hidden"> {unit}</span>
      </span>
    </Link>
  );
}

interface ShellProps {
  readonly children: ReactNode;
  /** How wide the content may grow. */
  readonly width?: "page" | "narrow";
  /** What the page shows at the moment, in one word: for tests and for people's scripts. */
  readonly state: string;
}

/** The frame of every page: header, skip link, content. */
export function Shell({ children, width = "page", state }: ShellProps) {
  const { t } = useTranslation();
  return (
    <>
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        {t("common.skip")}
      </a>
      <Header />
      <main
        id="content"
        data-state={state}
        className={classes(
          "mx-auto flex w-full flex-1 flex-col px-4 pb-16 sm:px-6",
          width === "page" ? "max-w-7xl" : "max-w-2xl",
        )}
      >
        {children}
      </main>
    </>
  );
}
