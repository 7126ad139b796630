// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider, useInfiniteQuery } from "@tanstack/react-query";
import { act } from "react";
import { expect, test, vi } from "vitest";
import { testPage } from "../testing";
import { PagedList } from "./paged-list";

let answers: (() => readonly string[])[];
const page = testPage();

function List() {
  const query = useInfiniteQuery({
    queryKey: ["list"],
    queryFn: async () => answers.shift()?.() ?? [],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.at(-1),
  });
  return (
    <PagedList query={query} testId="list" empty="nothing" loadFailed="not loaded">
      {(item) => <li key={item}>{item}</li>}
    </PagedList>
  );
}

const text = () => document.body.textContent ?? "";
const away = () => {
  throw new TypeError("fetch failed");
};

const items = () => document.querySelectorAll("li").length;

async function press(label: string): Promise<void> {
  const button = [...document.querySelectorAll("button")].find((it) => it.textContent === label);
  await act(async () => button?.click());
}

/** Awaits what comes of an answer. */
const sees = (look: () => void) => act(async () => vi.waitFor(look));

async function show(...given: typeof answers): Promise<void> {
  answers = given;
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  await page.show(
    <QueryClientProvider client={client}>
      <List />
    </QueryClientProvider>,
  );
}

test("a page further down that could not be loaded is said, and loaded when asked again", async () => {
  await show(
    () => ["a", "b"],
    away,
    () => ["c"],
    () => [],
  );
  await sees(() => expect(items()).toBe(2));
  await press("Show older ones");
  await sees(() => expect(text()).toContain("not loaded"));
  expect(items()).toBe(2);
  await press("Try again");
  await sees(() => expect(items()).toBe(3));
  expect(text()).not.toContain("not loaded");
  await press("Show older ones");
  await sees(() => expect(text()).toBe("abc"));
});

test("a first page that could not be loaded is said, and nothing is called nothing", async () => {
  await show(away, () => []);
  await sees(() => expect(text()).toContain("not loaded"));
  expect(text()).not.toContain("nothing");
  await press("Try again");
  await sees(() => expect(text()).toBe("nothing"));
});
