import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button";
import { Failed, Loading } from "./page-states";

/**
 * What is loaded page by page, newest first: what is said while it is awaited, where there is nothing, and where it fails, be it
 * the first page or one further down.
 *
 * @param query whose pages they are
 * @param children makes an item's row, with its key
 */
export function PagedList<Item>({
  query,
  testId,
  empty,
  loadFailed,
  children,
}: {
  query: UseInfiniteQueryResult<InfiniteData<readonly Item[], unknown>>;
  testId: string;
  empty: string;
  loadFailed: string;
  children: (item: Item) => ReactNode;
}) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage, isFetchNextPageError } =
    query;
  const items = data?.pages.flat() ?? [];
  return (
    <>
      {isPending && <Loading />}
      {error && !data && <Failed title={loadFailed} error={error} onRetry={() => void refetch()} />}
      {data && items.length === 0 && <p className="text-sm text-ink-soft">{empty}</p>}
      {items.length > 0 && (
        <ol className="divide-y divide-line" data-testid={testId}>
          {items.map((item) => children(item))}
        </ol>
      )}
      {isFetchNextPageError && <Failed title={loadFailed} error={error} onRetry={() => void fetchNextPage()} />}
      {hasNextPage && !isFetchNextPageError && (
        <Button className="justify-self-start" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("common.older")}
        </Button>
      )}
    </>
  );
}
